"""What a recruiter does to a candidacy beside suggesting it: notes, waiting, promises, checking, and how it ended."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import suggested
from bot.desk.profile import Candidacy
from bot.house import House
from bot.line import facts, promises, queue
from bot.store import trail
from bot.store.database import enqueue, notify
from bot.store.tables import candidacy, event, note
from bot.store.trail import Happening
from bot.units import aftermath, suggestions
from bot.web.sessions import Recruiter
from dialogs.reading.masking import mask_cpr

End = Literal["hired", "withdrawn"]
OPENED_AGAIN = timedelta(minutes=10)
WAKES = time(7)


# What settles where a candidate goes next: who decides on an older picture is told what a colleague did meanwhile.
DECISIONS = (
    "suggested",
    "suggestion_withdrawn",
    "parked",
    "resumed",
    "promised_anew",
    "hired",
    "not_hired",
    "withdrawn",
    "reopened",
)


async def last_decision(connection: AsyncConnection, candidacy_id: int) -> int:
    """The place in the trail of a recruiter's last decision on a candidacy; 0 when there is none."""
    found = await connection.scalar(
        select(func.max(event.c.position)).where(
            event.c.stream_id == candidacy_id, event.c.verb.in_(DECISIONS), event.c.actor.startswith("recruiter:")
        )
    )
    return int(found or 0)


async def happened(
    connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter, verb: str, **data: Any
) -> None:
    """Writes a recruiter's act into the candidacy's chain and wakes the pages that show it."""
    deed = Happening(house.employer.id, person.id, f"recruiter:{recruiter.id}", verb, house.now(), data)
    await trail.record(connection, [deed])
    await notify(connection, "queue", f"candidacy:{person.id}")


async def log_opening(connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter) -> None:
    """Writes down that a recruiter opened the talk. Once in ten minutes: a live page must not drown the trail."""
    actor = f"recruiter:{recruiter.id}"
    lately = await connection.scalar(
        select(func.count()).where(
            event.c.stream_id == person.id,
            event.c.verb == "opened",
            event.c.actor == actor,
            event.c.at > house.now() - OPENED_AGAIN,
        )
    )
    if not lately:
        deed = Happening(house.employer.id, person.id, actor, "opened", house.now(), {"what": "talk"})
        await trail.record(connection, [deed])


async def write_note(
    connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter, body: str
) -> bool:
    """Adds a note with its author and time. A CPR number in it is masked: it must not be kept, whoever writes it.

    Returns whether one was, so that the recruiter is told.
    """
    written = body.replace("\x00", "")
    body = mask_cpr(written)
    values = {"employer_id": house.employer.id, "candidacy_id": person.id, "recruiter_id": recruiter.id}
    await connection.execute(insert(note).values(**values, body=body, at=house.now()))
    await happened(connection, house, person, recruiter, "noted")
    return body != written


async def park(
    connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter, until: date, reason: str
) -> bool:
    """Lets the candidate wait until a day; the reason stands as a note. What was promised still falls due.

    Returns whether a CPR number was masked in the reason.
    """
    values = {"parked_until": until, "needs": None}
    await connection.execute(update(candidacy).where(candidacy.c.id == person.id).values(values))
    await happened(connection, house, person, recruiter, "parked", until=until.isoformat())
    masked = await write_note(connection, house, person, recruiter, reason)
    morning = datetime.combine(until, WAKES, tzinfo=house.settings.zone)
    await enqueue(connection, house.database, "desk.wake", at=morning, candidacy_id=person.id)
    await queue.refresh(connection, house, person.id)
    return masked


async def wake(connection: AsyncConnection, house: House, candidacy_id: int) -> bool:
    """Takes a candidate whose waiting is over back into the queue. Returns whether it was over."""
    today = house.local(house.now()).date()
    woken = await connection.execute(
        update(candidacy)
        .where(candidacy.c.id == candidacy_id, candidacy.c.parked_until <= today)
        .values(parked_until=None)
    )
    if not woken.rowcount:
        return False
    deed = Happening(house.employer.id, candidacy_id, "line", "resumed", house.now())
    await trail.record(connection, [deed])
    await queue.refresh(connection, house, candidacy_id)
    return True


async def resume(connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter) -> None:
    """Takes a parked candidate back into the queue."""
    await connection.execute(update(candidacy).where(candidacy.c.id == person.id).values(parked_until=None))
    await happened(connection, house, person, recruiter, "resumed")
    await queue.refresh(connection, house, person.id)


async def check_authorisation(
    connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter, role: str, seen: bool
) -> None:
    """Records that a recruiter looked a role up in the public register, and whether the authorisation was there.

    "Not there" settles the claim too: `authorised:<role>` becomes false, with the recruiter as its source.
    """
    await facts.correct(connection, house, person.id, f"verified:{role}", seen, recruiter.id)
    if not seen:
        await facts.correct(connection, house, person.id, f"authorised:{role}", False, recruiter.id)
    verb = "authorisation_verified" if seen else "authorisation_not_found"
    await happened(connection, house, person, recruiter, verb, role=role)
    await queue.refresh(connection, house, person.id)


async def end_search(
    connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter, end: End
) -> None:
    """Marks a search as hired or withdrawn: a person's act, always. Live suggestions are taken back, promises closed.

    An interview that led to the job is concluded instead: that fills an opening of the unit.
    """
    live = [one for one in await suggested.of_candidacy(connection, house, person.id) if one.live]
    for one in live:
        if end == "hired" and one.interview_state == "agreed" and one.interview_id is not None:
            await aftermath.conclude(
                connection, house, one.interview_id, by=f"recruiter:{recruiter.id}", outcome="hired"
            )
    by = f"recruiter:{recruiter.id}"
    await suggestions.withdraw_all(connection, house, person.id, by=by, reason="hired" if end == "hired" else "stopped")
    values = {"stage": end, "needs": None, "parked_until": None}
    await connection.execute(update(candidacy).where(candidacy.c.id == person.id).values(values))
    await promises.keep(connection, house, person.id, end)
    await happened(connection, house, person, recruiter, end, was=person.stage)
    await queue.refresh(connection, house, person.id)


async def settle_need(connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter) -> None:
    """Says that what asked for a person has been dealt with (called back, answered, looked at)."""
    await happened(connection, house, person, recruiter, "seen_to", need=person.needs)
    await queue.settle(connection, house, person.id)


async def promise_anew(
    connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter, due_at: datetime
) -> None:
    """Puts a new time in the place of all that was promised so far; the caller tells the candidate."""
    await promises.keep(connection, house, person.id, "renewed")
    await promises.make(connection, house, person.id, "hear_from_us", due_at)
    await happened(connection, house, person, recruiter, "promised_anew", due=due_at.isoformat())
    await queue.refresh(connection, house, person.id)


async def keep_promises(
    connection: AsyncConnection, house: House, person: Candidacy, recruiter: Recruiter, how: str
) -> None:
    """Says that the candidate has heard from us. how: call, message."""
    await promises.keep(connection, house, person.id, how)
    await happened(connection, house, person, recruiter, "kept_word", how=how)
    await queue.refresh(connection, house, person.id)


def at_noon(house: House, day: date) -> datetime:
    """Twelve o'clock of a day here: by then a promise for that day is kept."""
    return datetime.combine(day, time(12), tzinfo=house.settings.zone)
