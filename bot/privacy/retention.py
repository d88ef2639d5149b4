"""How long things last: silence is asked about, then ends a search; what had to be documented goes when its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import promises
from bot.line.talk import write
from bot.privacy.forgetting import forget_search
from bot.privacy.masking import MASK
from bot.store.database import notify
from bot.store.tables import candidacy, conversation
from bot.store.trail import Happening, record
from bot.units.cases import lock_talk
from bot.units.suggestions import withdraw_all
from dialogs import notices, phrases
from dialogs.facts import CONSENT
from dialogs.script import Asked
from dialogs.spoken import Spoken

DAYS_TO_ANSWER = 14  # The page about information says so too.

# A search that goes on, with the talk it is led in and when the person last wrote. Nobody's who is being talked to.
SILENT = """
    FROM candidacy c
    JOIN LATERAL (
      SELECT v.id, v.language, v.holder_id, coalesce(v.last_inbound_at, c.created_at) AS heard FROM conversation v
      WHERE v.candidacy_id = c.id ORDER BY v.last_inbound_at DESC NULLS LAST, v.id DESC LIMIT 1) talk ON true
    LEFT JOIN LATERAL (
      SELECT max(e.at) AS at FROM event e WHERE e.stream_id = c.id AND e.verb = 'asked_again') asked ON true
    WHERE c.employer_id = :employer AND c.stage IN ('telling', 'confirmed', 'paused') AND talk.holder_id IS NULL
      AND (CAST(:only AS bigint) IS NULL OR c.id = :only)
    """
# Whoever named a day until which to be left alone is left alone until then.
TO_ASK = text(
    f"""SELECT c.id, talk.id AS talk, talk.language, c.summary ->> 'first_name' AS first_name {SILENT}
      AND talk.heard < CAST(:now AS timestamptz) - make_interval(months => :months)
      AND (asked.at IS NULL OR asked.at < talk.heard)
      AND NOT (c.stage = 'paused' AND c.parked_until IS NOT NULL AND c.parked_until > :today)
    ORDER BY c.id"""
)
# While a person is asked to look at somebody, no silence ends their search.
TO_LAPSE = text(
    f"""SELECT c.id {SILENT}
      AND asked.at >= talk.heard AND asked.at < :asked_before AND (c.needs IS NULL OR c.needs = 'match')
    ORDER BY c.id"""
)
# The end is the last act that ended it. A deletion nobody has confirmed in all that time is completed as well.
TO_PURGE = text(
    """
    SELECT c.id FROM candidacy c
    LEFT JOIN LATERAL (
      SELECT max(e.at) FILTER (WHERE e.verb IN ('hired', 'withdrawn', 'stop', 'withdraw', 'lapsed', 'erase')) AS ended,
        max(e.at) AS last, bool_or(e.verb = 'forgotten') AS forgotten
      FROM event e WHERE e.stream_id = c.id) past ON true
    WHERE c.employer_id = :employer AND c.stage IN ('hired', 'withdrawn', 'lapsed', 'erased')
      AND past.forgotten IS NOT TRUE AND (CAST(:only AS bigint) IS NULL OR c.id = :only)
      AND coalesce(past.ended, past.last, c.created_at) < CAST(:now AS timestamptz) - make_interval(months => :months)
    ORDER BY c.id
    """
)

# What leaders texted and were answered is about people too, and kept no longer than what is known of them.
UNITS_TEXTS = text(
    """
    UPDATE message SET body = :mask WHERE employer_id = :employer AND unit_id IS NOT NULL AND body <> :mask
      AND at < CAST(:now AS timestamptz) - make_interval(months => :months)
    """
)


async def ask_again(house: House) -> int:
    """Asks everybody silent for POOL_MONTHS, once, whether they still look for work. Returns how many were asked."""
    asked = 0
    for number in await _found(house, TO_ASK, **_asking(house)):
        async with house.database.transaction() as connection:
            await lock_talk(connection, number)
            rows = await _rows(connection, house, TO_ASK, only=number, **_asking(house))
            for row in rows:
                await _ask(connection, house, row)
            asked += len(rows)
    return asked


async def lapse(house: House) -> int:
    """Ends the search of everybody who was asked and let the day pass. Returns how many."""
    ended = 0
    for number in await _found(house, TO_LAPSE, **_lapsing(house)):
        async with house.database.transaction() as connection:
            await lock_talk(connection, number)
            if await _rows(connection, house, TO_LAPSE, only=number, **_lapsing(house)):
                await _lapse(connection, house, number)
                ended += 1
    return ended


async def purge(house: House) -> int:
    """Forgets everybody whose search ended DOCUMENTATION_MONTHS ago, and what leaders texted before then.

    Returns how many searches.
    """
    gone = 0
    for number in await _found(house, TO_PURGE, **_purging(house)):
        async with house.database.transaction() as connection:
            await lock_talk(connection, number)
            if await _rows(connection, house, TO_PURGE, only=number, **_purging(house)):
                await forget_search(connection, house, number, actor="line")
                gone += 1
    async with house.database.transaction() as connection:
        await connection.execute(UNITS_TEXTS, {"employer": house.employer.id, "mask": MASK, **_purging(house)})
    return gone


def question(name: str, until: date, language: str, *, today: date) -> Spoken:
    """What is asked, in two segments at most. until: the last day on which an answer counts."""
    return notices.STILL_LOOKING.told(language, name=name, day=phrases.day(until, language, today=today))


async def _ask(connection: AsyncConnection, house: House, row: Any) -> None:
    today = house.local(house.now()).date()
    body = question(row.first_name or "", today + timedelta(days=DAYS_TO_ANSWER), row.language, today=today)
    await write(connection, house, row.talk, body)
    await connection.execute(
        update(conversation).where(conversation.c.id == row.talk).values(asked=Asked((CONSENT,)).to_json(), misses=0)
    )
    await record(connection, [Happening(house.employer.id, row.id, "line", "asked_again", house.now())])


async def _lapse(connection: AsyncConnection, house: House, candidacy_id: int) -> None:
    await withdraw_all(connection, house, candidacy_id, by="line", reason="stopped")
    await promises.keep(connection, house, candidacy_id, "lapsed")
    await connection.execute(
        update(candidacy)
        .where(candidacy.c.id == candidacy_id)
        .values(stage="lapsed", needs=None, due_at=None, parked_until=None)
    )
    await record(connection, [Happening(house.employer.id, candidacy_id, "line", "lapsed", house.now())])
    await notify(connection, "queue", f"candidacy:{candidacy_id}")


def _asking(house: House) -> dict[str, Any]:
    return {"now": house.now(), "months": house.settings.pool_months, "today": house.local(house.now()).date()}


def _lapsing(house: House) -> dict[str, Any]:
    # The whole of the last day counts, so the question must lie more than that many days back.
    first = house.local(house.now()).date() - timedelta(days=DAYS_TO_ANSWER)
    return {"asked_before": house.on_day(first, hour=0)}


def _purging(house: House) -> dict[str, Any]:
    return {"now": house.now(), "months": house.settings.documentation_months}


async def _found(house: House, query: Any, **values: Any) -> Sequence[int]:
    """Whom a rule meets now. Each is looked at again under the lock of their talk: life may have moved on."""
    async with house.database.engine.connect() as connection:
        return [row.id for row in await _rows(connection, house, query, only=None, **values)]


async def _rows(connection: AsyncConnection, house: House, query: Any, **values: Any) -> Sequence[Any]:
    return (await connection.execute(query, {"employer": house.employer.id, **values})).all()
