"""Forgetting: after the words goes all that still names a person; ids and the audit trail stay whole."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Text, cast, delete, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises
from bot.line.forgotten import what_is_left
from bot.pool.states import GONE
from bot.privacy.dossier import candidacies_of
from bot.privacy.masking import mask
from bot.store.database import notify
from bot.store.tables import candidacy, contact_point, conversation, message, person, suppression
from bot.store.trail import Happening, record
from bot.units.suggestions import withdraw_all

OFFERS = "outreach"  # Of stops: no offers, which end with the search. Every other kind silences the address for good.


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is left to tell: how many searches and texts no longer name anybody, and whether a stop goes on."""

    searches: int
    messages: int
    stop_kept: bool


async def forget(connection: AsyncConnection, house: House, person_id: int, *, actor: str) -> Forgotten:
    """Forgets a person: what is live is taken back, every word masked, every address gone. It cannot be undone."""
    searches = await candidacies_of(connection, person_id)
    for number in searches:
        await end_and_mask(connection, house, number, actor=actor)
    done = await _forget_addresses(connection, house, person_id, searches)
    happened = [Happening(house.employer.id, number, actor, "forgotten", house.now()) for number in searches]
    await record(connection, happened)
    await notify(connection, "queue", *(f"candidacy:{number}" for number in searches))
    return done


async def forget_search(connection: AsyncConnection, house: House, candidacy_id: int, *, actor: str) -> None:
    """Forgets a search that is over, and its person with it, unless they have begun another since.

    Whoever writes again after a deletion is reached by the same number: then that stays, and nothing of the old search.
    """
    if not await searches_on(connection, candidacy_id):
        owner = await connection.scalar(select(candidacy.c.person_id).where(candidacy.c.id == candidacy_id))
        if owner is not None:
            await forget(connection, house, owner, actor=actor)
        return
    await end_and_mask(connection, house, candidacy_id, actor=actor)
    await record(connection, [Happening(house.employer.id, candidacy_id, actor, "forgotten", house.now())])
    await notify(connection, "queue", f"candidacy:{candidacy_id}")


async def searches_on(connection: AsyncConnection, candidacy_id: int) -> bool:
    """Whether the person behind a search has another one that goes on."""
    own = select(candidacy.c.person_id).where(candidacy.c.id == candidacy_id).scalar_subquery()
    other = (candidacy.c.person_id == own) & (candidacy.c.id != candidacy_id) & candidacy.c.stage.not_in(GONE)
    return await connection.scalar(select(candidacy.c.id).where(other).limit(1)) is not None


async def end_and_mask(connection: AsyncConnection, house: House, candidacy_id: int, *, actor: str) -> None:
    """The order in which a search is deleted: no unit waits in vain, then nothing that was said is left."""
    await withdraw_all(connection, house, candidacy_id, by=actor, reason="erased")
    await promises.keep(connection, house, candidacy_id, "erased")
    await mask(connection, house, candidacy_id, actor=actor)
    await connection.execute(
        update(candidacy).where(candidacy.c.id == candidacy_id).values(needs=None, due_at=None, parked_until=None)
    )


async def stopped(connection: AsyncConnection, candidacy_id: int) -> bool:
    """Whether the person of a search said that nothing more may be sent to where the search is led."""
    said = (
        select(suppression.c.id)
        .join(
            contact_point,
            (contact_point.c.employer_id == suppression.c.employer_id)
            & (contact_point.c.channel == suppression.c.channel)
            & (contact_point.c.address == suppression.c.address),
        )
        .join(conversation, conversation.c.contact_point_id == contact_point.c.id)
        .where(conversation.c.candidacy_id == candidacy_id)
        .where(suppression.c.lifted_at.is_(None), suppression.c.kind != OFFERS)
    )
    return await connection.scalar(said.limit(1)) is not None


async def _forget_addresses(
    connection: AsyncConnection, house: House, person_id: int, searches: list[int]
) -> Forgotten:
    """Takes away numbers, the providers' ids, and the stop of whoever gave none that must go on.

    Of the ids of texts that came in lately a fingerprint is left, lest the provider's log bring the person back.
    A live stop keeps its address and nothing else: without it nobody could obey it, and obeying an objection is what it
    was given for (GDPR 17(3)(b), 21).
    """
    mine = contact_point.c.person_id == person_id
    found = await connection.execute(select(contact_point.c.address).where(mine))
    held = (suppression.c.employer_id == house.employer.id) & suppression.c.address.in_(list(found.scalars()))
    over = or_(suppression.c.lifted_at.is_not(None), suppression.c.kind == OFFERS)
    await connection.execute(delete(suppression).where(held, over))
    stops = await connection.execute(update(suppression).where(held).values(message_id=None))
    await connection.execute(
        update(contact_point).where(mine).values(address="erased:" + cast(contact_point.c.id, Text), reply_to=null())
    )
    talks = select(conversation.c.id).where(conversation.c.candidacy_id.in_(searches))
    texts = await connection.execute(
        update(message)
        .where(message.c.conversation_id.in_(talks))
        .values(address="", extra=null(), provider_id=what_is_left(house.now()), error=None)
    )
    await connection.execute(
        update(conversation)
        .where(conversation.c.candidacy_id.in_(searches))
        .values(language="da", holder_id=None, held_since=None)
    )
    await connection.execute(update(person).where(person.c.id == person_id).values(erased_at=house.now()))
    return Forgotten(len(searches), texts.rowcount, stops.rowcount > 0)
