"""Masking: what a person said goes from everywhere it stands, at once; ids, times and the audit trail stay whole."""

from __future__ import annotations

from sqlalchemy import delete, exists, func, null, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool import kept_plans
from bot.store.database import enqueue
from bot.store.tables import (
    answer,
    candidacy,
    contact_point,
    conversation,
    interview,
    message,
    note,
    person,
    ranking,
    snapshot,
    suggestion,
)
from bot.store.trail import Happening, record

MASK = "[slettet]"
NOT_SENT = ("queued", "unknown")
NOT_AGAIN = {"withheld": "erased"}
# What was written with a leader about a suggestion names it by its code, or nobody: then it counts as being about whoever
# was before the unit. A leader of several units has one phone. What is still on its way out ("called off") must arrive.
UNITS_TEXTS = text(
    """
    UPDATE message m SET body = :mask
    FROM suggestion s JOIN unit u ON u.id = s.unit_id
      JOIN unit led ON led.employer_id = u.employer_id AND (led.id = u.id OR led.leader_phone = u.leader_phone)
    WHERE s.candidacy_id = :candidacy AND m.unit_id = led.id AND m.conversation_id IS NULL
      AND m.at BETWEEN s.proposed_at AND coalesce(s.released_at, :now) + interval '30 days'
      AND m.status NOT IN ('queued', 'sending', 'unknown')
      AND (m.body ~ ('\\m' || s.code || '\\M') OR (m.direction = 'in' AND m.body !~ '\\m[0-9]{4}\\M'))
    """
)


async def mask(connection: AsyncConnection, house: House, candidacy_id: int, *, actor: str) -> None:
    """Masks what is held of a search: answers, texts, notes, reasons given to units, what leaders wrote
    about it, rankings with their inputs, plans.

    The address stays, so that the person can be told and a stop goes on being obeyed (`forgetting`). What is live before
    a unit must have been taken back, since that writes the queue's line anew. Masking twice does no harm.
    """
    await _answers_and_notes(connection, house, candidacy_id)
    await _talk(connection, candidacy_id)
    await connection.execute(UNITS_TEXTS, {"mask": MASK, "candidacy": candidacy_id, "now": house.now()})
    await _decisions(connection, candidacy_id)
    owner = select(candidacy.c.person_id).where(candidacy.c.id == candidacy_id).scalar_subquery()
    await connection.execute(update(person).where(person.c.id == owner).values(erased_at=house.now()))
    await connection.execute(
        update(candidacy)
        .where(candidacy.c.id == candidacy_id)
        .values(summary={}, search="", door="new", stage="erased", parked_until=None)
    )
    plans = await kept_plans.take_out(connection, house, candidacy_id)
    if plans:
        await enqueue(connection, house.database, "desk.plan")  # The place that was proposed for them is free.
    about = {"plans": plans} if plans else {}
    await record(connection, [Happening(house.employer.id, candidacy_id, actor, "masked", house.now(), about)])


async def _answers_and_notes(connection: AsyncConnection, house: House, candidacy_id: int) -> None:
    # The name of a fact may say something too: "authorised:sygeplejerske".
    about = func.split_part(answer.c.fact, ":", 1)
    await connection.execute(
        update(answer)
        .where(answer.c.candidacy_id == candidacy_id)
        .values(
            fact=about,
            value=text("'null'::jsonb"),
            words=MASK,
            span_start=None,
            span_end=None,
            withdrawn_at=house.now(),
            withdrawn_by="erased",
        )
    )
    await connection.execute(update(note).where(note.c.candidacy_id == candidacy_id).values(body=MASK))


async def _talk(connection: AsyncConnection, candidacy_id: int) -> None:
    mine = conversation.c.candidacy_id == candidacy_id
    talks = select(conversation.c.id).where(mine)
    await connection.execute(
        update(message)
        .where(message.c.conversation_id.in_(talks), message.c.direction == "out", message.c.status.in_(NOT_SENT))
        .values(status="withheld", error="erased")
    )
    await connection.execute(
        update(message).where(message.c.conversation_id.in_(talks)).values(body=MASK, extra=null())
    )
    # What the provider has in hand cannot be called back, and the answer to SLET waits for it; but it is not tried again.
    await connection.execute(
        update(message)
        .where(message.c.conversation_id.in_(talks), message.c.direction == "out", message.c.status == "sending")
        .values(extra=NOT_AGAIN)
    )
    # A door needs the ids in here to answer, never the name beside them.
    nameless = contact_point.c.reply_to.op("#-")(text("'{user,name}'")).op("#-")(text("'{conversation,name}'"))
    await connection.execute(
        update(contact_point)
        .where(contact_point.c.id.in_(select(conversation.c.contact_point_id).where(mine)))
        .where(func.jsonb_typeof(contact_point.c.reply_to) == "object")
        .values(reply_to=nameless)
    )
    # Nobody holds a talk with somebody who asked to be deleted: there is nothing left to say in it.
    await connection.execute(
        update(conversation)
        .where(mine)
        .values(asked=null(), said=["greeting"], misses=0, holder_id=None, held_since=None)
    )


async def _decisions(connection: AsyncConnection, candidacy_id: int) -> None:
    await connection.execute(
        update(suggestion).where(suggestion.c.candidacy_id == candidacy_id).values(reason="", override="")
    )
    await connection.execute(
        update(interview).where(interview.c.candidacy_id == candidacy_id).values(meets="", place="")
    )
    await connection.execute(update(ranking).where(ranking.c.candidacy_id == candidacy_id).values(result=b""))
    # What a ranking was made from holds the profile. The rules lie there too, and belong to every ranking.
    inputs = select(ranking.c.inputs).where(ranking.c.candidacy_id == candidacy_id)
    elsewhere = exists().where(
        or_(
            (ranking.c.inputs == snapshot.c.digest) & (ranking.c.candidacy_id != candidacy_id),
            ranking.c.rules == snapshot.c.digest,
        )
    )
    await connection.execute(delete(snapshot).where(snapshot.c.digest.in_(inputs), ~elsewhere))
