"""What a candidate says about an interview reaches the units' room: a time agreed, none that suits, "kan ikke"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import acts as line_acts
from bot.line import promises
from bot.line.arrivals import Locked
from bot.line.turns import Actor, advance
from bot.store.tables import candidacy
from bot.units import interviews, suggestions
from bot.units.cases import Refused
from dialogs import acts, notices
from dialogs.spoken import Spoken


async def agree(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> Sequence[Spoken] | None:
    """The candidate picked a time. If somebody else has it by now, the rest is offered in the next breath."""
    agreed = cast(acts.AgreeTime, act)
    ended = await interviews.agree(connection, house, agreed.interview_id, agreed.chosen)
    if not isinstance(ended, Refused):
        return None
    # The answer stood for a time that is not to be had: it is withdrawn, so that the dialog asks again.
    await connection.execute(
        text(
            "UPDATE answer SET withdrawn_at = :now, withdrawn_by = 'units' "
            "WHERE candidacy_id = :id AND fact = :fact AND withdrawn_at IS NULL"
        ),
        {"now": house.now(), "id": locked.candidacy_id, "fact": f"interview_time:{agreed.interview_id}"},
    )
    await advance(connection, house, locked.id)
    line = notices.TIME_TAKEN if ended.code == "slot_taken" else notices.TIMES_OVER
    return [line.told(locked.language)]


async def decline_times(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """None of the times suits: the unit is asked for others, and the candidate hears by the promised time."""
    await interviews.decline_times(connection, house, cast(acts.DeclineTimes, act).interview_id)
    await promises.make(connection, house, locked.candidacy_id, "hear_from_us")


async def cancel(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """The candidate cannot come: the unit is told at once and asked for other times."""
    await interviews.cancel(connection, house, cast(acts.CancelAppointment, act).interview_id, "candidate")
    await promises.make(connection, house, locked.candidacy_id, "hear_from_us")


async def leave(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> Sequence[Spoken] | None:
    """The candidate stops or pauses: after the line has done its part, no unit waits in vain."""
    texts = await line_acts.ACTORS[type(act)](connection, house, locked, act)
    stage = await connection.scalar(select(candidacy.c.stage).where(candidacy.c.id == locked.candidacy_id))
    if stage != "confirmed":
        await suggestions.withdraw_all(connection, house, locked.candidacy_id, by="candidate", reason="stopped")
    return texts


ACTORS: dict[type[acts.Act], Actor] = {
    acts.AgreeTime: agree,
    acts.DeclineTimes: decline_times,
    acts.CancelAppointment: cancel,
    acts.Stop: leave,
    acts.Withdraw: leave,
    acts.Pause: leave,
}
