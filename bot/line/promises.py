""" "You hear from us by Thursday noon": made once, kept or renewed in the open, never forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.database import enqueue
from bot.store.tables import promise
from bot.store.trail import Happening, record

DUE = "line.promise_due"


async def make(
    connection: AsyncConnection, house: House, candidacy_id: int, kind: str, due_at: datetime | None = None
) -> datetime:
    """Promises to be heard from by `due_at` (default: the settings' working days at noon); an open promise of the kind stands.

    kind: hear_from_us, call_back, answer. Returns the moment promised.
    """
    standing = (
        await connection.execute(
            select(func.min(promise.c.due_at)).where(
                promise.c.candidacy_id == candidacy_id,
                promise.c.kind == kind,
                promise.c.kept_at.is_(None),
                promise.c.due_at > house.now(),
            )
        )
    ).scalar()
    if standing is not None:
        return standing  # type: ignore[no-any-return]
    due = due_at or house.after_working_days(house.now(), house.settings.promise_working_days)
    number = (
        await connection.execute(
            insert(promise)
            .values(
                employer_id=house.employer.id, candidacy_id=candidacy_id, kind=kind, made_at=house.now(), due_at=due
            )
            .returning(promise.c.id)
        )
    ).scalar_one()
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
