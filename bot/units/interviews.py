"""From a unit's yes to an appointment: planned, offered, agreed, opened again. The dialog tells the candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.states import TO_COME
from bot.store.database import enqueue
from bot.store.public_ids import public_id
from bot.store.tables import conversation, interview, suggestion
from bot.units.cases import (
    Case,
    Refused,
    back_to_queue,
    constraint_of,
    language_of,
    lock_talk,
    read_case,
    tell,
)
from bot.units.deadlines import deadline_anew, renew
from bot.units.interview import Interview, change, live_of, lock_meeting
from dialogs import notices
from wording.times import short

REMIND_AT = time(17)


@dataclass(frozen=True, slots=True)
class Agreed:
    """Both sides have the appointment."""

    id: int
    chosen: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """The interview is off and the unit is asked for other times."""

    id: int


async def plan(
    connection: AsyncConnection, house: House, case: Case, *, times: Sequence[datetime], place: str, meets: str
) -> int | Refused:
    """Writes an interview the candidate does not know of yet; it is offered when the unit's first moments have passed.

    The case is locked by the caller and its times have been checked. Refused: interview_live.
    """
    now = house.now()
    values = {
        "employer_id": house.employer.id,
        "public_id": public_id(),
        "suggestion_id": case.id,
        "candidacy_id": case.candidacy_id,
        "unit_id": case.unit.id,
        "state": "waiting",
        "times": sorted(set(times)),
        "place": place,
        "meets": meets,
    }
    try:
        async with connection.begin_nested():
            number: int = (
                await connection.execute(interview.insert().values(**values).returning(interview.c.id))
            ).scalar_one()
    except IntegrityError as error:
        if constraint_of(error) != "uq_interview_live":
            raise
        return Refused("interview_live", "Der er allerede en samtale i gang.")
    grace = timedelta(seconds=house.settings.unit_yes_grace_seconds)
    await enqueue(connection, house.database, "units.offer", at=now + grace, interview_id=number)
    await enqueue(connection, house.database, "units.lapse", at=max(times), interview_id=number)
    return number


async def offer(connection: AsyncConnection, house: House, interview_id: int) -> bool:
    """Lets the dialog offer the times, if the unit has not taken its yes back. Returns whether it did."""
    found = await lock_meeting(connection, house, interview_id)
    if found is None:
        return False
    meeting, case, talk = found
    if meeting.state != "waiting" or case.state != "accepted" or case.released_at is not None:
        return False
    await change(connection, meeting.id, state="offered", offered_at=house.now())
    await tell(connection, house, case, "line", "interview_offered", interview=meeting.id, times=len(meeting.times))
    await _advance(connection, house, talk)
    return True


async def agree(connection: AsyncConnection, house: House, interview_id: int, chosen: datetime) -> Agreed | Refused:
    """The candidate takes one of the times: the unit gets the appointment by mail, the candidate a reminder.

    Called inside the candidate's turn; what the candidate reads is the dialog's. Refused: unknown, wrong_state,
    not_offered, past, slot_taken (the time is off the list now; run the dialog again over what is left).
    """
    found = await lock_meeting(connection, house, interview_id)
    if found is None:
        return Refused("unknown", "Samtalen findes ikke.")
    meeting, case, _ = found
    now = house.now()
    if meeting.state == "agreed" and meeting.chosen == chosen:
        return Agreed(meeting.id, chosen)
    if meeting.state != "offered":
        return Refused("wrong_state", "Samtalen er ikke længere åben.")
    if chosen not in meeting.times:
        return Refused("not_offered", "Den tid er ikke blandt forslagene.")
    if chosen <= now:
        return Refused("past", "Den tid er gået.")
    try:
        async with connection.begin_nested():
            await change(connection, meeting.id, state="agreed", chosen=chosen, agreed_at=now)
    except IntegrityError as error:
        if constraint_of(error) != "uq_interview_slot":
            raise
        return await _without(connection, house, meeting, case, chosen)
    await tell(connection, house, case, "candidate", "interview_agreed", interview=meeting.id, at=chosen.isoformat())
    await enqueue(connection, house.database, "units.mail", kind="agreed", id=meeting.id)
    remind_at = reminder_moment(house, chosen)
    if remind_at > now:
        await enqueue(connection, house.database, "units.remind", at=remind_at, interview_id=meeting.id)
    await enqueue(connection, house.database, "units.ask_how", at=ask_moment(house, chosen), interview_id=meeting.id)
    await back_to_queue(connection, house, case.candidacy_id)
    return Agreed(meeting.id, chosen)


async def decline_times(
    connection: AsyncConnection, house: House, interview_id: int, by: str = "candidate"
) -> Reopened | Refused:
    """None of the times suits: the unit is asked for others, through the same link. Refused: unknown, wrong_state."""
    return await _reopen(connection, house, interview_id, by=by, only={"offered"}, verb="times_declined")


async def cancel(connection: AsyncConnection, house: House, interview_id: int, by: str) -> Reopened | Refused:
    """Calls an interview off and opens it again: the unit is told and asked for other times, through the same link.

    by: candidate ("kan ikke"; the dialog answers), or unit:<id>, recruiter:<id> (the dialog is run so that the
    candidate hears of it). Refused: unknown, wrong_state.
    """
    return await _reopen(connection, house, interview_id, by=by, only=set(TO_COME), verb="interview_cancelled")


async def cancel_of(connection: AsyncConnection, house: House, suggestion_id: int, *, by: str) -> Interview | None:
    """Calls off the live interview of a suggestion that ends or whose yes is taken back; returns it as it was.

    The case is locked by the caller. The candidate hears of it, by the dialog, only if the times had been offered.
    """
    meeting = await live_of(connection, house, suggestion_id)
    case = await read_case(connection, house, suggestion.c.id == suggestion_id)
    if meeting is None or case is None:
        return None
    await _call_off(connection, house, meeting, by)
    await tell(connection, house, case, by, "interview_cancelled", interview=meeting.id, was=meeting.state)
    if meeting.state == "agreed":
        await enqueue(connection, house.database, "units.mail", kind="cancelled", id=meeting.id)
    await _tell_candidate(connection, house, meeting, by, await lock_talk(connection, meeting.candidacy_id))
    return meeting


async def lapse(connection: AsyncConnection, house: House, interview_id: int) -> bool:
    """Ends an offer whose last time came without an answer, for a person to look at. Returns whether it did."""
    found = await lock_meeting(connection, house, interview_id)
    if found is None:
        return False
    meeting, case, talk = found
    if meeting.state not in {"waiting", "offered"} or max(meeting.times, default=house.now()) > house.now():
        return False
    await _call_off(connection, house, meeting, "line")
    await _release(connection, house, case, "no_reply")
    await tell(connection, house, case, "line", "interview_lapsed", interview=meeting.id)
    await enqueue(connection, house.database, "units.mail", kind="lapsed", id=meeting.id)
    await _tell_candidate(connection, house, meeting, "line", talk)
    await back_to_queue(connection, house, case.candidacy_id)
    return True


async def remind(connection: AsyncConnection, house: House, interview_id: int) -> bool:
    """Writes to the candidate the day before. Returns whether it did: not twice, not for what is off or over."""
    found = await lock_meeting(connection, house, interview_id)
    if found is None:
        return False
    meeting, case, talk = found
    now = house.now()
    reminded = await connection.scalar(select(interview.c.reminded_at).where(interview.c.id == meeting.id))
    if meeting.state != "agreed" or meeting.chosen is None or meeting.chosen <= now or reminded or talk is None:
        return False
    from bot.line import talk as line_talk

    language = language_of(await connection.scalar(select(conversation.c.language).where(conversation.c.id == talk)))
    words = notices.REMINDER.told(
        language,
        time=short(house.local(meeting.chosen), language),
        unit=case.unit.name,
        place=meeting.place or case.unit.address,
        meets=meeting.meets,
    )
    await change(connection, meeting.id, reminded_at=now)
    await line_talk.write(connection, house, talk, words)
    await tell(connection, house, case, "line", "interview_reminded", interview=meeting.id)
    return True


def reminder_moment(house: House, chosen: datetime) -> datetime:
    """Five o'clock in the afternoon, local time, the day before."""
    day = house.local(chosen).date() - timedelta(days=1)
    return datetime.combine(day, REMIND_AT, tzinfo=house.settings.zone)


