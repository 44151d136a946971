"""Values by key outside memory, so that reading a million rows takes no more of it than a thousand.

They lie in a private file of SQLite, which keeps what is used most in memory and is gone with the
process. It is nobody's database: nothing of it is kept, and nothing of it is ever repaired.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

Kept = TypeVar("Kept")

MEMORY = 8 * 1024  # KiB


def private_file() -> sqlite3.Connection:
    """A file of one's own for some shelves; small ones never reach the disk."""
    file = sqlite3.connect("", isolation_level=None)
    for said in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{MEMORY}"):
        file.execute(f"PRAGMA {said}")
    file.execute("BEGIN")  # for good: nothing is ever committed
    return file


class Shelf(Generic[Kept]):
    """One kind of values, in the order in which their keys first came."""

    def __init__(
        self,
        file: sqlite3.Connection,
        name: str,
        columns: Sequence[str],
        *,
        row_of: Callable[[Kept], Sequence[Any]],
        value_of: Callable[[Sequence[Any]], Kept],
    ) -> None:
        self._file, self._name = file, name
        self._row_of, self._value_of = row_of, value_of
        named = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        fresh = ", ".join(f"{column} = excluded.{column}" for column in columns)
        # Names of tables and columns are ours; values go in by marks.
        file.execute(f"CREATE TABLE {name} (key TEXT PRIMARY KEY, {named})")
        self._get = f"SELECT {named} FROM {name} WHERE key = ?"  # noqa: S608
        self._put = (
            f"INSERT INTO {name} (key, {named}) VALUES (?, {marks}) "  # noqa: S608
            f"ON CONFLICT (key) DO UPDATE SET {fresh}"
        )
        self._each = f"SELECT key, {named} FROM {name}"  # noqa: S608

    def __getitem__(self, key: str) -> Kept:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: str, value: Kept) -> None:
        self._file.execute(self._put, (key, *self._row_of(value)))

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def get(self, key: str) -> Kept | None:
        """The value under a key; None where there is none."""
        row = self._file.execute(self._get, (key,)).fetchone()
        return None if row is None else self._value_of(row)

    def items(self, where: str = "1", order: str = "rowid") -> Iterator[tuple[str, Kept]]:
        """Keys with their values, all of them or those for which `where`, a phrase of SQL, holds.

        The shelf may be written to meanwhile only under keys that it has.
        """
        chosen = self._file.execute(f"{self._each} WHERE {where} ORDER BY {order}")
        for key, *row in chosen:
            yield key, self._value_of(row)

    def clear(self) -> None:
        self._file.execute(f"DELETE FROM {self._name}")  # noqa: S608


def shelf_of(file: sqlite3.Connection, name: str) -> "Shelf[Any]":
    """A shelf of plain words or numbers."""
    return Shelf(file, name, ["value"], row_of=lambda value: (value,), value_of=lambda row: row[0])
