"""The record of staff acts only grows: the database refuses anything else (reliability I5, I18)."""

from config.kit.guards import Guard, register

TABLE = "accounts_auditentry"
REFUSED = "the audit is only ever added to"
_POSTGRESQL = f"BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'check_violation'; END"
_SQLITE = f"SELECT RAISE(ABORT, '{REFUSED}');"

register(
    Guard("audit_is_not_changed", TABLE, "BEFORE UPDATE", _POSTGRESQL, _SQLITE),
    Guard("audit_is_not_deleted", TABLE, "BEFORE DELETE", _POSTGRESQL, _SQLITE),
    Guard(
        "audit_is_not_emptied",
        TABLE,
        "BEFORE TRUNCATE",
        _POSTGRESQL,
        postgresql_each="STATEMENT",
    ),
)
