"""A search that ended goes on: a colleague's slip is taken back at once; what the person or silence ended takes their wish."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises, queue
from bot.line.talk import write
from bot.pool.states import OVER
from bot.privacy.forgetting import stopped
from bot.store.tables import candidacy, conversation, event
from bot.store.trail import Happening, record
from bot.units.cases import Refused, lock_talk
from dialogs import notices
from wording import times
from wording.language import Language, pick

# How somebody asked to come back. Kept in the trail: it is the consent to write to them again (markedsføringsloven § 10).
WAYS = ("call", "message", "met")
ENDINGS = ("hired", "withdrawn", "withdraw", "stop", "lapsed")


@dataclass(frozen=True, slots=True)
class Reopened:
    """The search goes on. told: whether the candidate was written to."""

    stage: str
    told: bool


async def reopen(
    connection: AsyncConnection,
    house: House,
    candidacy_id: int,
    *,
    recruiter_id: int,
    asked: str | None,
    language: Language = "da",
) -> Reopened | Refused:
    """Opens a search that ended. asked: how the candidate asked for it (WAYS), None if a colleague ended it by mistake.

    Nobody's silence and nobody's own goodbye is undone without their wish; who wrote STOP comes back by a text of their own,
    and a deleted search not at all. Refused: unknown, goes_on, erased, stopped, not_asked. language: of the recruiter.
    """
    talk = await lock_talk(connection, candidacy_id)
    found = (
        await connection.execute(
            select(candidacy.c.stage, candidacy.c.confirmed_at, candidacy.c.summary).where(
                candidacy.c.id == candidacy_id, candidacy.c.employer_id == house.employer.id
            )
        )
    ).one_or_none()
    if found is None or found.stage not in OVER:
        return _not_ended(found.stage if found is not None else None, language)
    ending, by, was = await _ending(connection, candidacy_id)
    slip = ending in {"hired", "withdrawn"} and by.startswith("recruiter:")
    if asked not in WAYS and not slip:
        words = pick(
            language,
            "Søgningen sluttede ikke ved en fejl. Den kan kun åbnes, når kandidaten selv har bedt om det: vælg hvordan.",
            "The search did not end by mistake. It can only be opened when the candidate asked for it: choose how.",
        )
        return Refused("not_asked", words)
    if await stopped(connection, candidacy_id):
        words = pick(
            language,
            "Kandidaten har bedt om ikke at få flere beskeder. Bed dem skrive JOB til linjen: så åbner søgningen af sig selv.",
            "The candidate asked for no more texts. Ask them to write JOB to the line: then the search opens by itself.",
        )
        return Refused("stopped", words)
    stage = "confirmed" if found.confirmed_at is not None or was == "confirmed" else "telling"
    if slip and asked is None and was == "paused":
        stage = was
    await connection.execute(update(candidacy).where(candidacy.c.id == candidacy_id).values(stage=stage))
    data = {"stage": stage, **({"asked": asked} if asked else {})}
    reopened = Happening(house.employer.id, candidacy_id, f"recruiter:{recruiter_id}", "reopened", house.now(), data)
    await record(connection, [reopened])
    told = asked is not None and talk is not None
    if told and talk is not None:
        await _tell(connection, house, candidacy_id, talk, str((found.summary or {}).get("first_name") or ""))
    await queue.refresh(connection, house, candidacy_id)
    return Reopened(stage, told)


async def _ending(connection: AsyncConnection, candidacy_id: int) -> tuple[str, str, str]:
    """How the search ended, who ended it, and the stage it had before, as far as the trail says."""
    row = (
        await connection.execute(
            select(event.c.verb, event.c.actor, event.c.data["was"].astext.label("was"))
            .where(event.c.stream_id == candidacy_id, event.c.verb.in_(ENDINGS))
            .order_by(event.c.position.desc())
            .limit(1)
        )
    ).one_or_none()
    return ("", "", "") if row is None else (row.verb, row.actor, row.was or "")


async def _tell(connection: AsyncConnection, house: House, candidacy_id: int, talk: int, name: str) -> None:
    """Says back what was agreed, with a promise, so that whoever never asked can say so at once."""
    due = house.local(await promises.make(connection, house, candidacy_id, "hear_from_us"))
    language = str(await connection.scalar(select(conversation.c.language).where(conversation.c.id == talk)))
    words = notices.BACK_AS_AGREED.told(language, name=name, due=times.in_full(due, language))
    await connection.execute(update(conversation).where(conversation.c.id == talk).values(asked=None, misses=0))
    await write(connection, house, talk, words)


def _not_ended(stage: str | None, language: Language) -> Refused:
    if stage is None:
        return Refused("unknown", pick(language, "Søgningen findes ikke.", "There is no such search."))
    if stage == "erased":
        words = pick(
            language,
            "Søgningen er slettet. Skriver personen igen, begynder en ny.",
            "The search is deleted. If the person writes again, a new one begins.",
        )
        return Refused("erased", words)
    return Refused("goes_on", pick(language, "Søgningen er allerede i gang.", "The search goes on already."))