def ask_moment(house: House, chosen: datetime) -> datetime:
    """When the unit is asked how it went: nine o'clock the working day after, at the desk and slept on."""
    return house.after_working_days(chosen, 1, hour=9)


async def _reopen(
    connection: AsyncConnection, house: House, interview_id: int, *, by: str, only: set[str], verb: str
) -> Reopened | Refused:
    found = await lock_meeting(connection, house, interview_id)
    if found is None:
        return Refused("unknown", "Samtalen findes ikke.")
    meeting, case, talk = found
    if meeting.state not in only:
        return Refused("wrong_state", "Samtalen er ikke længere åben.")
    await _call_off(connection, house, meeting, by)
    due = await deadline_anew(connection, house, case.candidacy_id)
    await renew(connection, house, case.candidacy_id, due)
    await connection.execute(update(suggestion).where(suggestion.c.id == case.id).values(answer_by=due.answer_by))
    await tell(connection, house, case, by, verb, interview=meeting.id, was=meeting.state)
    # One mail: it says what became of the first times, asks for others, and takes an agreed one out of the calendar.
    await enqueue(connection, house.database, "units.mail", kind="times_wanted", id=meeting.id)
    await enqueue(connection, house.database, "units.deadline", at=due.answer_by, suggestion_id=case.id)
    await _tell_candidate(connection, house, meeting, by, talk)
    await back_to_queue(connection, house, case.candidacy_id)
    return Reopened(meeting.id)


