"""The audit trail: write an event into its chain, read a chain, prove that nobody touched it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.bulk import Sheet
from bot.store.database import as_json
from bot.store.driver import fetch
from bot.store.tables import event, stream

GENESIS = b"\x00" * 32


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `data` holds ids and codes, never words of a person."""

    employer_id: int
    stream_id: int
    actor: str
    verb: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


def link(previous: bytes, position: int, happening: Happening) -> bytes:
    """The hash of an entry: over the one before it and all it says itself."""
    body = as_json(
        [
            happening.employer_id,
            happening.stream_id,
            position,
            happening.actor,
            happening.verb,
            happening.at.timestamp(),
            dict(happening.data),
        ]
    )
    return hashlib.sha256(previous + body.encode()).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: how many entries it has, and the hash of the last one."""

    length: int = 0
    hash: bytes = GENESIS


async def record(connection: AsyncConnection, happenings: Sequence[Happening]) -> None:
    """Appends to the chains of their streams, in the order given. Locks each stream until the commit."""
    if not happenings:
        return
    sheet = Sheet()
    append(sheet, await _lock(connection, {happening.stream_id for happening in happenings}), happenings)
    await sheet.write(connection)


def append(sheet: Sheet, heads: Mapping[int, Head], happenings: Sequence[Happening]) -> None:
    """Puts happenings onto a sheet, each behind the head of its stream.

    heads: as read in this transaction; a stream that is missing begins here. If somebody else appended to one of them
    meanwhile, writing the sheet raises psycopg.errors.UniqueViolation: two entries never take one place.
    """
    ends = {happening.stream_id: heads.get(happening.stream_id, Head()) for happening in happenings}
    for happening in happenings:
        before = ends[happening.stream_id]
        head = Head(before.length + 1, link(before.hash, before.length + 1, happening))
        ends[happening.stream_id] = head
        entry = {
            "employer_id": happening.employer_id,
            "stream_id": happening.stream_id,
            "position": head.length,
            "at": happening.at,
            "actor": happening.actor,
            "verb": happening.verb,
            "data": dict(happening.data),
            "hash": head.hash,
        }
        sheet.add(event, [entry])
    sheet.put(stream, [{"id": number, "length": end.length, "head": end.hash} for number, end in sorted(ends.items())])


async def _lock(connection: AsyncConnection, streams: set[int]) -> dict[int, Head]:
    # Makes the streams that are new and locks them all: an update that changes nothing returns what stands.
    found = await fetch(
        connection,
        "INSERT INTO stream (id, length, head) SELECT id, 0, %(genesis)s FROM unnest(CAST(%(ids)s AS bigint[])) AS id "
        "ORDER BY id ON CONFLICT (id) DO UPDATE SET length = stream.length RETURNING id, length, head",
        {"ids": sorted(streams), "genesis": GENESIS},
    )
    return {row.id: Head(row.length, bytes(row.head)) for row in found}


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry of a stream that is not what was written."""

    stream_id: int
    position: int


async def verify(connection: AsyncConnection) -> list[Break]:
    """Every stream whose chain does not hold, with the first entry at fault; empty if all is as it was written."""
    broken: list[Break] = []
    heads = {row.id: row for row in await connection.execute(text("SELECT id, length, head FROM stream"))}
    rows = await connection.stream(event.select().order_by(event.c.stream_id, event.c.position))
    current, head, position, whole = None, GENESIS, 0, True

    def close() -> None:
        end = heads.get(current) if current is not None else None
        if current is not None and whole and (end is None or end.length != position or bytes(end.head) != head):
            broken.append(Break(current, position + 1))

    async for row in rows:
        if row.stream_id != current:
            close()
            current, head, position, whole = row.stream_id, GENESIS, 0, True
        if not whole:
            continue
        happening = Happening(row.employer_id, row.stream_id, row.actor, row.verb, row.at, row.data)
        position += 1
        expected = link(head, position, happening)
        if row.position != position or bytes(row.hash) != expected:
            broken.append(Break(row.stream_id, position))
            whole = False
        head = expected
    close()
    return broken
