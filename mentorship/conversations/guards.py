"""Who may not meet does not talk, whatever code writes the row (policy 12, reliability I13, I15).

The operations refuse it first and kindly. Imported talks and finished ones are history and pass;
what is opened, opened again or said from then on is judged.
"""

from accounts.safeguarding.guards import PAIR
from config.kit.guards import Guard, register

CONVERSATION, MESSAGE = "mentorship_conversation", "mentorship_message"
APART = "a teen and an adult without clearance do not meet"
BLOCKED = "one of the two has blocked the other"
STRANGER = "only the two people of a conversation write in it"
FIXED = "the people and the space of a conversation stay what they are"

# Raises for a pair that may not meet at `moment`; `mentor` and `listener` are ids of people.
_JUDGED = """
    PERFORM pg_advisory_xact_lock_shared({pair});
    SELECT band INTO mentor_band FROM accounts_user WHERE id = mentor FOR SHARE;
    SELECT band INTO listener_band FROM accounts_user WHERE id = listener FOR SHARE;
    IF mentor_band <> listener_band THEN
        PERFORM 1 FROM accounts_clearance WHERE mentor_band = 'adult' AND user_id = mentor
            AND ended_at IS NULL AND cleared_until >= ({moment} AT TIME ZONE 'UTC')::date
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
    return _JUDGED.format(pair=pair, moment=moment, apart=APART, blocked=BLOCKED)


def _opening(*, unless: str, moment: str) -> str:
    return f"""
        {_DECLARED}
        BEGIN
            IF {unless} THEN
                RETURN NEW;
            END IF;
            SELECT user_id INTO mentor FROM mentorship_mentorprofile WHERE id = NEW.mentor_id;
            listener := NEW.listener_id;
            {_judged(moment)}
            RETURN NEW;
        END"""


_SAYING = f"""
    {_DECLARED}
    BEGIN
        IF NEW.author_id IS NULL THEN
            RETURN NEW;
        END IF;
        SELECT profile.user_id, talk.listener_id INTO mentor, listener
            FROM mentorship_conversation talk
            JOIN mentorship_mentorprofile profile ON profile.id = talk.mentor_id
            WHERE talk.id = NEW.conversation_id;
        IF NEW.author_id NOT IN (mentor, listener) THEN
            RAISE EXCEPTION '{STRANGER}' USING ERRCODE = 'check_violation';
        END IF;
        {_judged("NEW.sent_at")}
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
        AND cleared_until >= date({moment})))"""
_BLOCK = """EXISTS (SELECT 1 FROM accounts_block
    WHERE (blocker_id = mentor.id AND blocked_id = listener.id)
        OR (blocker_id = listener.id AND blocked_id = mentor.id))"""


def _sqlite(people: str, moment: str) -> str:
    """Two statements that end the write where they find the pair."""
    uncleared = _UNCLEARED.format(moment=moment)
    return (
        f"SELECT RAISE(ABORT, '{APART}') {people} AND {uncleared};"
        f"SELECT RAISE(ABORT, '{BLOCKED}') {people} AND {_BLOCK};"
    )


_NEW_PAIR = _PEOPLE.format(mentor="NEW.mentor_id", listener="NEW.listener_id")

register(
    Guard(
        "spaces_are_kept_apart",
        CONVERSATION,
        "BEFORE INSERT",
        postgresql=_opening(
            unless="NEW.closed_at IS NOT NULL OR NEW.imported_talk IS NOT NULL",
            moment="NEW.opened_at",
        ),
        sqlite_if="NEW.closed_at IS NULL AND NEW.imported_talk IS NULL",
        sqlite=_sqlite(_NEW_PAIR, "NEW.opened_at"),
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
        "BEFORE UPDATE OF mentor_id, listener_id, space",
        postgresql=f"""
            BEGIN
                IF (NEW.mentor_id, NEW.listener_id, NEW.space)
                    IS DISTINCT FROM (OLD.mentor_id, OLD.listener_id, OLD.space) THEN
                    RAISE EXCEPTION '{FIXED}' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END""",
        sqlite_if="NEW.mentor_id <> OLD.mentor_id OR NEW.listener_id <> OLD.listener_id "
        "OR NEW.space <> OLD.space",
        sqlite=f"SELECT RAISE(ABORT, '{FIXED}');",
    ),
    Guard(
        "messages_are_judged",
        MESSAGE,
        "BEFORE INSERT",
        postgresql=_SAYING,
        sqlite_if="NEW.author_id IS NOT NULL",
        sqlite=f"SELECT RAISE(ABORT, '{STRANGER}') {_TALK} "
        "AND NEW.author_id NOT IN (mentor.id, listener.id);" + _sqlite(_TALK, "NEW.sent_at"),
    ),
)
