"""A unit that said yes, was asked for other times and now says no: the candidate is free at once, as after any no."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.tables import suggestion
from bot.units import decisions
from bot.units.cases import Refused, back_to_queue, lock_case, tell
from bot.units.decisions import Decided
from bot.units.suggestions import owes_times


async def say_no(
    connection: AsyncConnection, house: House, suggestion_id: int, *, reason: str, how: str
) -> Decided | Refused:
    """The unit's no, to the suggestion or to the new times it owes. reason, how and Refused: as decisions.say_no."""
    found = await lock_case(connection, house, suggestion_id)
    if found is None or not await owes_times(connection, house, found[0]):
        return await decisions.say_no(connection, house, suggestion_id, reason=reason, how=how)
    case, now = found[0], house.now()
    await connection.execute(
        update(suggestion)
        .where(suggestion.c.id == case.id)
        .values(state="declined", answered_at=now, answered_how=how, decline_reason=reason, released_at=now)
    )
    await tell(connection, house, case, f"unit:{case.unit.id}", "unit_said_no", reason=reason, how=how)
    await back_to_queue(connection, house, case.candidacy_id)
    return Decided(case.id, "no", now + house.settings.undo_window)
