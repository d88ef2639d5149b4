""" "You hear from us by Thursday noon": made once, kept or renewed in the open, never forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.database import enqueue
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


async def make(
    connection: AsyncConnection, house: House, candidacy_id: int, kind: str, due_at: datetime | None = None
) -> datetime:
    """Promises to be heard from by `due_at` (default: the settings' working days at noon); an open promise of the kind stands.

    kind: hear_from_us, call_back, answer. Returns the moment promised.
    """
    due = due_at or house.after_working_days(house.now(), house.settings.promise_working_days)
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
    await enqueue(connection, house.database, DUE, at=due, promise_id=number)
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
    kept = await connection.execute(
        update(promise)
        .where(promise.c.candidacy_id == candidacy_id, promise.c.kept_at.is_(None))
        .values(kept_at=house.now(), kept_how=how)
        .returning(promise.c.id)
    )
    happenings = [
        Happening(house.employer.id, candidacy_id, "line", "kept_promise", house.now(), {"promise": number, "how": how})
        for number in kept.scalars()
    ]
    await record(connection, happenings)
