"""Who may not meet does not talk, whatever code writes the row (policy 12, reliability I13, I15).

The operations refuse it first and kindly. Finished talks are history and pass, wherever they come
from; what is opened, opened again, said or worded anew is judged. A clearance must hold on the day
that a row names and on the day that the database has: a row that is dated back borrows none that
has run out. Nothing is moved to other people: no talk, no message, and no mentor's profile with the
talks that hang on it.
"""

from accounts.safeguarding.guards import PAIR
from config.kit.guards import Guard, register

CONVERSATION, MESSAGE = "mentorship_conversation", "mentorship_message"
PROFILE = "mentorship_mentorprofile"
APART = "a teen and an adult without clearance do not meet"
BLOCKED = "one of the two has blocked the other"
STRANGER = "only the two people of a conversation write in it"
FIXED = "the people and the space of a conversation stay what they are"
ELSEWHERE = "a conversation is in the space of its listener"
SLACK = "5 minutes"  # clocks of two machines, and what began just before midnight

# Raises for a pair that may not meet at `moment`; `mentor` and `listener` are ids of people.
_JUDGED = """
    PERFORM pg_advisory_xact_lock_shared({pair});
    SELECT band INTO mentor_band FROM accounts_user WHERE id = mentor FOR SHARE;
    SELECT band INTO listener_band FROM accounts_user WHERE id = listener FOR SHARE;
    IF mentor_band <> listener_band THEN
        PERFORM 1 FROM accounts_clearance WHERE mentor_band = 'adult' AND user_id = mentor
            AND ended_at IS NULL AND cleared_until
                >= (greatest({moment}, now() - interval '{slack}') AT TIME ZONE 'UTC')::date
            FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION '{apart}'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'spaces_are_kept_apart';
        END IF;
    END IF;
    PERFORM 1 FROM accounts_block WHERE (blocker_id = mentor AND blocked_id = listener)
        OR (blocker_id = listener AND blocked_id = mentor);
    IF FOUND THEN
        RAISE EXCEPTION '{blocked}'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'blocked_pairs_do_not_talk';
    END IF;
"""
_DECLARED = "DECLARE mentor bigint; listener bigint; mentor_band text; listener_band text;"


def _judged(moment: str) -> str:
    pair = PAIR.format("mentor", "listener")
    return _JUDGED.format(pair=pair, moment=moment, slack=SLACK, apart=APART, blocked=BLOCKED)


def _opening(*, unless: str, moment: str, further: str = "") -> str:
    return f"""
        {_DECLARED}
        BEGIN
            IF {unless} THEN
                RETURN NEW;
            END IF;
            SELECT user_id INTO mentor FROM mentorship_mentorprofile WHERE id = NEW.mentor_id;
            listener := NEW.listener_id;
            {_judged(moment)}
            {further}
            RETURN NEW;
        END"""


def _fixed(columns: tuple[str, ...]) -> dict[str, str]:
    """What refuses another value in these columns, in the words of either database."""
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return {
        "when": f"BEFORE UPDATE OF {', '.join(columns)}",
        "postgresql": f"""
            BEGIN
                IF ROW({new}) IS DISTINCT FROM ROW({old}) THEN
                    RAISE EXCEPTION '{FIXED}' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END""",
        "sqlite_if": " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns),
        "sqlite": f"SELECT RAISE(ABORT, '{FIXED}');",
    }


_SAME_SPACE = f"""
    IF NEW.space <> listener_band THEN
        RAISE EXCEPTION '{ELSEWHERE}' USING ERRCODE = 'check_violation';
    END IF;"""
_SAYING = f"""
    {_DECLARED}
    BEGIN
        IF {{unless}} THEN
            RETURN NEW;
        END IF;
        SELECT profile.user_id, talk.listener_id INTO mentor, listener
            FROM mentorship_conversation talk
            JOIN mentorship_mentorprofile profile ON profile.id = talk.mentor_id
            WHERE talk.id = NEW.conversation_id;
        IF NEW.author_id NOT IN (mentor, listener) THEN
            RAISE EXCEPTION '{STRANGER}' USING ERRCODE = 'check_violation';
        END IF;
        {_judged("{moment}")}
        RETURN NEW;
    END"""

