"""As many mentors as a test of plans needs, written by PostgreSQL itself."""

from django.db import connection

COMMUNITY = [
    """
    INSERT INTO accounts_user (
        password, is_superuser, public_id, username, email, display_name, name_skeleton,
        handle_skeleton, name_is_protected, about, band, time_zone, avatar, theme, is_active,
        is_staff, is_coordinator, is_moderator, is_safeguarding_lead, is_sample, verified,
        joined_at, woken_at)
    SELECT '!', false, gen_random_uuid(), 'm' || n, 'm' || n || '@example.org', 'Mentor ' || n,
        '', '', true, '', 'adult', 'UTC', 'hill', 'system', true,
        false, false, false, false, false, false, now(), now()
    FROM generate_series(1, %(mentors)s) n
    """,
    """
    INSERT INTO mentorship_mentorprofile (
        public_id, user_id, state, approved_at, is_public, accepting, capacity, weekly_sessions,
        headline, about, section_order, search_text, sort_name, active_count, served_on_count,
        opens_at, here_until, seen_at, shown_outside)
    SELECT gen_random_uuid(), id, 'approved', now() - id %% 1000 * interval '1 day', false,
        true, 2, 0, '', '', '[]', 'calm company in hard evenings word' || id %% 5000,
        'mentor ' || id, CASE WHEN id %% 200 = 0 THEN 1 ELSE 2 END, 0,
        now() + id %% 5000 * interval '1 minute',
        CASE WHEN id %% 300 = 0 THEN now() + interval '1 hour' END,
        CASE WHEN id %% 300 = 0 THEN now() END, false
    FROM accounts_user WHERE username ~ '^m[0-9]+$'
    """,
    "INSERT INTO mentorship_topic (slug, name, description)"
    " SELECT 'topic-' || n, 'Topic ' || n, '' FROM generate_series(1, 200) n",
    "INSERT INTO mentorship_track (slug, name, description)"
    " SELECT 'track-' || n, 'Track ' || n, '' FROM generate_series(1, 200) n",
    """
    INSERT INTO mentorship_topicstrength (profile_id, topic_id, strength, position)
    SELECT p.id, t.id, 1, k FROM mentorship_mentorprofile p CROSS JOIN generate_series(0, 2) k
    JOIN mentorship_topic t ON t.slug = 'topic-' || 1 + (p.id * 7 + k * 31) %% 200
    """,
    """
    INSERT INTO mentorship_mentorprofile_tracks (mentorprofile_id, track_id)
    SELECT p.id, t.id FROM mentorship_mentorprofile p
    JOIN mentorship_track t ON t.slug = 'track-' || 1 + p.id %% 200
    """,
    """
    INSERT INTO accounts_spokenlanguage (user_id, tag, base, position)
    SELECT user_id, tag, tag, 0 FROM (
        SELECT user_id, CASE WHEN id %% 300 = 0 THEN 'fi' ELSE 'en' END AS tag
        FROM mentorship_mentorprofile) spoken
    """,
    """
    INSERT INTO mentorship_weeklyhours (
        profile_id, weekday, starts, ends, utc_starts, utc_ends)
    SELECT id, 0, first, first + 60, first, first + 60 FROM (
        SELECT id, CASE WHEN id %% 300 = 0 THEN 60 ELSE 1200 END AS first
        FROM mentorship_mentorprofile) hours
    """,
    """
    INSERT INTO accounts_clearance (user_id, cleared_until, granted_at, reason)
    SELECT user_id, current_date + 30, now(), '' FROM mentorship_mentorprofile
    WHERE id %% 300 = 0
    """,
    "ANALYZE",
]


def make_mentors(number):
    """One in 300 is here; sixty in 5,000 open within the hour."""
    with connection.cursor() as cursor:
        for statement in COMMUNITY:
            cursor.execute(statement, {"mentors": number} if "%" in statement else None)


def make_listeners(number):
    """People who are no mentors, all of whom talk English."""
    people = COMMUNITY[0].replace("'m' ||", "'l' ||")
    with connection.cursor() as cursor:
        cursor.execute(people, {"mentors": number})
        cursor.execute(
            "INSERT INTO accounts_spokenlanguage (user_id, tag, base, position)"
            " SELECT id, 'en', 'en', 0 FROM accounts_user WHERE username ~ '^l[0-9]+$'"
        )
        cursor.execute("ANALYZE")
