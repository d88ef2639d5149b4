"""One candidate as a recruiter works with them: where the search stands, who holds the talk, every fact and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.tables import (
    answer,
    campaign,
    candidacy,
    contact_point,
    conversation,
    message,
    note,
    promise,
    recruiter,
    suppression,
)


@dataclass(frozen=True, slots=True)
class Candidacy:
    """The search itself, and the conversation it is led in. conversation_id is None before anybody wrote."""

    id: int
    public_id: str
    person_id: int
    door: str
    stage: str
    needs: str | None
    due_at: datetime | None
    parked_until: date | None
    created_at: datetime
    confirmed_at: datetime | None
    summary: Mapping[str, Any]
    source: str | None
    conversation_id: int | None
    language: str | None
    holder_id: int | None
    holder_name: str | None
    held_since: datetime | None
    channel: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A standing answer with the words it was read from and who gave it (a recruiter's name, or None: the candidate)."""

    fact: str
    value: Any
    words: str
    said_by: str
    by_name: str | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Promised:
    """What the candidate was promised and not yet given."""

    id: int
    kind: str
    made_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A recruiter's note: who wrote it and when stands with it (offentlighedsloven, section 13)."""

    body: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Text:
    """One message of the talk."""

    direction: str
    author: str
    by_name: str | None
    body: str
    status: str
    error: str | None
    segments: int | None
    media: int
    at: datetime
    send_after: datetime | None

    @classmethod
    def of(cls, row: Any, names: Mapping[str, str]) -> Text:
        """A row of `message`. names: of the recruiters, by what `author` says."""
        return cls(
            row.direction,
            row.author,
            names.get(row.author),
            row.body,
            row.status,
            row.error,
            row.segments,
            row.media,
            row.at,
            row.send_after,
        )


@dataclass(frozen=True, slots=True)
class Talk:
    """The whole talk and the address it is led with; shown only when a recruiter opens it, and that is logged."""

    address: str
    texts: tuple[Text, ...]
    stopped: bool


async def find_candidacy(connection: AsyncConnection, house: House, public_id: str) -> Candidacy | None:
    """The candidacy behind the id in an address; None if this employer has none such."""
    row: Any = (
        await connection.execute(
            select(
                candidacy.c.id,
                candidacy.c.public_id,
                candidacy.c.person_id,
                candidacy.c.door,
                candidacy.c.stage,
                candidacy.c.needs,
                candidacy.c.due_at,
                candidacy.c.parked_until,
                candidacy.c.created_at,
                candidacy.c.confirmed_at,
                candidacy.c.summary,
                campaign.c.name,
                conversation.c.id,
                conversation.c.language,
                conversation.c.holder_id,
                recruiter.c.name,
                conversation.c.held_since,
                contact_point.c.channel,
            )
            .select_from(
                candidacy.outerjoin(campaign, campaign.c.id == candidacy.c.campaign_id)
                .outerjoin(conversation, conversation.c.candidacy_id == candidacy.c.id)
                .outerjoin(recruiter, recruiter.c.id == conversation.c.holder_id)
                .outerjoin(contact_point, contact_point.c.id == conversation.c.contact_point_id)
            )
            .where(candidacy.c.public_id == public_id, candidacy.c.employer_id == house.employer.id)
            # Who moved from texts to Teams has two talks: the one that was last written in is the one that counts.
            .order_by(conversation.c.last_inbound_at.desc().nulls_last(), conversation.c.id.desc())
            .limit(1)
        )
    ).one_or_none()
    return None if row is None else Candidacy(*row)


async def standing_answers(connection: AsyncConnection, candidacy_id: int) -> dict[str, Said]:
    """What stands, by fact."""
    names = await recruiter_names(connection)
    rows = await connection.execute(
        select(answer.c.fact, answer.c.value, answer.c.words, answer.c.said_by, answer.c.said_at)
        .where(answer.c.candidacy_id == candidacy_id, answer.c.withdrawn_at.is_(None))
        .order_by(answer.c.id)
    )
    return {
        row.fact: Said(row.fact, row.value, row.words, row.said_by, names.get(row.said_by), row.said_at) for row in rows
    }


async def open_promises(connection: AsyncConnection, candidacy_id: int) -> list[Promised]:
    """What was promised and not kept yet, the first due first."""
    rows = await connection.execute(
        select(promise.c.id, promise.c.kind, promise.c.made_at, promise.c.due_at)
        .where(promise.c.candidacy_id == candidacy_id, promise.c.kept_at.is_(None))
        .order_by(promise.c.due_at)
    )
    return [Promised(*row) for row in rows]


async def notes(connection: AsyncConnection, candidacy_id: int) -> list[Note]:
    """Every note, the newest first."""
    rows = await connection.execute(
        select(note.c.body, recruiter.c.name, note.c.at)
        .join(recruiter, recruiter.c.id == note.c.recruiter_id)
        .where(note.c.candidacy_id == candidacy_id)
        .order_by(note.c.id.desc())
    )
    return [Note(*row) for row in rows]


async def whole_talk(connection: AsyncConnection, house: House, conversation_id: int) -> Talk:
    """Every message of a conversation in the order they came, and whether the person asked for no more texts."""
    names = await recruiter_names(connection)
    point = (
        await connection.execute(
            select(contact_point.c.address, contact_point.c.channel)
            .join(conversation, conversation.c.contact_point_id == contact_point.c.id)
            .where(conversation.c.id == conversation_id)
        )
    ).one()
    stopped = await connection.scalar(
        select(func.count()).where(
            suppression.c.employer_id == house.employer.id,
            suppression.c.channel == point.channel,
            suppression.c.address == point.address,
            suppression.c.lifted_at.is_(None),
            suppression.c.kind != "outreach",
        )
    )
    rows = await connection.execute(
        select(message).where(message.c.conversation_id == conversation_id).order_by(message.c.id)
    )
    texts = tuple(Text.of(row, names) for row in rows)
    return Talk(point.address, texts, bool(stopped))


async def recruiter_names(connection: AsyncConnection) -> dict[str, str]:
    """Recruiters by the name they have as authors and actors: "recruiter:7" to "Anna Krogh"."""
    return {
        f"recruiter:{row.id}": row.name for row in await connection.execute(select(recruiter.c.id, recruiter.c.name))
    }
