"""How an interview went: the unit is asked once, then a recruiter; only people know, and only a code of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises, queue
from bot.store.database import enqueue
from bot.store.tables import candidacy, event, vacancy
from bot.units import texts
from bot.units.cases import Refused, back_to_queue, tell
from bot.units.interview import change, is_over, lock_meeting
from bot.units.suggestions import close

Outcome = Literal["hired", "not_hired", "no_show"]
# How it went, as the unit says it. No reason is about the person, and nobody is asked for one.
OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    "hired": ("Ja, vi har aftalt ansættelse", "Yes, we agreed on a job"),
    "not_hired": ("Nej, det blev ikke til noget", "No, it came to nothing"),
    "no_show": ("Kandidaten kom ikke", "The candidate did not come"),
}
NEED = "outcome"
ASK_AT = 9  # O'clock.
PATIENCE = 2  # Working days until a recruiter is asked instead.


@dataclass(frozen=True, slots=True)
class Concluded:
    """The interview is over; a person has said how it ended."""

    id: int
    outcome: Outcome

    @property
    def hired(self) -> bool:
        """Whether the search is over."""
        return self.outcome == "hired"


def outcome_of(code: str) -> Outcome | None:
    """The outcome of this code; None for any other word."""
    return next((outcome for outcome in OUTCOMES if outcome == code), None)


async def ask(connection: AsyncConnection, house: House, interview_id: int) -> bool:
    """Asks the unit, once: by mail with the link it knows, and by text if it wants texts. Returns whether it did.

    Nothing is asked about what is off or over, or what somebody has told already.
    """
    found = await lock_meeting(connection, house, interview_id)
    if found is None or not is_over(house, found[0]):
        return False
    meeting, case, _ = found
    if await _was_asked(connection, case.candidacy_id, meeting.id):
        return False
    at = house.after_working_days(house.now(), PATIENCE, hour=ASK_AT)
    await enqueue(connection, house.database, "units.mail", kind="how_it_went", id=meeting.id)
    await enqueue(connection, house.database, "units.outcome_missing", at=at, interview_id=meeting.id)
    if case.unit.wants_text and case.unit.leader_phone and meeting.chosen is not None:
        day = house.local(meeting.chosen)
        await texts.write(connection, house, case.unit, texts.outcome_text(case.unit, at=day, code=case.code))
    await tell(connection, house, case, "line", "outcome_asked", interview=meeting.id)
    return True


async def _was_asked(connection: AsyncConnection, candidacy_id: int, interview_id: int) -> bool:
    asked = exists().where(
        event.c.stream_id == candidacy_id,
        event.c.verb == "outcome_asked",
        event.c.data["interview"].as_integer() == interview_id,
    )
    return bool(await connection.scalar(select(asked)))


async def hand_over(connection: AsyncConnection, house: House, interview_id: int) -> bool:
    """The unit has not said how it went: a recruiter is asked. Returns whether one was."""
    found = await lock_meeting(connection, house, interview_id)
    if found is None or not is_over(house, found[0]):
        return False
    meeting, case, _ = found
    await queue.look(connection, case.candidacy_id, NEED, by=house.after_working_days(house.now(), 1))
    await tell(connection, house, case, "line", "outcome_missing", interview=meeting.id)
    await back_to_queue(connection, house, case.candidacy_id)
    return True


async def conclude(
    connection: AsyncConnection, house: House, interview_id: int, *, by: str, outcome: Outcome
) -> Concluded | Refused:
    """Somebody who was there, or has asked, says how an agreed interview ended. Refused: unknown, wrong_state, too_soon.

    by: "recruiter:7" or "unit:12"; a unit can only tell of what is over by the clock. Hired: the search is over and one
    opening is filled; otherwise the candidate is free for other places, and in the queue at once. Said twice, it counts
    once.
    """
    found = await lock_meeting(connection, house, interview_id)
    if found is None:
        return Refused("unknown", "Samtalen findes ikke.")
    meeting, case, _ = found
    if meeting.state == "held" and case.decline_reason == outcome:
        return Concluded(meeting.id, outcome)
    if meeting.state != "agreed":
        return Refused("wrong_state", "Samtalen er ikke aftalt.")
    if by.startswith("unit:") and not is_over(house, meeting):
        return Refused("too_soon", "Samtalen er ikke holdt endnu.")
    await change(connection, meeting.id, state="held")
    await close(connection, house, case, state="accepted", reason=outcome)
    done = update(candidacy).where(candidacy.c.id == case.candidacy_id)
    await connection.execute(done.where(candidacy.c.needs == NEED).values(needs=None))
    if outcome == "hired":
        await connection.execute(done.values(stage="hired"))
        await promises.keep(connection, house, case.candidacy_id, "hired")
        await connection.execute(
            update(vacancy)
            .where(vacancy.c.id == case.vacancy_id, vacancy.c.openings > 0)
            .values(openings=vacancy.c.openings - 1)
        )
        # One opening less may change for everybody who waits what fits them.
        await enqueue(connection, house.database, "desk.count")
    else:
        # Whoever is free again has a place in the queue by when they hear, as everybody in it.
        await promises.make(connection, house, case.candidacy_id, "hear_from_us")
    await tell(connection, house, case, by, outcome, interview=meeting.id)
    await back_to_queue(connection, house, case.candidacy_id)
    return Concluded(meeting.id, outcome)
