"""People who wait: a promise that was not kept in time is renewed out loud, a few times; a pause that is over is said to be."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises, queue
from bot.line.talk import write
from bot.pool.states import GOING_ON
from bot.store.database import notify
from bot.store.driver import fetch
from bot.store.tables import candidacy, conversation, promise
from bot.store.trail import Happening, record
from dialogs import notices
from dialogs.facts import CONSENT
from dialogs.script import Asked
from wording import times

RENEWED = "late"  # How a promise was kept that the line only put off; whatever a person did is called otherwise.
# How often the line has put this person off, and whether it has asked them about it, since they last heard something real.
PUT_OFF = """
    SELECT
      (SELECT count(*) FROM promise p WHERE p.candidacy_id = %(id)s AND p.kept_how = %(renewed)s AND p.id > coalesce(
        (SELECT max(k.id) FROM promise k WHERE k.candidacy_id = %(id)s AND k.kept_at IS NOT NULL
           AND k.kept_how <> %(renewed)s), 0)) AS renewals,
      coalesce((SELECT max(e.position) FROM event e WHERE e.stream_id = %(id)s AND e.verb = 'asked_to_wait'), 0)
        > coalesce((SELECT max(e.position) FROM event e WHERE e.stream_id = %(id)s AND e.verb = 'kept_promise'), 0)
        AS asked
    """


async def promise_due(house: House, promise_id: int) -> None:
    """A promise that was not kept in time: the candidate is told so and when now; the recruiter sees that it is late.

    The line puts nobody off more often than PROMISE_RENEWALS in a row. After that the promise stays open, first in the
    queue, until a person acts; the candidate is told the truth and asked whether to go on waiting. No silence ends it.
    """
    async with house.database.transaction() as connection:
        found = (
            await connection.execute(
                select(promise, candidacy.c.stage, candidacy.c.summary)
                .join(candidacy, candidacy.c.id == promise.c.candidacy_id)
                .where(promise.c.id == promise_id)
                .with_for_update(of=promise)
            )
        ).one_or_none()
        if found is None or found.kept_at is not None or found.due_at > house.now():
            return
        late = Happening(
            house.employer.id, found.candidacy_id, "line", "promise_late", house.now(), {"promise": promise_id}
        )
        await record(connection, [late])
        talk = await _talk(connection, found.candidacy_id)
        # While a person holds the talk the line is silent: the promise is theirs, and stays first in the queue.
        if talk is not None and talk.holder_id is None and found.stage in GOING_ON:
            await _put_off(connection, house, found, talk)
        await queue.rethink(connection, [found.candidacy_id])
        await notify(connection, "queue", f"candidacy:{found.candidacy_id}")


async def _put_off(connection: AsyncConnection, house: House, late: Any, talk: Any) -> None:
    (so_far,) = await fetch(connection, PUT_OFF, {"id": late.candidacy_id, "renewed": RENEWED})
    name = str((late.summary or {}).get("first_name") or "")
    if so_far.renewals < house.settings.promise_renewals:
        await connection.execute(
            update(promise).where(promise.c.id == late.id).values(kept_at=house.now(), kept_how=RENEWED)
        )
        again = house.local(await promises.make(connection, house, late.candidacy_id, late.kind))
        words = notices.NOT_YET.told(talk.language, name=name, due=times.in_full(again, talk.language))
        await write(connection, house, talk.id, words)
    elif not so_far.asked:
        await write(connection, house, talk.id, notices.STILL_WAITING.told(talk.language, name=name))
        await connection.execute(
            update(conversation).where(conversation.c.id == talk.id).values(asked=Asked((CONSENT,)).to_json(), misses=0)
        )
        asked = Happening(house.employer.id, late.candidacy_id, "line", "asked_to_wait", house.now())
        await record(connection, [asked])


async def pause_over(house: House, candidacy_id: int) -> None:
    """The day a pause was to end: the candidate is in the queue again and told so, unless they came back or left before."""
    async with house.database.transaction() as connection:
        today = house.local(house.now()).date()
        back = (
            await connection.execute(
                update(candidacy)
                .where(candidacy.c.id == candidacy_id, candidacy.c.stage == "paused", candidacy.c.parked_until <= today)
                .values(
                    stage=text("CASE WHEN confirmed_at IS NULL THEN 'telling' ELSE 'confirmed' END"), parked_until=None
                )
                .returning(candidacy.c.summary)
            )
        ).one_or_none()
        if back is None:
            return
        await record(connection, [Happening(house.employer.id, candidacy_id, "line", "came_back", house.now())])
        due = house.local(await promises.make(connection, house, candidacy_id, "hear_from_us"))
        talk = await _talk(connection, candidacy_id)
        if talk is not None and talk.holder_id is None:
            name = str((back.summary or {}).get("first_name") or "")
            words = notices.PAUSE_OVER.told(talk.language, name=name, due=times.in_full(due, talk.language))
            await write(connection, house, talk.id, words)
        await queue.rethink(connection, [candidacy_id])
        await notify(connection, "queue", f"candidacy:{candidacy_id}")


async def _talk(connection: AsyncConnection, candidacy_id: int) -> Any:
    """The conversation a search is led in: the one written in last."""
    found = await connection.execute(
        select(conversation.c.id, conversation.c.language, conversation.c.holder_id)
        .where(conversation.c.candidacy_id == candidacy_id)
        .order_by(conversation.c.last_inbound_at.desc().nulls_last(), conversation.c.id.desc())
        .limit(1)
    )
    return found.one_or_none()
