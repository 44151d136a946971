"""Fill what lists are ordered and filtered by, and let PostgreSQL find parts of words by index."""

from zoneinfo import ZoneInfo

from django.db import migrations, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from config.kit.text import fold

BATCH = 2000
WORDS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS mentor_by_words
    ON mentorship_mentorprofile USING gin (search_text gin_trgm_ops);
"""


def fill(apps, schema_editor):
    at = timezone.now()
    mentors = apps.get_model("mentorship", "MentorProfile").objects
    names = []
    for mentor in mentors.select_related("user").iterator(BATCH):
        mentor.sort_name = fold(mentor.user.display_name)[:200]
        names.append(mentor)
    mentors.bulk_update(names, ["sort_name"], batch_size=BATCH)
    windows = apps.get_model("mentorship", "WeeklyHours").objects
    rows = []
    for row in windows.select_related("profile__user").iterator(BATCH):
        offset = at.astimezone(ZoneInfo(row.profile.user.time_zone)).utcoffset()
        row.utc_starts = (row.starts - round(offset.total_seconds() / 60)) % 1440
        row.utc_ends = row.utc_starts + row.ends - row.starts
        rows.append(row)
    windows.bulk_update(rows, ["utc_starts", "utc_ends"], batch_size=BATCH)


def find_words_by_index(apps, schema_editor):
    """Without the right to add the extension the search works as before, by reading every row."""
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(schema_editor.connection.alias):
            schema_editor.execute(WORDS)
    except ProgrammingError:
        print("\n  The search stays slow: let an administrator of the database run" + WORDS)  # noqa: T201


def forget_words(apps, schema_editor):
    schema_editor.execute("DROP INDEX IF EXISTS mentor_by_words")


class Migration(migrations.Migration):
    dependencies = [("mentorship", "0006_lists_by_index")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(find_words_by_index, forget_words),
    ]
