"""Who wrote: finds the conversations of a batch of senders and locks them; whoever is new gets one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.house import House
from bot.store.bulk import insert_rows
from bot.store.database import as_json, take_ids
from bot.store.driver import Asked, ask, run, together
from bot.store.public_ids import public_id
from bot.store.tables import candidacy, conversation

Sender = tuple[str, str]  # channel, address

LOCKED = """
    SELECT v.id, v.candidacy_id, v.language, v.asked, v.said, v.misses, v.holder_id, p.channel, p.address,
      p.id AS contact_point_id, p.reply_to,
      (SELECT c.stage = 'erased' FROM candidacy c WHERE c.id = v.candidacy_id) AS erased
    FROM unnest(CAST(%(channels)s AS text[]), CAST(%(addresses)s AS text[])) AS wanted(channel, address)
    JOIN contact_point p ON p.employer_id = %(employer)s AND p.channel = wanted.channel AND p.address = wanted.address
    JOIN conversation v ON v.contact_point_id = p.id
    ORDER BY v.id FOR UPDATE OF v
"""
# Two processes may meet the same new sender: whoever gets this lock first makes them, the other finds them.
MINE = """
    SELECT pg_advisory_xact_lock(hashtext(channel || '|' || address)) FROM (
      SELECT * FROM unnest(CAST(%(channels)s AS text[]), CAST(%(addresses)s AS text[])) AS wanted(channel, address)
      ORDER BY channel, address) AS wanted
"""
# Somebody's first text may begin with the keyword of the ad that brought them ("JOB 2A, jeg er ..."); the longest counts.
WELCOME = """
    WITH fresh AS (
      SELECT nextval('jobline_id') AS person, nextval('jobline_id') AS point, nextval('jobline_id') AS search,
        nextval('jobline_id') AS talk, new.*
      FROM jsonb_to_recordset(CAST(%(newcomers)s AS jsonb))
        AS new(channel text, address text, reply_to jsonb, words text, search_public text, talk_public text)
      WHERE NOT EXISTS (SELECT 1 FROM contact_point p WHERE p.employer_id = %(employer)s
                          AND p.channel = new.channel AND p.address = new.address)),
    people AS (
      INSERT INTO person (id, employer_id, created_at) SELECT person, %(employer)s, %(now)s FROM fresh),
    points AS (
      INSERT INTO contact_point (id, employer_id, person_id, channel, address, reply_to)
      SELECT point, %(employer)s, person, channel, address, nullif(reply_to, 'null') FROM fresh),
    searches AS (
      INSERT INTO candidacy (id, employer_id, person_id, public_id, created_at, campaign_id)
      SELECT search, %(employer)s, person, search_public, %(now)s,
        (SELECT c.id FROM campaign c WHERE c.employer_id = %(employer)s AND starts_with(words, lower(c.keyword))
           AND substr(words, length(c.keyword) + 1, 1) !~ '[[:alnum:]_]' ORDER BY length(c.keyword) DESC LIMIT 1)
      FROM fresh)
    INSERT INTO conversation (id, employer_id, public_id, contact_point_id, candidacy_id)
    SELECT talk, %(employer)s, talk_public, point, search FROM fresh
"""
ONE_LOCKED = text(
    """
    SELECT v.id, v.candidacy_id, v.language, v.asked, v.said, v.misses, v.holder_id, p.channel, p.address,
      p.id AS contact_point_id, p.reply_to, false
    FROM conversation v JOIN contact_point p ON p.id = v.contact_point_id
    WHERE v.id = :id FOR UPDATE OF v
    """
)


def sender_of(inbound: Inbound) -> Sender:
    """Who sent it."""
    return inbound.channel, inbound.sender


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
    reply_to: Mapping[str, Any] | None
    erased: bool  # The search it belonged to is deleted: what is written from now on is a new one.


async def lock_one(connection: AsyncConnection, conversation_id: int) -> Locked:
    """Locks a conversation by its id."""
    row = (await connection.execute(ONE_LOCKED, {"id": conversation_id})).one()
    return Locked(*row)


async def lock_conversations(
    connection: AsyncConnection, house: House, inbounds: Sequence[Inbound]
) -> dict[Sender, Locked]:
    """The locked conversation of every sender, made for those who are new. Always locks in the order of ids.

    One whose search was deleted is as it was left: a repeat of the text that asked for it begins nothing (`begin_anew`).
    """
    # Once to lock, once to read: who had to wait has seen what stood there before the wait.
    async with together(connection):
        await ask_for(connection, house, inbounds)
        asked = await ask_for(connection, house, inbounds)
    found = by_sender(await asked.rows())
    newcomers = [inbound for inbound in inbounds if sender_of(inbound) not in found]
    if newcomers:
        async with together(connection):
            await welcome(connection, house, newcomers)
            asked = await ask_for(connection, house, newcomers)
        found |= by_sender(await asked.rows())
    return found


async def ask_for(connection: AsyncConnection, house: House, inbounds: Sequence[Inbound]) -> Asked:
    """Asks for the conversations of these senders and locks them; what comes back is read by `by_sender`."""
    return await ask(connection, LOCKED, _senders(house, inbounds))


def by_sender(rows: Iterable[Any]) -> dict[Sender, Locked]:
    """The locked conversations by whose they are."""
    return {(row.channel, row.address): Locked(*row) for row in rows}


async def welcome(connection: AsyncConnection, house: House, inbounds: Sequence[Inbound]) -> None:
    """Makes a person, a search and a conversation for every sender who has none, unless another process just did."""
    newcomers = [
        {
            "channel": inbound.channel,
            "address": inbound.sender,
            "reply_to": dict(inbound.reply_to) if inbound.reply_to else None,
            "words": " ".join(inbound.text.replace("\x00", " ").lower().split()),
            "search_public": public_id(),
            "talk_public": public_id(),
        }
        for inbound in {sender_of(inbound): inbound for inbound in inbounds}.values()
    ]
    values = {"newcomers": as_json(newcomers), "employer": house.employer.id, "now": house.now()}
    await run(connection, MINE, _senders(house, inbounds))
    await run(connection, WELCOME, values)


def _senders(house: House, inbounds: Sequence[Inbound]) -> dict[str, Any]:
    return {
        "employer": house.employer.id,
        "channels": [inbound.channel for inbound in inbounds],
        "addresses": [inbound.sender for inbound in inbounds],
    }


async def begin_anew(connection: AsyncConnection, house: House, locked: Sequence[Locked]) -> dict[Sender, Locked]:
    """Somebody writes again after their data was deleted: a search of its own, with nothing of the old one in it."""
    begun = {}
    for old in locked:
        if not old.erased:
            continue
        (search,) = await take_ids(connection, 1)
        found = await connection.execute(select(candidacy.c.person_id).where(candidacy.c.id == old.candidacy_id))
        owner: int = found.scalar_one()
        await insert_rows(connection, candidacy, [_search(house, search, owner)])
        await connection.execute(
            update(conversation)
            .where(conversation.c.id == old.id)
            .values(candidacy_id=search, asked=None, said=[], misses=0)
        )
        begun[old.channel, old.address] = replace(old, candidacy_id=search, asked=None, said=(), misses=0, erased=False)
    return begun


def _search(house: House, number: int, person_id: int) -> dict[str, Any]:
    return {
        "id": number,
        "employer_id": house.employer.id,
        "person_id": person_id,
        "public_id": public_id(),
        "door": "new",
        "stage": "telling",
        "profile_version": 0,
        "created_at": house.now(),
        "summary": {},
        "search": "",
    }
