"""Writes checked units and vacancies: a known reference is changed in the columns its table had, another is new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.intake.checking import Checked, units_by_word
from bot.store.database import take_ids
from bot.store.public_ids import public_id
from bot.store.tables import unit, vacancy
from bot.store.trail import Happening, record

Progress = Callable[[int], None]
BATCH = 500
POSITION = ("latitude", "longitude", "precision")
# Moments that only say when an import ran: they never make a row count as changed.
STAMPS = frozenset({"confirmed_at", "closed_at"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: ids of the rows that are new and that changed, and how many were as the table has them."""

    new: tuple[int, ...]
    changed: tuple[int, ...]
    same: int


def _quiet(_done: int) -> None:
    """Shows nothing."""


async def known_units(connection: AsyncConnection, employer_id: int) -> dict[str, int]:
    """The units of an employer: row ids by reference, and by name where only one unit has it."""
    rows = (
        await connection.execute(
            select(unit.c.id, unit.c.reference, unit.c.name).where(unit.c.employer_id == employer_id)
        )
    ).all()
    return units_by_word((row.id, row.reference, row.name) for row in rows)


async def load_units(
    connection: AsyncConnection, employer_id: int, checked: Checked, *, now: datetime, progress: Progress = _quiet
) -> Loaded:
    """Writes checked units. A place known by its street is not moved to a postcode's middle by a table without one."""
    known = (
        await connection.execute(select(unit).where(unit.c.employer_id == employer_id, unit.c.precision == "street"))
    ).mappings()
    exact = {(row["reference"], row["district"], row["postcode"], row["street"]): row for row in known}
    rows = []
    for row in checked.rows:
        old = exact.get((row["reference"], row["district"], row["postcode"], row["street"]))
        rows.append(
            row if old is None or row["precision"] == "street" else row | {name: old[name] for name in POSITION}
        )
    return await _load(connection, unit, employer_id, replace(checked, rows=tuple(rows)), now, progress)


async def load_vacancies(
    connection: AsyncConnection, employer_id: int, checked: Checked, *, now: datetime, progress: Progress = _quiet
) -> Loaded:
    """Writes checked vacancies. Each counts as confirmed by its unit now; `closed` closes one, or opens it again."""
    rows = []
    for row in checked.rows:
        rest = {name: value for name, value in row.items() if name != "closed"}
        rows.append({**rest, "confirmed_at": now, "closed_at": now if row["closed"] else None})
    given = (checked.given - {"closed"}) | {"confirmed_at"} | ({"closed_at"} if "closed" in checked.given else set())
    checked = replace(checked, rows=tuple(rows), given=frozenset(given))
    return await _load(connection, vacancy, employer_id, checked, now, progress)


async def _load(
    connection: AsyncConnection, table: Table, employer_id: int, checked: Checked, now: datetime, progress: Progress
) -> Loaded:
    found = await connection.execute(select(table).where(table.c.employer_id == employer_id).with_for_update())
    standing: dict[str, Mapping[str, Any]] = {row["reference"]: dict(row) for row in found.mappings()}
    given = sorted(checked.given - {"reference"})
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    same: list[dict[str, Any]] = []
    for row in checked.rows:
        old = standing.get(row["reference"])
        if old is None:
            new.append({"employer_id": employer_id, "public_id": public_id(), **row})
            continue
        differs = any(_differs(name, row[name], old[name]) for name in given)
        values = {f"new_{name}": _kept(name, row[name], old) for name in given}
        (changed if differs else same).append({"row_id": old["id"], **values})
    for number, row in zip(await take_ids(connection, len(new)), new, strict=True):
        row["id"] = number
    statement = (
        update(table)
        .where(table.c.id == bindparam("row_id"))
        .values({name: bindparam(f"new_{name}") for name in given})
    )
    done = 0
    # What has not changed is written too where it carries the moment its unit last confirmed it.
    for query, rows in ((table.insert(), new), (statement, changed), (statement, same)):
        for start in range(0, len(rows) if rows is not same or "confirmed_at" in given else 0, BATCH):
            batch = rows[start : start + BATCH]
            await connection.execute(query, batch)
            progress(done := done + len(batch))
    loaded = Loaded(tuple(row["id"] for row in new), tuple(row["row_id"] for row in changed), len(same))
    verbs = dict.fromkeys(loaded.new, "imported") | dict.fromkeys(loaded.changed, "changed_by_import")
    await record(connection, [Happening(employer_id, number, "command", verb, now) for number, verb in verbs.items()])
    return loaded


def _kept(name: str, value: Any, old: Mapping[str, Any]) -> Any:
    """A vacancy that is closed already keeps the moment it was closed at."""
    return old["closed_at"] if name == "closed_at" and value is not None and old["closed_at"] is not None else value


def _differs(name: str, value: Any, old: Any) -> bool:
    if name in STAMPS:
        return name == "closed_at" and (value is None) != (old is None)
    if isinstance(value, list):
        return sorted(value) != sorted(old or ())
    return bool(value != old)
