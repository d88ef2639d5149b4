"""Many rows of many tables in one statement: what a batch writes costs one round trip, however many people it is for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.driver import run

Row = Mapping[str, Any]


@dataclass
class Sheet:
    """Collects rows of any tables, then writes them all. None of them may need to see what another did.

    New rows of a table, and rows put into it, all name the same columns; a changed row names `id` and what is to be set.
    """

    _new: dict[str, list[Row]] = field(default_factory=dict)
    _put: dict[str, list[Row]] = field(default_factory=dict)
    _changed: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """New rows."""
        self._new.setdefault(table.name, []).extend(rows)

    def put(self, table: Table, rows: Iterable[Row]) -> None:
        """Rows that are new or take the place of those with their ids."""
        self._put.setdefault(table.name, []).extend(rows)

    def change(self, table: Table, row: Row) -> None:
        """Sets the named columns of the row with this id; what is said twice of one row is one change."""
        self._changed.setdefault(table.name, {}).setdefault(row["id"], {}).update(row)

    async def write(self, connection: AsyncConnection) -> None:
        """Writes everything inside the caller's transaction, and forgets it."""
        parts, values = [], {}
        for kind, tables, statement in (
            ("new", self._new, _insert),
            ("put", self._put, _insert_or_replace),
            ("changed", {name: list(rows.values()) for name, rows in self._changed.items()}, _update),
        ):
            for table, rows in tables.items():
                if rows:
                    place = f"{kind}_{table}"
                    parts.append(f"{place} AS ({statement(table, rows, place)})")
                    values[place] = _as_json(rows)
        self._new, self._put, self._changed = {}, {}, {}
        if parts:
            await run(connection, f"WITH {', '.join(parts)} SELECT", values)


def _insert(table: str, rows: Sequence[Row], place: str) -> str:
    columns = ", ".join(rows[0])
    return (
        f"INSERT INTO {table} ({columns}) SELECT {columns} "  # noqa: S608 - names of our own tables only
        f"FROM jsonb_populate_recordset(NULL::{table}, CAST(%({place})s AS jsonb))"
    )


def _insert_or_replace(table: str, rows: Sequence[Row], place: str) -> str:
    columns = ", ".join(f"{name} = excluded.{name}" for name in rows[0] if name != "id")
    return f"{_insert(table, rows, place)} ON CONFLICT (id) DO UPDATE SET {columns}"


def _update(table: str, rows: Sequence[Row], place: str) -> str:
    named = dict.fromkeys(name for row in rows for name in row if name != "id")
    if all(len(row) == len(named) + 1 for row in rows):
        columns = ", ".join(f"{name} = new.{name}" for name in named)
        source = f"jsonb_populate_recordset(NULL::{table}, CAST(%({place})s AS jsonb)) AS new"
        return f"UPDATE {table} SET {columns} FROM {source} WHERE {table}.id = new.id"  # noqa: S608 - as above
    # Rows that name different columns keep what they do not name.
    columns = ", ".join(
        f"{name} = CASE WHEN new ? '{name}' THEN given.{name} ELSE {table}.{name} END" for name in named
    )
    return (
        f"UPDATE {table} SET {columns} FROM jsonb_array_elements(CAST(%({place})s AS jsonb)) AS new, "  # noqa: S608
        f"jsonb_populate_record(NULL::{table}, new) AS given WHERE {table}.id = given.id"
    )


def _plain(value: Any) -> str:
    """What JSON has no form for, as PostgreSQL reads it."""
    form = _FORMS.get(type(value))
    if form is None:
        raise TypeError(f"no column takes a {type(value).__name__}")
    return form(value)


_FORMS: Mapping[type, Callable[[Any], str]] = {
    bytes: lambda value: "\\x" + value.hex(),
    datetime: datetime.isoformat,
    date: date.isoformat,
}
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


async def insert_rows(connection: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows that all name the same columns."""
    sheet = Sheet()
    sheet.add(table, rows)
    await sheet.write(connection)