async def _without(
    connection: AsyncConnection, house: House, meeting: Interview, case: Case, taken: datetime
) -> Refused:
    """Takes a time off the list that the unit has given to somebody else in the meantime."""
    left = [moment for moment in meeting.times if moment != taken]
    await change(connection, meeting.id, times=left)
    await tell(connection, house, case, "line", "interview_slot_taken", interview=meeting.id, left=len(left))
    if not [moment for moment in left if moment > house.now()]:
        await _reopen(connection, house, meeting.id, by="candidate", only={"offered"}, verb="times_declined")
    return Refused("slot_taken", "Den tid er lige blevet optaget.")


async def _release(connection: AsyncConnection, house: House, case: Case, reason: str) -> None:
    await connection.execute(
        update(suggestion).where(suggestion.c.id == case.id).values(released_at=house.now(), decline_reason=reason)
    )


async def _call_off(connection: AsyncConnection, house: House, meeting: Interview, by: str) -> None:
    # To the candidate it is the place that called off, whoever did; who did stands in the trail.
    told = "candidate" if by == "candidate" else "unit"
    await change(connection, meeting.id, state="cancelled", cancelled_at=house.now(), cancelled_by=told)


async def _tell_candidate(connection: AsyncConnection, house: House, was: Interview, by: str, talk: int | None) -> None:
    """Lets the dialog say that times which were known no longer count, with a new promise to name in it."""
    if by == "candidate" or was.state == "waiting":
        return
    from bot.line import promises

    await promises.make(connection, house, was.candidacy_id, "hear_from_us")
    await _advance(connection, house, talk)


async def _advance(connection: AsyncConnection, house: House, talk: int | None) -> None:
    """Runs the candidate's dialog over what is known now."""
    if talk is None:
        return
    from bot.line import turns

    await turns.advance(connection, house, talk)
