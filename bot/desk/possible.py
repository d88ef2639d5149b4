"""How many places fit each candidate who waits: "3 mulige" in the list, and the group of those nobody has a place for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.queue import MINE, QueuePage, in_group
from bot.house import House
from bot.pool.candidates import Standing, candidate_from
from bot.pool.rulebook import rulebook
from bot.pool.vacancies import open_vacancies
from bot.store.database import notify
from bot.store.tables import answer, candidacy
from matching.ranking import Ranked, weigh

BATCH = 100


async def with_places(connection: AsyncConnection, house: House, page: QueuePage) -> QueuePage:
    """The page with `possible` in every summary that wants a match; what was not counted yet is counted now.

    Only the lines of one page are ever counted here, so a long queue opens as fast as a short one.
    """
    unknown = [row.public_id for row in page.rows if row.needs == "match" and "possible" not in row.summary]
    if not unknown:
        return page
    found = await places_of(connection, house, unknown)
    await _keep(connection, found)
    rows = tuple(
        replace(row, summary={**row.summary, "possible": found[row.public_id]}) if row.public_id in found else row
        for row in page.rows
    )
    return replace(page, rows=rows)


async def count_again(connection: AsyncConnection, house: House, after: str = "") -> str | None:
    """Counts the next BATCH of those who wait, since vacancies come and go.

    after: the public id the last batch ended with. Returns where to go on, or None at the end.
    """
    wanted = select(candidacy.c.public_id, candidacy.c.summary["possible"].label("possible")).where(
        in_group(house, MINE), candidacy.c.needs == "match", candidacy.c.public_id > after
    )
    rows = (await connection.execute(wanted.order_by(candidacy.c.public_id).limit(BATCH))).all()
    before = {row.public_id: row.possible for row in rows}
    found = await places_of(connection, house, list(before))
    changed = {name: number for name, number in found.items() if before[name] != number}
    await _keep(connection, changed)
    if changed:
        await notify(connection, "queue")
    return rows[-1].public_id if len(rows) == BATCH else None


async def places_of(connection: AsyncConnection, house: House, public_ids: Sequence[str]) -> dict[str, int]:
    """For each candidacy how many open vacancies pass every rule."""
    now = house.now()
    today = house.local(now).date()
    book = rulebook(house)
    vacancies = await open_vacancies(connection, house, today)
    rows = await connection.execute(
        select(candidacy.c.public_id, candidacy.c.door, answer.c.fact, answer.c.value, answer.c.words, answer.c.said_by)
        .outerjoin(answer, (answer.c.candidacy_id == candidacy.c.id) & answer.c.withdrawn_at.is_(None))
        .where(candidacy.c.public_id.in_(public_ids), candidacy.c.employer_id == house.employer.id)
    )
    facts: dict[tuple[str, str], dict[str, Standing]] = defaultdict(dict)
    for row in rows:
        known = facts[row.public_id, row.door]
        if row.fact is not None:
            known[row.fact] = Standing(row.value, row.words, row.said_by)
    numbers = {}
    for (public_id, door), known in facts.items():
        candidate = candidate_from(public_id, door, known, house.files)
        weighed = (weigh(candidate, vacancy, book.rules, book.travel, today) for vacancy in vacancies)
        numbers[public_id] = sum(isinstance(row, Ranked) for row in weighed)
    return numbers


async def _keep(connection: AsyncConnection, places: Mapping[str, int]) -> None:
    """Writes the numbers beside the profile, except where somebody is writing now: that one is counted again later."""
    if not places:
        return
    free = (
        select(candidacy.c.public_id).where(candidacy.c.public_id.in_(list(places))).with_for_update(skip_locked=True)
    )
    mine = set((await connection.execute(free)).scalars())
    rows = [{"name": name, "known": {"possible": number}} for name, number in places.items() if name in mine]
    if rows:
        await connection.execute(
            update(candidacy)
            .where(candidacy.c.public_id == bindparam("name"))
            .values(summary=candidacy.c.summary.concat(bindparam("known", type_=JSONB))),
            rows,
        )
