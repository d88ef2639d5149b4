""" "You hear from us by Thursday noon": made once, kept or renewed in the open, never forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.database import enqueue_all
from bot.store.driver import fetch
from bot.store.tables import promise
from bot.store.trail import Happening, record

DUE = "line.promise_due"
# Makes the promise unless one of its kind stands; says which of the two it was.
MAKE = """
    WITH standing AS (
      SELECT min(due_at) AS due_at FROM promise
      WHERE candidacy_id = %(candidacy)s AND kind = %(kind)s AND kept_at IS NULL AND due_at > %(now)s),
    made AS (
      INSERT INTO promise (employer_id, candidacy_id, kind, made_at, due_at)
      SELECT %(employer)s, %(candidacy)s, %(kind)s, %(now)s, %(due)s FROM standing WHERE standing.due_at IS NULL
      RETURNING id)
    SELECT (SELECT id FROM made) AS number, standing.due_at AS standing FROM standing
    """


def usual(house: House) -> datetime:
    """By when we promise to be heard from, unless a person says otherwise: the settings' working days, at noon."""
    return house.after_working_days(house.now(), house.settings.promise_working_days)


async def will_fall_due(connection: AsyncConnection, house: House, due_at: datetime, numbers: Sequence[int]) -> None:
    """A job for each of these promises, at the moment they fall due."""
    await enqueue_all(connection, house.database, DUE, due_at, [{"promise_id": number} for number in numbers])


async def make(
    connection: AsyncConnection, house: House, candidacy_id: int, kind: str, due_at: datetime | None = None
) -> datetime:
    """Promises to be heard from by `due_at` (default: the settings' working days at noon); an open promise of the kind stands.

    kind: hear_from_us, call_back, answer. Returns the moment promised.
    """
    due = due_at or usual(house)
    values = {
        "employer": house.employer.id,
        "candidacy": candidacy_id,
        "kind": kind,
        "now": house.now(),
        "due": due,
    }
    (row,) = await fetch(connection, MAKE, values)
    if row.number is None:
        return row.standing  # type: ignore[no-any-return]
    number = row.number
    await will_fall_due(connection, house, due, [number])
    await record(
        connection,
        [
            Happening(
                house.employer.id, candidacy_id, "line", "promised", house.now(), {"promise": number, "kind": kind}
            )
        ],
    )
    return due


async def keep(connection: AsyncConnection, house: House, candidacy_id: int, how: str) -> None:
    """The candidate has heard from us: every open promise to them is kept. how: offer, message, call."""
    await _close(connection, house, candidacy_id, how, promise.c.candidacy_id == candidacy_id)


async def renew(connection: AsyncConnection, house: House, candidacy_id: int, kind: str, due_at: datetime) -> None:
    """Puts a later promise in the place of those of its kind; the caller tells the candidate, in the same transaction."""
    ours = (promise.c.candidacy_id == candidacy_id, promise.c.kind == kind)
    await _close(connection, house, candidacy_id, "renewed", *ours)
    await make(connection, house, candidacy_id, kind, due_at)


async def _close(
    connection: AsyncConnection, house: House, candidacy_id: int, how: str, *which: ColumnElement[bool]
) -> None:
    kept = await connection.execute(
        update(promise)
        .where(*which, promise.c.kept_at.is_(None))
        .values(kept_at=house.now(), kept_how=how)
        .returning(promise.c.id)
    )
    happenings = [
        Happening(house.employer.id, candidacy_id, "line", "kept_promise", house.now(), {"promise": number, "how": how})
        for number in kept.scalars()
    ]
    await record(connection, happenings)


async def late(connection: AsyncConnection, house: House, candidacy_id: int) -> bool:
    """Whether a promise to the candidate stands that should have been kept by now."""
    open_still = (promise.c.candidacy_id == candidacy_id) & promise.c.kept_at.is_(None)
    found = await connection.scalar(select(promise.c.id).where(open_still, promise.c.due_at <= house.now()).limit(1))
    return found is not None
