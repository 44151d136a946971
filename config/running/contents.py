"""What a database holds, in numbers: for each table how many rows, and a sum over all of them.

The sum is that of a hash of every row, so it is the same in any order of rows; two databases of
one engine with equal sums hold the same rows. Sequences and triggers are not part of it.
"""

import hashlib
import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

# So that a row has the same text in every session of PostgreSQL.
SAME_TEXT = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; "
    "SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1; "
    "SET LOCAL bytea_output = 'hex';"
)
_SUM = "coalesce(sum(('x' || substr(md5((t.*)::text), 1, 15))::bit(60)::bigint), 0)::text"
_OF_ALL_ROWS = f"SELECT count(*), {_SUM} FROM {{table}} t"  # noqa: S608 - no word of anybody's


@dataclass(frozen=True)
class Table:
    rows: int
    sum: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def of_postgresql() -> dict[str, Table]:
    """Of the database of this process, as its transaction sees it."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(SAME_TEXT)
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(_OF_ALL_ROWS.format(table=connection.ops.quote_name(name)))
            found[name] = Table(*cursor.fetchone())
    return found


def of_sqlite(database: sqlite3.Connection) -> dict[str, Table]:
    """Of any open SQLite database."""
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {name: _sqlite_table(database, name) for (name,) in sorted(names)}


def _sqlite_table(database: sqlite3.Connection, name: str) -> Table:
    rows = total = 0
    for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - a name of the database's
        rows += 1
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[:8], "big")
    return Table(rows, str(total % 2**64))


def refusal_of_difference(tables: dict[str, Table]) -> str:
    """Statements for PostgreSQL that raise where a table is not as it was."""
    checks = "\n".join(_check(name, table) for name, table in tables.items())
    return f"{SAME_TEXT}\nDO $check$ BEGIN\n{checks}\nEND $check$;\n"


def _check(name: str, table: Table) -> str:
    found = _OF_ALL_ROWS.format(table=f"public.{_quoted(name)}")
    return (
        f"IF NOT EXISTS ({found} HAVING (count(*), {_SUM}) = ({table.rows}, '{table.sum}')) THEN "
        f"RAISE EXCEPTION 'the table {name} is not as it was'; END IF;"
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
