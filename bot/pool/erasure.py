"""The last step of forgetting a person: what still names them goes, ids and the audit trail stay whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, cast, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pool.dossier import candidacies_of
from bot.store.tables import (
    candidacy,
    contact_point,
    conversation,
    message,
    person,
    promise,
    ranking,
    snapshot,
    suggestion,
    suppression,
)
from bot.store.trail import Happening, record


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is left to tell: how many searches and texts no longer name anybody, and whether a stop goes on."""

    searches: int
    messages: int
    stop_kept: bool


async def forget_addresses(
    connection: AsyncConnection, employer_id: int, person_id: int, *, actor: str, now: datetime
) -> Forgotten:
    """Takes away numbers, provider ids, sentences to units and the inputs of rankings of a person.

    Their words must have been masked before. A live stop keeps its address and nothing else: without it nobody could
    obey it, and obeying an objection is what it was given for (GDPR 17(3)(b), 21).
    """
    points = list(
        (
            await connection.execute(select(contact_point.c.address).where(contact_point.c.person_id == person_id))
        ).scalars()
    )
    searches = await candidacies_of(connection, person_id)
    await connection.execute(
        delete(suppression).where(
            suppression.c.employer_id == employer_id,
            suppression.c.address.in_(points),
            suppression.c.lifted_at.is_not(None),
        )
    )
    stops = await connection.execute(
        update(suppression)
        .where(suppression.c.employer_id == employer_id, suppression.c.address.in_(points))
        .values(message_id=None)
    )
    await connection.execute(
        update(contact_point)
        .where(contact_point.c.person_id == person_id)
        .values(address="erased:" + cast(contact_point.c.id, Text), reply_to=None)
    )
    talks = select(conversation.c.id).where(conversation.c.candidacy_id.in_(searches))
    texts = await connection.execute(
        update(message)
        .where(message.c.conversation_id.in_(talks))
        .values(address="", extra=None, provider_id=None, error=None)
    )
    await connection.execute(
        update(suggestion).where(suggestion.c.candidacy_id.in_(searches)).values(reason="", override="")
    )
    # The inputs of a ranking hold the profile; they name the candidacy, so no other ranking shares them.
    inputs = select(ranking.c.inputs).where(ranking.c.candidacy_id.in_(searches))
    await connection.execute(delete(snapshot).where(snapshot.c.digest.in_(inputs)))
    await connection.execute(update(ranking).where(ranking.c.candidacy_id.in_(searches)).values(result=b""))
    await connection.execute(
        update(promise)
        .where(promise.c.candidacy_id.in_(searches), promise.c.kept_at.is_(None))
        .values(kept_at=now, kept_how="erased")
    )
    await connection.execute(
        update(candidacy)
        .where(candidacy.c.id.in_(searches))
        .values(stage="erased", needs=None, due_at=None, parked_until=None, summary={}, search="")
    )
    await connection.execute(update(person).where(person.c.id == person_id).values(erased_at=now))
    await record(connection, [Happening(employer_id, number, actor, "forgotten", now) for number in searches])
    return Forgotten(len(searches), texts.rowcount, stops.rowcount > 0)
