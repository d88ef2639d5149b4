"""What is kept of plans of the whole pool: found by name, and rid of somebody as soon as they are erased."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, func, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.tables import candidacy, event, snapshot
from matching.plan_erasure import inputs_without, result_without

MADE = "plan_made"
# Of advisory locks: who keeps a plan and who erases somebody wait for each other, so that no plan slips in between.
LOCK = text("SELECT pg_advisory_xact_lock(:kind, hashint8(:employer))")
KIND = 0x706C616E
# Looked for in the database: most who are erased stand in no plan, and a pool's inputs are megabytes.
NAMING = text("SELECT body FROM snapshot WHERE digest = :digest AND position(convert_to(:who, 'UTF8') IN body) > 0")


@dataclass(frozen=True, slots=True)
class Names:
    """Under which digests a plan was kept: what it was made from, and what it came to."""

    inputs: str
    result: str


async def body(connection: AsyncConnection, digest: str) -> bytes | None:
    """What lies under a name; None when it is no longer kept."""
    found = await connection.scalar(select(snapshot.c.body).where(snapshot.c.digest == bytes.fromhex(digest)))
    return None if found is None else bytes(found)


async def kept_at(connection: AsyncConnection, digest: str) -> datetime | None:
    """Since when what lies under a name is as it is: the plan's making, or the last erasure that reached it."""
    found: datetime | None = await connection.scalar(
        select(snapshot.c.kept_at).where(snapshot.c.digest == bytes.fromhex(digest))
    )
    return found


async def alone(connection: AsyncConnection, house: House) -> None:
    """Waits until nobody else keeps a plan or erases somebody from plans, and is the only one until the commit."""
    await connection.execute(LOCK, {"kind": KIND, "employer": house.employer.id})


async def erased_of(connection: AsyncConnection, house: House, people: Sequence[str]) -> list[str]:
    """Who of these has been erased since they were read, by public id."""
    found = await connection.execute(
        select(candidacy.c.public_id).where(
            candidacy.c.employer_id == house.employer.id,
            candidacy.c.public_id.in_(people),
            candidacy.c.stage == "erased",
        )
    )
    return list(found.scalars())


async def take_out(connection: AsyncConnection, house: House, candidacy_id: int) -> dict[str, str]:
    """Takes somebody out of every plan that is kept: the newest goes on without them, the rest are not kept any longer.

    An older plan is of use only to whoever makes it again, which cannot be done without everybody who was in it; what the
    newest one followed is kept to compare with. Returns the names whose content is another from now on, each with the
    digest of what lies there ("" for nothing), for the trail.
    """
    await alone(connection, house)
    who = (await connection.execute(select(candidacy).where(candidacy.c.id == candidacy_id))).one()
    plans = await _plans(connection, house, who.created_at)
    if not plans:
        return {}
    rewriting = {plan.result: result_without for plan in plans[:2]} | {plans[0].inputs: inputs_without}
    gone = {name for plan in plans for name in (plan.inputs, plan.result)} - rewriting.keys()
    await connection.execute(delete(snapshot).where(snapshot.c.digest.in_([bytes.fromhex(name) for name in gone])))
    rewritten = {}
    for name, without in rewriting.items():
        stored = await connection.scalar(NAMING, {"digest": bytes.fromhex(name), "who": who.public_id})
        if stored is not None:
            left = await asyncio.to_thread(without, bytes(stored), who.public_id)
            await _put(connection, house, name, left)
            rewritten[name] = sha256(left).hexdigest() if left is not None else ""
    return rewritten


async def _plans(connection: AsyncConnection, house: House, since: datetime) -> list[Names]:
    """The plans made since then, the newest first; the one before them only ever knew people from before."""
    rows: Any = await connection.execute(
        select(event.c.data)
        .where(event.c.stream_id == house.employer.id, event.c.verb == MADE, event.c.at >= since)
        .order_by(event.c.position.desc())
    )
    return [Names(row.data["inputs"], row.data["result"]) for row in rows]


async def _put(connection: AsyncConnection, house: House, digest: str, left: bytes | None) -> None:
    here = snapshot.c.digest == bytes.fromhex(digest)
    if left is None:
        await connection.execute(delete(snapshot).where(here))
    else:
        await connection.execute(update(snapshot).where(here).values(body=left, kept_at=_later(house)))


def _later(house: House) -> Any:
    # Whoever has read it before sees by this that it is no longer the same, even within one tick of the clock.
    return func.greatest(literal(house.now()), snapshot.c.kept_at + timedelta(microseconds=1))
