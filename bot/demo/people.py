"""Invented candidates in any number, to see the queue as it is when 5,000 people wait: the same ones every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.portraits import Portrait, portrait
from bot.line.queue import search_words, summary
from bot.pool.candidates import Standing, candidate_from
from bot.pool.vacancies import rows_of
from bot.store.bulk import insert_rows
from bot.store.database import take_ids
from bot.store.public_ids import public_id
from bot.store.tables import answer, candidacy, contact_point, conversation, message, person, promise
from bot.store.trail import Happening, record
from config.files import ConfigFiles
from matching.eligibility import first_failure
from matching.geography import Travel
from matching.rules import Rules
from matching.vacancy import Vacancy

SEED = 20261122
BATCH = 500
NUMBERS = "+452030"  # Four more digits: well formed, and in the demo nothing is ever sent anywhere.
MOST = 10_000
ZONE = ZoneInfo("Europe/Copenhagen")
Rows = dict[str, list[dict[str, Any]]]


def _quiet(_done: int) -> None:
    """Shows nothing."""


async def load_people(
    connection: AsyncConnection,
    employer_id: int,
    count: int,
    now: datetime,
    *,
    progress: Callable[[int], None] = _quiet,
) -> int:
    """`count` confirmed candidates with answers, a talk and a promise, waiting for a match; returns how many are new.

    Those of an earlier load are left alone: the second load of 5,000 after 50 adds 4,950. At most MOST.
    """
    there = await connection.scalar(
        select(func.count())
        .select_from(contact_point)
        .where(contact_point.c.employer_id == employer_id, contact_point.c.address.startswith(NUMBERS))
    )
    chance, files = Random(SEED), ConfigFiles()  # noqa: S311 - invented people, not secrets
    rules, travel = Rules.load(files), Travel.load(files)
    vacancies = list((await rows_of(connection, employer_id, now - timedelta(days=14))).values())
    portraits = [portrait(chance, now.astimezone(ZONE).date()) for _ in range(min(count, MOST))]
    already = there or 0
    for start in range(already, len(portraits), BATCH):
        batch = portraits[start : start + BATCH]
        await _write(
            connection, employer_id, start, batch, now, lambda one: _possible(one, vacancies, rules, travel, now)
        )
        progress(start - already + len(batch))
    return max(0, len(portraits) - already)


def working_moment(moment: datetime, *, past: bool) -> datetime:
    """The same moment, or the nearest between 9 and 16 on a working day: nobody here promises an answer at night.

    past: look back instead of ahead, so that what is overdue stays overdue.
    """
    local = moment.astimezone(ZONE)
    if local.weekday() < 5 and 9 <= local.hour < 16:
        return moment
    step = timedelta(days=-1 if past else 1)
    if (past and local.hour < 9) or (not past and local.hour >= 16):
        local += step
    while local.weekday() > 4:
        local += step
    # Spread over the hours of the day as the minutes are, so that they do not all fall due together.
    return local.replace(hour=9 + local.minute % 7)


def _possible(one: Portrait, vacancies: Sequence[Vacancy], rules: Rules, travel: Travel, now: datetime) -> int:
    """How many vacancies this candidate may be suggested for."""
    standing = {fact: Standing(value) for fact, value in one.facts.items()}
    candidate = candidate_from("", "new", standing, ConfigFiles())
    today = now.astimezone(ZONE).date()
    return sum(
        first_failure(candidate, vacancy, rules, None, today, outside=travel.outside(vacancy.district)) is None
        for vacancy in vacancies
    )


async def _write(
    connection: AsyncConnection,
    employer_id: int,
    start: int,
    portraits: Sequence[Portrait],
    now: datetime,
    possible: Callable[[Portrait], int],
) -> None:
    fixed = 5
    ids = iter(await take_ids(connection, sum(fixed + len(one.talk) for one in portraits)))
    rows: Rows = {table.name: [] for table in TABLES}
    happenings = []
    for number, one in enumerate(portraits, start=start):
        who, where, search, talk, promised = (next(ids) for _ in range(fixed))
        address = f"{NUMBERS}{number:04d}"
        began = now - one.waited
        due_at = working_moment(now + one.due_in, past=one.due_in < timedelta(0))
        common = {"employer_id": employer_id}
        rows["person"].append({"id": who, **common, "created_at": began})
        rows["contact_point"].append({"id": where, **common, "person_id": who, "channel": "sms", "address": address})
        rows["candidacy"].append(
            {
                "id": search,
                **common,
                "person_id": who,
                "public_id": public_id(),
                "door": one.door,
                "stage": "confirmed",
                "profile_version": len(one.facts),
                "created_at": began,
                "confirmed_at": began + timedelta(minutes=len(one.talk)),
                "due_at": due_at,
                "needs": "match",
                "summary": {**summary(one.facts, one.language), "possible": possible(one)},
                "search": search_words(one.facts, address),
            }
        )
        rows["conversation"].append(
            {
                "id": talk,
                **common,
                "public_id": public_id(),
                "contact_point_id": where,
                "candidacy_id": search,
                "language": one.language,
                "said": ["greeting", "confirmed"],
                "misses": 0,
                "last_inbound_at": began + timedelta(minutes=len(one.talk) - 1),
            }
        )
        heard = _talk(rows, one, common, talk, address, began, ids)
        rows["answer"] += _answers(one, common, search, heard, began)
        rows["promise"].append(
            {
                "id": promised,
                **common,
                "candidacy_id": search,
                "kind": "hear_from_us",
                "made_at": began,
                "due_at": due_at,
            }
        )
        happenings.append(Happening(employer_id, search, "candidate", "confirmed", began, {"demo": True}))
    for table in TABLES:
        await insert_rows(connection, table, rows[table.name])
    await record(connection, happenings)


def _talk(
    rows: Rows, one: Portrait, common: Mapping[str, Any], talk: int, address: str, began: datetime, ids: Any
) -> list[int]:
    """The messages of a talk, a minute apart; returns their ids."""
    numbers = []
    for minute, (author, body) in enumerate(one.talk):
        numbers.append(next(ids))
        at = began + timedelta(minutes=minute)
        inwards = author == "candidate"
        rows["message"].append(
            {
                "id": numbers[-1],
                **common,
                "conversation_id": talk,
                "direction": "in" if inwards else "out",
                "channel": "sms",
                "address": address,
                "author": author,
                "body": body,
                "segments": 1 + len(body) // 161,
                "media": 0,
                "day": at.astimezone(ZONE).date(),
                "status": "received" if inwards else "delivered",
                "attempts": 0 if inwards else 1,
                "at": at,
                "settled_at": None if inwards else at,
            }
        )
    return numbers


def _answers(
    one: Portrait, common: Mapping[str, Any], search: int, heard: Sequence[int], began: datetime
) -> list[dict[str, Any]]:
    """Each fact with the words that gave it and where they stand in the talk."""
    answers = []
    for fact, value in one.facts.items():
        words = one.words.get(fact, "")
        place = next(
            (at for at, (by, body) in enumerate(one.talk) if by == "candidate" and words and words in body), None
        )
        begin = None if place is None else one.talk[place][1].index(words)
        answers.append(
            {
                **common,
                "candidacy_id": search,
                "fact": fact,
                "value": value,
                "words": words,
                "span_start": begin,
                "span_end": None if begin is None else begin + len(words),
                "message_id": None if place is None else heard[place],
                "said_by": "candidate",
                "said_at": began if place is None else began + timedelta(minutes=place),
            }
        )
    return answers


# In the order in which they refer to each other.
TABLES = (person, contact_point, candidacy, conversation, message, answer, promise)
