"""What a candidate's words set in motion: into the queue, a person asked for, stop, pause, back again, deletion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises, queue, suppression
from bot.line.arrivals import Locked
from bot.line.pen import Pen, Taken
from bot.line.turns import Actor, Note
from bot.store.database import enqueue
from bot.store.tables import candidacy
from dialogs import acts, notices
from dialogs.spoken import Spoken

URGENT_KINDS = {"alert": "answer", "human": "call_back", "misses": "call_back", "question": "answer"}
RESUME = "line.resume"
PLAIN_DOORS = ("new", "temp")


def confirm(pen: Pen, one: Taken, number: int) -> None:
    """The profile is right: the candidate waits for a match, and the promise is made."""
    pen.stage(one, "confirmed", confirmed_at=pen.house.now(), needs="match")
    pen.promise(one, number, "hear_from_us")


async def hand_over(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """A person is asked to look, and by when is promised."""
    reason = cast(acts.HandOver, act).reason
    await queue.look(connection, locked.candidacy_id, reason)
    await promises.make(connection, house, locked.candidacy_id, URGENT_KINDS.get(reason, "hear_from_us"))


async def stop(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """Nothing is sent to this address any more; committed before the webhook is answered."""
    kind = cast(acts.Stop, act).kind
    await suppression.stop(connection, house, locked.channel, locked.address, kind)
    # Who wants no more offers is not looked for any longer either, but may be answered (SILENCES).
    await _leave(connection, house, locked, "withdrawn", "stopped")


async def withdraw(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """No longer searches, but may be written to."""
    await _leave(connection, house, locked, "withdrawn", cast(acts.Withdraw, act).reason)


async def pause(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """Not now."""
    until = cast(acts.Pause, act).until
    await _leave(connection, house, locked, "paused", "paused")
    if until is not None:
        await connection.execute(
            update(candidacy).where(candidacy.c.id == locked.candidacy_id).values(parked_until=until)
        )
        at = house.on_day(until, hour=9)
        await enqueue(connection, house.database, RESUME, at=at, candidacy_id=locked.candidacy_id)


async def resume(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """Back again: suppression lifted, and back to where the profile stands.

    Who only said that they go on waiting has a promise that is late: that one stands, and no new day is made up.
    """
    await suppression.lift(connection, house, locked.channel, locked.address)
    confirmed = (
        await connection.execute(
            text("SELECT confirmed_at IS NOT NULL FROM candidacy WHERE id = :id"), {"id": locked.candidacy_id}
        )
    ).scalar_one()
    await _stage(connection, locked, "confirmed" if confirmed else "telling", parked_until=None)
    if confirmed and not await promises.late(connection, house, locked.candidacy_id):
        await promises.make(connection, house, locked.candidacy_id, "hear_from_us")


async def show_data(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """The text itself was the answer; that it was asked for stands in the trail."""


async def mark_internal(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """A label a recruiter sees. The ranking does not."""
    await connection.execute(update(candidacy).where(candidacy.c.id == locked.candidacy_id).values(door="internal"))


async def mark_door(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """The door as the talk shows it; a label that says more, such as somebody's who works here already, stays."""
    door = cast(acts.MarkDoor, act).door
    here = update(candidacy).where(candidacy.c.id == locked.candidacy_id, candidacy.c.door.in_(PLAIN_DOORS))
    await connection.execute(here.values(door=door))


async def promise(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> None:
    """The day the candidate was just told is kept like any other."""
    await promises.make(connection, house, locked.candidacy_id, "hear_from_us")


async def _leave(connection: AsyncConnection, house: House, locked: Locked, stage: str, how: str) -> None:
    await _stage(connection, locked, stage, needs=None)
    await promises.keep(connection, house, locked.candidacy_id, how)


async def _stage(connection: AsyncConnection, locked: Locked, stage: str, **more: object) -> None:
    await connection.execute(update(candidacy).where(candidacy.c.id == locked.candidacy_id).values(stage=stage, **more))


async def explain(connection: AsyncConnection, house: House, locked: Locked, act: acts.Act) -> Sequence[Spoken]:
    """HVORFOR: where the candidate fits best now, and why, in one text."""
    from bot.pool import rankings
    from matching import explanation

    shown = await rankings.rank_now(connection, house, locked.candidacy_id)
    names = {name: vacancy.unit_name for name, vacancy in shown.vacancies.items()}
    districts = {name: vacancy.district for name, vacancy in shown.vacancies.items()}
    language: Literal["da", "en"] = "da" if locked.language == "da" else "en"
    places = explanation.places_for_candidate(shown.ranking.eligible, names, language, districts)
    return [notices.FITS_BEST.told(language, places=places) if places else notices.NOTHING_FITS.told(language)]


# Noted with the turn they belong to, for a whole batch in one statement: what every candidate does once.
NOTES: dict[type[acts.Act], Note] = {acts.Confirm: confirm}

ACTORS: dict[type[acts.Act], Actor] = {
    acts.HandOver: hand_over,
    acts.Stop: stop,
    acts.Withdraw: withdraw,
    acts.Pause: pause,
    acts.Resume: resume,
    acts.ShowData: show_data,
    acts.MarkInternal: mark_internal,
    acts.Explain: explain,
    acts.MarkDoor: mark_door,
    acts.Promise: promise,
}