_PEOPLE = """FROM mentorship_mentorprofile profile
    JOIN accounts_user mentor ON mentor.id = profile.user_id
    JOIN accounts_user listener ON listener.id = {listener}
    WHERE profile.id = {mentor}"""
_TALK = """FROM mentorship_conversation talk
    JOIN mentorship_mentorprofile profile ON profile.id = talk.mentor_id
    JOIN accounts_user mentor ON mentor.id = profile.user_id
    JOIN accounts_user listener ON listener.id = talk.listener_id
    WHERE talk.id = NEW.conversation_id"""
_UNCLEARED = """mentor.band <> listener.band AND (mentor.band = 'teen' OR NOT EXISTS (
    SELECT 1 FROM accounts_clearance WHERE user_id = mentor.id AND ended_at IS NULL
        AND cleared_until >= max(date({moment}), date('now', '-{slack}'))))"""
_BLOCK = """EXISTS (SELECT 1 FROM accounts_block
    WHERE (blocker_id = mentor.id AND blocked_id = listener.id)
        OR (blocker_id = listener.id AND blocked_id = mentor.id))"""


def _sqlite(people: str, moment: str) -> str:
    """Two statements that end the write where they find the pair."""
    uncleared = _UNCLEARED.format(moment=moment, slack=SLACK)
    return (
        f"SELECT RAISE(ABORT, '{APART}') {people} AND {uncleared};"
        f"SELECT RAISE(ABORT, '{BLOCKED}') {people} AND {_BLOCK};"
    )


# Taking words away is always possible: whoever deletes, and whatever stands between the two.
_WORDED_ANEW = "NEW.author_id IS NOT NULL AND NEW.body <> '' AND NEW.body <> OLD.body"
_WORDED_AT = "coalesce(NEW.edited_at, NEW.sent_at)"
_NEW_PAIR = _PEOPLE.format(mentor="NEW.mentor_id", listener="NEW.listener_id")

register(
    Guard(
        "spaces_are_kept_apart",
        CONVERSATION,
        "BEFORE INSERT",
        postgresql=_opening(
            unless="NEW.closed_at IS NOT NULL",
            moment="NEW.opened_at",
            further=_SAME_SPACE,
        ),
        sqlite_if="NEW.closed_at IS NULL",
        sqlite=_sqlite(_NEW_PAIR, "NEW.opened_at")
        + f"SELECT RAISE(ABORT, '{ELSEWHERE}') {_NEW_PAIR} AND NEW.space <> listener.band;",
    ),
    Guard(
        "reopening_is_judged",
        CONVERSATION,
        "BEFORE UPDATE OF closed_at",
        postgresql=_opening(
            unless="OLD.closed_at IS NULL OR NEW.closed_at IS NOT NULL", moment="NEW.moved_at"
        ),
        sqlite_if="OLD.closed_at IS NOT NULL AND NEW.closed_at IS NULL",
        sqlite=_sqlite(_NEW_PAIR, "NEW.moved_at"),
    ),
    Guard(
        "people_of_a_talk_are_fixed",
        CONVERSATION,
        **_fixed(("mentor_id", "listener_id", "space")),
    ),
    Guard("message_stays_where_it_was_said", MESSAGE, **_fixed(("conversation_id", "author_id"))),
    Guard("profile_stays_with_its_mentor", PROFILE, **_fixed(("user_id",))),
    Guard(
        "messages_are_judged",
        MESSAGE,
        "BEFORE INSERT",
        postgresql=_SAYING.format(unless="NEW.author_id IS NULL", moment="NEW.sent_at"),
        sqlite_if="NEW.author_id IS NOT NULL",
        sqlite=f"SELECT RAISE(ABORT, '{STRANGER}') {_TALK} "
        "AND NEW.author_id NOT IN (mentor.id, listener.id);" + _sqlite(_TALK, "NEW.sent_at"),
    ),
    Guard(
        "other_words_are_judged",
        MESSAGE,
        "BEFORE UPDATE OF body",
        postgresql=_SAYING.format(unless=f"NOT ({_WORDED_ANEW})", moment=_WORDED_AT),
        sqlite_if=_WORDED_ANEW,
        sqlite=_sqlite(_TALK, _WORDED_AT),
    ),
)
