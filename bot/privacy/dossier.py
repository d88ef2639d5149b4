"""Everything held about one person, readable: for whoever asks what we know (GDPR 15), and to find whom to forget."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.intake import cells
from bot.store.tables import (
    answer,
    campaign,
    candidacy,
    contact_point,
    conversation,
    event,
    interview,
    message,
    note,
    person,
    promise,
    ranking,
    recruiter,
    suggestion,
    suppression,
    unit,
    vacancy,
)

# What only the house needs to find its way: no knowledge about the person, and of no use to them.
INNER = frozenset(
    {"employer_id", "person_id", "candidacy_id", "conversation_id", "unit_id", "link", "search", "inputs", "rules"}
)


async def find_person(connection: AsyncConnection, employer_id: int, who: str) -> int | None:
    """The row id of a person, by telephone number in any spelling, another address, or a candidacy's public id."""
    try:
        address = cells.phone(who) or who
    except ValueError:
        address = who
    wanted = select(contact_point.c.person_id).where(
        contact_point.c.employer_id == employer_id, contact_point.c.address == address
    )
    searched = select(candidacy.c.person_id).where(candidacy.c.employer_id == employer_id, candidacy.c.public_id == who)
    found: int | None = await connection.scalar(wanted.union(searched).limit(1))
    return found


async def candidacies_of(connection: AsyncConnection, person_id: int) -> list[int]:
    """The row ids of a person's candidacies, the oldest first."""
    rows = await connection.execute(
        select(candidacy.c.id).where(candidacy.c.person_id == person_id).order_by(candidacy.c.id)
    )
    return list(rows.scalars())


async def dossier(connection: AsyncConnection, person_id: int) -> dict[str, Any]:
    """What is held about a person, as plain data: who, how reached, each search with its answers, texts and decisions."""
    found = await _rows(connection, select(person).where(person.c.id == person_id))
    points = (await connection.execute(select(contact_point).where(contact_point.c.person_id == person_id))).all()
    stops = select(suppression).where(suppression.c.address.in_([point.address for point in points]))
    return {
        "person": found[0],
        "addresses": [{"channel": point.channel, "address": point.address} for point in points],
        "must_not_be_written_to": await _rows(connection, stops),
        "searches": [await _search(connection, number) for number in await candidacies_of(connection, person_id)],
    }


async def _search(connection: AsyncConnection, number: int) -> dict[str, Any]:
    talks = select(conversation.c.id).where(conversation.c.candidacy_id == number)
    own = (await _rows(connection, _of(candidacy, number, candidacy.c.id == number)))[0]
    source = select(campaign.c.name).join(candidacy, candidacy.c.campaign_id == campaign.c.id)
    placed = (
        select(suggestion, unit.c.name.label("unit"), vacancy.c.role.label("post"))
        .join(unit, unit.c.id == suggestion.c.unit_id)
        .join(vacancy, vacancy.c.id == suggestion.c.vacancy_id)
        .where(suggestion.c.candidacy_id == number)
        .order_by(suggestion.c.id)
    )
    met = (
        select(interview, unit.c.name.label("unit"))
        .join(unit, unit.c.id == interview.c.unit_id)
        .where(interview.c.candidacy_id == number)
        .order_by(interview.c.id)
    )
    noted = (
        select(note.c.body, note.c.at, recruiter.c.name.label("by"))
        .join(recruiter, recruiter.c.id == note.c.recruiter_id)
        .where(note.c.candidacy_id == number)
        .order_by(note.c.id)
    )
    ranked = select(ranking.c.public_id, ranking.c.rules_version, ranking.c.clock).where(
        ranking.c.candidacy_id == number
    )
    happened = select(event.c.at, event.c.actor, event.c.verb, event.c.data).where(event.c.stream_id == number)
    return {
        **own,
        "came_from": await connection.scalar(source.where(candidacy.c.id == number)),
        "answers": await _rows(connection, _of(answer, number)),
        "messages": await _rows(
            connection, select(message).where(message.c.conversation_id.in_(talks)).order_by(message.c.id)
        ),
        "promises": await _rows(connection, _of(promise, number)),
        "suggestions": await _rows(connection, placed),
        "interviews": await _rows(connection, met),
        "notes": await _rows(connection, noted),
        "rankings": await _rows(connection, ranked.order_by(ranking.c.id)),
        "what_happened": await _rows(connection, happened.order_by(event.c.position)),
    }


def _of(table: Table, number: int, condition: Any = None) -> Select[Any]:
    return select(table).where(table.c.candidacy_id == number if condition is None else condition).order_by(table.c.id)


async def _rows(connection: AsyncConnection, query: Select[Any]) -> list[dict[str, Any]]:
    return [_readable(row) for row in (await connection.execute(query)).mappings()]


def _readable(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        str(name): _plain(value)
        for name, value in row.items()
        if name not in INNER and name != "id" and value is not None
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value
