"""Who wrote: finds the conversations of a batch of senders and locks them; whoever is new gets one."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.house import House
from bot.store.bulk import insert_rows
from bot.store.database import take_ids
from bot.store.driver import fetch
from bot.store.tables import campaign, candidacy, contact_point, conversation, person

Sender = tuple[str, str]  # channel, address

LOCKED = """
    SELECT v.id, v.candidacy_id, v.language, v.asked, v.said, v.misses, v.holder_id, p.channel, p.address,
      p.id AS contact_point_id,
      (SELECT c.stage = 'erased' FROM candidacy c WHERE c.id = v.candidacy_id) AS erased
    FROM unnest(CAST(%(channels)s AS text[]), CAST(%(addresses)s AS text[])) AS wanted(channel, address)
    JOIN contact_point p ON p.employer_id = %(employer)s AND p.channel = wanted.channel AND p.address = wanted.address
    JOIN conversation v ON v.contact_point_id = p.id
    ORDER BY v.id FOR UPDATE OF v
"""
ONE_LOCKED = text(
    """
    SELECT v.id, v.candidacy_id, v.language, v.asked, v.said, v.misses, v.holder_id, p.channel, p.address,
      p.id AS contact_point_id, false
    FROM conversation v JOIN contact_point p ON p.id = v.contact_point_id
    WHERE v.id = :id FOR UPDATE OF v
    """
)


@dataclass(frozen=True, slots=True)
class Locked:
    """A conversation row, locked until the commit, as it stood when the lock was got."""

    id: int
    candidacy_id: int
    language: str
    asked: Mapping[str, Any] | None
    said: Sequence[str]
    misses: int
    holder_id: int | None
    channel: str
    address: str
    contact_point_id: int
    erased: bool  # The search it belonged to is deleted: what is written from now on is a new one.


async def lock_one(connection: AsyncConnection, conversation_id: int) -> Locked:
    """Locks a conversation by its id."""
    row = (await connection.execute(ONE_LOCKED, {"id": conversation_id})).one()
    return Locked(*row)


async def lock_conversations(
    connection: AsyncConnection, house: House, inbounds: Sequence[Inbound]
) -> dict[Sender, Locked]:
    """The locked conversation of every sender, made for those who are new. Always locks in the order of ids."""
    senders = {(inbound.channel, inbound.sender): inbound for inbound in inbounds}
    found = await _lock(connection, house, list(senders))
    found |= await _begin_anew(connection, house, [locked for locked in found.values() if locked.erased])
    newcomers = sorted(sender for sender in senders if sender not in found)
    if newcomers:
        # Two processes may meet the same new sender: whoever gets this lock first makes them, the other finds them.
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtext(name)) FROM unnest(CAST(:names AS text[])) AS name"),
            {"names": [f"{channel}|{address}" for channel, address in newcomers]},
        )
        found |= await _lock(connection, house, newcomers)
        await _welcome(connection, house, [senders[sender] for sender in newcomers if sender not in found])
        found |= await _lock(connection, house, [sender for sender in newcomers if sender not in found])
    return found


async def _lock(connection: AsyncConnection, house: House, senders: Sequence[Sender]) -> dict[Sender, Locked]:
    if not senders:
        return {}
    rows = await fetch(
        connection,
        LOCKED,
        {
            "employer": house.employer.id,
            "channels": [channel for channel, _ in senders],
            "addresses": [address for _, address in senders],
        },
    )
    return {(row.channel, row.address): Locked(*row) for row in rows}


async def _begin_anew(connection: AsyncConnection, house: House, deleted: Sequence[Locked]) -> dict[Sender, Locked]:
    """Somebody writes again after their data was deleted: a search of its own, with nothing of the old one in it."""
    begun = {}
    for locked in deleted:
        (search,) = await take_ids(connection, 1)
        found = await connection.execute(select(candidacy.c.person_id).where(candidacy.c.id == locked.candidacy_id))
        owner: int = found.scalar_one()
        await insert_rows(connection, candidacy, [_search(house, search, owner)])
        await connection.execute(
            update(conversation)
            .where(conversation.c.id == locked.id)
            .values(candidacy_id=search, asked=None, said=[], misses=0)
        )
        begun[locked.channel, locked.address] = replace(
            locked, candidacy_id=search, asked=None, said=(), misses=0, erased=False
        )
    return begun


def _campaign(first_text: str, campaigns: Mapping[str, int]) -> int | None:
    """Which ad brought them: its keyword begins the first text ("JOB 2A, jeg er ..."). The longest one counts."""
    words = " ".join(first_text.casefold().split())
    fitting = [word for word in campaigns if re.match(rf"{re.escape(word)}\b", words)]
    return campaigns[max(fitting, key=len)] if fitting else None


def _search(house: House, number: int, person_id: int) -> dict[str, Any]:
    return {
        "id": number,
        "employer_id": house.employer.id,
        "person_id": person_id,
        "public_id": secrets.token_urlsafe(12),
        "door": "new",
        "stage": "telling",
        "profile_version": 0,
        "created_at": house.now(),
        "summary": {},
        "search": "",
    }


async def _welcome(connection: AsyncConnection, house: House, newcomers: Sequence[Inbound]) -> None:
    if not newcomers:
        return
    ids = await take_ids(connection, 4 * len(newcomers))
    rows = await connection.execute(
        select(campaign.c.id, campaign.c.keyword).where(campaign.c.employer_id == house.employer.id)
    )
    campaigns = {row.keyword.casefold(): row.id for row in rows}
    people, points, candidacies, conversations = [], [], [], []
    for position, inbound in enumerate(newcomers):
        who, where, search, talk = ids[4 * position : 4 * position + 4]
        common = {"employer_id": house.employer.id}
        people.append({"id": who, **common, "created_at": house.now()})
        points.append(
            {
                "id": where,
                **common,
                "person_id": who,
                "channel": inbound.channel,
                "address": inbound.sender,
                "reply_to": dict(inbound.reply_to) if inbound.reply_to else None,
            }
        )
        candidacies.append(_search(house, search, who) | {"campaign_id": _campaign(inbound.text, campaigns)})
        conversations.append(
            {
                "id": talk,
                **common,
                "public_id": secrets.token_urlsafe(12),
                "contact_point_id": where,
                "candidacy_id": search,
                "language": "da",
                "said": [],
                "misses": 0,
            }
        )
    await insert_rows(connection, person, people)
    await insert_rows(connection, contact_point, points)
    await insert_rows(connection, candidacy, candidacies)
    await insert_rows(connection, conversation, conversations)
