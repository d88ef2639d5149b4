"""By when a unit must have answered, so that what was promised to the candidate can still be kept by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises
from bot.store.tables import promise

KIND = "hear_from_us"
OPENS, CLOSES = 8, 16  # The hours of a working day in which somebody here, and at a unit, reads and answers.
LEFT_FOR_US = timedelta(hours=3)
LEAST_FOR_UNIT = timedelta(hours=CLOSES - OPENS)


@dataclass(frozen=True, slots=True)
class Deadline:
    """answer_by: the unit's. promised: by when the candidate hears from us, None if nothing is promised.

    renewed: the promise that takes its place because the two do not fit together; None if what was promised stands.
    All UTC.
    """

    answer_by: datetime
    promised: datetime | None = None
    renewed: datetime | None = None


def deadline(house: House, now: datetime, promised: datetime | None) -> Deadline:
    """When a unit that is asked now must have answered. promised: by when the candidate was told to hear from us.

    Three people share the time. The unit has the usual days (UNIT_ANSWER_WORKING_DAYS), because a leader reads mail
    between two residents. The candidate was promised a moment, and a unit that answers at that very moment leaves
    nobody to keep it. So the unit's time ends three working hours before the promise: enough for the recruiter to
    read a no, think again, and write or call. But a unit that got less than one working day would miss good people for
    no fault of its own, and its silence would cost the candidate more than a day's patience. Where a working day is not
    to be had, the unit keeps its usual time, and the candidate is told at once, not when the promise is broken, that it
    takes longer: until noon of the working day after the unit's deadline.
    """
    usual = house.after_working_days(now, house.settings.unit_answer_working_days)
    if promised is None:
        return Deadline(usual)
    latest = before(house, promised, LEFT_FOR_US)
    if usual <= latest:
        return Deadline(usual, promised)
    if working_time(house, now, latest) >= LEAST_FOR_UNIT:
        return Deadline(latest, promised)
    return Deadline(usual, promised, house.after_working_days(usual, 1))


async def deadline_for(connection: AsyncConnection, house: House, candidacy_id: int) -> Deadline:
    """The deadline of a unit that is asked now about this candidacy."""
    return deadline(house, house.now(), await promised_to(connection, candidacy_id))


async def deadline_anew(connection: AsyncConnection, house: House, candidacy_id: int) -> Deadline:
    """The same where times fell through, and the candidate is told in the same breath by when they hear from us."""
    now = house.now()
    soonest = house.after_working_days(now, house.settings.promise_working_days)
    return deadline(house, now, await promised_to(connection, candidacy_id) or soonest)


async def promised_to(connection: AsyncConnection, candidacy_id: int) -> datetime | None:
    """By when the candidate was told to hear from us; None if no such promise is open."""
    ours = (promise.c.candidacy_id == candidacy_id, promise.c.kind == KIND, promise.c.kept_at.is_(None))
    found = await connection.execute(select(func.min(promise.c.due_at)).where(*ours))
    return cast("datetime | None", found.scalar_one())


async def renew(connection: AsyncConnection, house: House, candidacy_id: int, due: Deadline) -> None:
    """Puts the later promise in the place of the one that cannot be kept, if the deadline asks for that."""
    if due.renewed is not None:
        await promises.renew(connection, house, candidacy_id, KIND, due.renewed)


def before(house: House, moment: datetime, left: timedelta) -> datetime:
    """The moment from which `left` of working time lies ahead until `moment`. UTC in and out."""
    day, end = house.local(moment).date(), moment
    while True:
        opens, closes = house.on_day(day, hour=OPENS), house.on_day(day, hour=CLOSES)
        end = min(end, closes)
        if _is_working(house, opens) and end > opens:
            if end - left >= opens:
                return end - left
            left -= end - opens
        day -= timedelta(days=1)


def working_time(house: House, start: datetime, end: datetime) -> timedelta:
    """How much of the time between two moments somebody is at work; zero if the second is not after the first."""
    total, day = timedelta(), house.local(start).date()
    while house.on_day(day, hour=OPENS) < end:
        opens, closes = house.on_day(day, hour=OPENS), house.on_day(day, hour=CLOSES)
        if _is_working(house, opens):
            total += max(min(end, closes) - max(start, opens), timedelta())
        day += timedelta(days=1)
    return total


def _is_working(house: House, opens: datetime) -> bool:
    """Whether the day that opens then is neither in a weekend nor a Danish holiday."""
    return house.after_working_days(opens - timedelta(days=1), 1, hour=OPENS) == opens
