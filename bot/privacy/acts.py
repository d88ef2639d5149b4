"""SLET: what was said is masked before the answer to it leaves, and a person is asked to confirm the rest."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises
from bot.line.arrivals import Locked
from bot.line.turns import Actor
from bot.privacy.forgetting import end_and_mask
from bot.store.tables import candidacy
from dialogs import acts


async def erase(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """Masked at once. The number stays until a recruiter has confirmed, and by when is promised."""
    await end_and_mask(connection, house, locked.candidacy_id, actor="candidate")
    await connection.execute(update(candidacy).where(candidacy.c.id == locked.candidacy_id).values(needs="erase"))
    await promises.make(connection, house, locked.candidacy_id, "answer")


ACTORS: dict[type[acts.Act], Actor] = {acts.Erase: erase}
