"""Deletion: what a person said is masked at once, everywhere it stands; ids, times and the audit trail stay whole."""

from __future__ import annotations

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.tables import answer, candidacy, conversation, interview, message, note, person, ranking
from bot.store.trail import Happening, record

MASK = "[slettet]"


async def mask(connection: AsyncConnection, house: House, candidacy_id: int, *, actor: str = "candidate") -> None:
    """Masks answers, texts, notes and kept rankings of a candidacy. The address stays until a person confirms (`forget`),
    so that the candidate can be told and a stop goes on being obeyed."""
    await connection.execute(
        update(answer)
        .where(answer.c.candidacy_id == candidacy_id)
        .values(value=text("'null'::jsonb"), words=MASK, withdrawn_at=house.now(), withdrawn_by="erased")
    )
    talks = select(conversation.c.id).where(conversation.c.candidacy_id == candidacy_id)
    await connection.execute(update(message).where(message.c.conversation_id.in_(talks)).values(body=MASK, extra=None))
    unsent = (message.c.direction == "out") & message.c.status.in_(["queued", "unknown"])
    await connection.execute(
        update(message).where(message.c.conversation_id.in_(talks), unsent).values(status="withheld", error="erased")
    )
    await connection.execute(update(note).where(note.c.candidacy_id == candidacy_id).values(body=MASK))
    await connection.execute(
        update(interview).where(interview.c.candidacy_id == candidacy_id).values(meets="", place="")
    )
    await connection.execute(
        update(conversation).where(conversation.c.candidacy_id == candidacy_id).values(asked=None, said=["greeting"])
    )
    await connection.execute(update(ranking).where(ranking.c.candidacy_id == candidacy_id).values(result=b""))
    owner = select(candidacy.c.person_id).where(candidacy.c.id == candidacy_id).scalar_subquery()
    await connection.execute(update(person).where(person.c.id == owner).values(erased_at=house.now()))
    await connection.execute(
        update(candidacy).where(candidacy.c.id == candidacy_id).values(summary={}, search="", stage="erased")
    )
    await record(connection, [Happening(house.employer.id, candidacy_id, actor, "masked", house.now())])
