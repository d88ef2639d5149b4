"""The talks that need a person: held by a recruiter, or waiting for one to take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.states import TALK_NEEDS
from bot.store.tables import candidacy, conversation, recruiter

SHOWN = 200


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A talk in the list: whose it is, why it needs a person, and who has it."""

    public_id: str
    summary: Mapping[str, Any]
    needs: str | None
    due_at: datetime | None
    holder_id: int | None
    holder_name: str | None
    held_since: datetime | None
    last_inbound_at: datetime | None


def needs_talk(house: House) -> ColumnElement[bool]:
    """What a candidacy must be to stand in the list of talks: it needs a person, or a recruiter holds its talk."""
    own = candidacy.c.employer_id == house.employer.id
    asking = select(candidacy.c.id).where(own, candidacy.c.needs.is_not(None), candidacy.c.needs.in_(TALK_NEEDS))
    held = select(conversation.c.candidacy_id).where(
        conversation.c.employer_id == house.employer.id, conversation.c.holder_id.is_not(None)
    )
    return and_(own, candidacy.c.id.in_(asking.union(held)))


async def talks(connection: AsyncConnection, house: House) -> list[TalkLine]:
    """The talks that need a person, the most urgent first, then by what was promised; at most SHOWN."""
    urgency = case(
        {need: place for place, need in enumerate(TALK_NEEDS)}, value=candidacy.c.needs, else_=len(TALK_NEEDS)
    )
    rows = await connection.execute(
        select(
            candidacy.c.public_id,
            candidacy.c.summary,
            candidacy.c.needs,
            candidacy.c.due_at,
            conversation.c.holder_id,
            recruiter.c.name,
            conversation.c.held_since,
            conversation.c.last_inbound_at,
        )
        .select_from(
            candidacy.outerjoin(conversation, conversation.c.candidacy_id == candidacy.c.id).outerjoin(
                recruiter, recruiter.c.id == conversation.c.holder_id
            )
        )
        .where(needs_talk(house))
        .order_by(urgency, candidacy.c.due_at.nulls_last(), candidacy.c.id)
        .limit(SHOWN)
    )
    return [TalkLine(*row) for row in rows]
