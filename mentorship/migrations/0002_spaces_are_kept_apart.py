"""The database itself refuses a conversation of a teen and an adult who is not cleared (policy 12).

The operations refuse it first and kindly. Imported talks and finished ones are history and pass.
"""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION spaces_are_kept_apart() RETURNS trigger AS $$
DECLARE
    mentor_id bigint;
    mentor_band text;
    listener_band text;
BEGIN
    SELECT person.id, person.band INTO mentor_id, mentor_band
        FROM mentorship_mentorprofile profile JOIN accounts_user person ON person.id = profile.user_id
        WHERE profile.id = NEW.mentor_id FOR SHARE OF person;
    SELECT band INTO listener_band FROM accounts_user WHERE id = NEW.listener_id FOR SHARE;
    IF mentor_band = listener_band THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM accounts_clearance clearance
        WHERE mentor_band = 'adult' AND clearance.user_id = mentor_id AND clearance.ended_at IS NULL
            AND clearance.cleared_until >= (NEW.opened_at AT TIME ZONE 'UTC')::date
        FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a teen and an adult without clearance do not meet'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'spaces_are_kept_apart';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER spaces_are_kept_apart BEFORE INSERT ON mentorship_conversation
    FOR EACH ROW WHEN (NEW.closed_at IS NULL AND NEW.imported_talk IS NULL)
    EXECUTE FUNCTION spaces_are_kept_apart();
"""
POSTGRESQL_BACK = """
DROP TRIGGER spaces_are_kept_apart ON mentorship_conversation;
DROP FUNCTION spaces_are_kept_apart();
"""
SQLITE = """
CREATE TRIGGER spaces_are_kept_apart BEFORE INSERT ON mentorship_conversation
WHEN NEW.closed_at IS NULL AND NEW.imported_talk IS NULL AND EXISTS (
    SELECT 1 FROM mentorship_mentorprofile profile
        JOIN accounts_user mentor ON mentor.id = profile.user_id
        JOIN accounts_user listener ON listener.id = NEW.listener_id
    WHERE profile.id = NEW.mentor_id AND mentor.band <> listener.band
        AND (mentor.band = 'teen' OR NOT EXISTS (
            SELECT 1 FROM accounts_clearance clearance
            WHERE clearance.user_id = mentor.id AND clearance.ended_at IS NULL
                AND clearance.cleared_until >= date(NEW.opened_at)))
)
BEGIN
    SELECT RAISE(ABORT, 'a teen and an adult without clearance do not meet');
END
"""
SQLITE_BACK = "DROP TRIGGER spaces_are_kept_apart"


def guard(apps, schema_editor):
    schema_editor.execute({"postgresql": POSTGRESQL}.get(schema_editor.connection.vendor, SQLITE))


def unguard(apps, schema_editor):
    back = {"postgresql": POSTGRESQL_BACK}
    schema_editor.execute(back.get(schema_editor.connection.vendor, SQLITE_BACK))


class Migration(migrations.Migration):
    dependencies = [("mentorship", "0001_initial"), ("accounts", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
