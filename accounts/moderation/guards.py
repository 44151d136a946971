"""What was reported stays what it was, and so does a decision (reliability I19, S16).

A report says later only what came of it, once; its copies say the same for ever. Whatever ends the
time for which they are kept has to lift these guards, in sight.
"""

from config.kit.guards import Guard, register

REPORT, TEXT = "accounts_report", "accounts_reportedtext"
REFUSED = "what was reported is neither changed nor deleted"
_POSTGRESQL = f"BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'check_violation'; END"
_SQLITE = f"SELECT RAISE(ABORT, '{REFUSED}');"

# All but what a decision writes, and when its reporter read it.
_FILED = (
    *("id", "public_id", "reporter_id", "about_id", "source", "target", "category"),
    *("is_urgent", "gravity", "words", "made_at"),
)
_DECIDED = ("decided_at", "decided_by_id", "decision", "reason")


def _other(columns: tuple[str, ...], differs: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns) + ")"


def _changed(differs: str) -> str:
    """Evidence is another, or a decision that was made already."""
    return (
        f"{_other(_FILED, differs)} OR OLD.decided_at IS NOT NULL AND {_other(_DECIDED, differs)}"
    )


register(
    Guard(
        "report_stays_as_filed",
        REPORT,
        "BEFORE UPDATE",
        postgresql=f"""
            BEGIN
                IF {_changed("IS DISTINCT FROM")} THEN
                    RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END""",
        sqlite_if=_changed("IS NOT"),
        sqlite=_SQLITE,
    ),
    Guard("copy_is_not_changed", TEXT, "BEFORE UPDATE", _POSTGRESQL, _SQLITE),
    *(
        Guard(f"{name}_not_deleted", table, "BEFORE DELETE", _POSTGRESQL, _SQLITE)
        for name, table in (("report_is", REPORT), ("copy_is", TEXT))
    ),
    *(
        Guard(name, table, "BEFORE TRUNCATE", _POSTGRESQL, postgresql_each="STATEMENT")
        for name, table in (("reports_are_not_emptied", REPORT), ("copies_are_not_emptied", TEXT))
    ),
)
