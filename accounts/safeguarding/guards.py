"""Clearances belong to adults, and a block is not slipped past (reliability I14, I15)."""

from config.kit.guards import Guard, register

# The lock that a message shares and a block has alone, so that neither overlooks the other.
PAIR = "hashtextextended('pair:' || least({0}, {1}) || ':' || greatest({0}, {1}), 0)"

_FOR_ADULTS = "only adults hold a clearance for teens"
_WHOSE = "FROM accounts_user WHERE id = NEW.user_id AND band = 'adult'"
_HELD = "SELECT 1 FROM accounts_clearance WHERE user_id = NEW.id AND ended_at IS NULL"

_GIVEN = f"""
    BEGIN
        IF NEW.ended_at IS NOT NULL THEN
            RETURN NEW;
        END IF;
        PERFORM 1 {_WHOSE} FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION '{_FOR_ADULTS}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END"""
_GIVEN_IF = f"NEW.ended_at IS NULL AND NOT EXISTS (SELECT 1 {_WHOSE})"

register(
    *(
        Guard(
            name,
            "accounts_clearance",
            when,
            postgresql=_GIVEN,
            sqlite_if=_GIVEN_IF,
            sqlite=f"SELECT RAISE(ABORT, '{_FOR_ADULTS}');",
        )
        for name, when in (
            ("clearance_is_for_adults", "BEFORE INSERT"),
            ("clearance_stays_with_adults", "BEFORE UPDATE"),
        )
    ),
    Guard(
        "cleared_person_stays_adult",
        "accounts_user",
        "BEFORE UPDATE OF band",
        postgresql=f"""
            BEGIN
                IF NEW.band = 'teen' AND EXISTS ({_HELD} AND cleared_until >= current_date) THEN
                    RAISE EXCEPTION '{_FOR_ADULTS}' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END""",
        sqlite_if=f"NEW.band = 'teen' AND EXISTS ({_HELD} AND cleared_until >= date('now'))",
        sqlite=f"SELECT RAISE(ABORT, '{_FOR_ADULTS}');",
    ),
    Guard(
        "block_waits_for_messages",
        "accounts_block",
        "BEFORE INSERT OR UPDATE OF blocker_id, blocked_id",
        postgresql=f"""
            BEGIN
                PERFORM pg_advisory_xact_lock({PAIR.format("NEW.blocker_id", "NEW.blocked_id")});
                RETURN NEW;
            END""",
    ),
)
