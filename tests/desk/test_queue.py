"""The queue: who comes first, paging without gaps, groups, search, and an index that carries it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text, update

from bot.desk import queue
from bot.desk.queue import MINE, NOBODY, OTHERS, PARKED, Counts, counts, next_in_line, prefixes, queue_page
from bot.house import House
from bot.store.tables import candidacy
from tests.desk.conftest import ANNA, City, Visit


async def names(city: City, group: str = MINE, search: str = "") -> list[str]:
    async with city.house.database.transaction() as connection:
        page = await queue_page(connection, city.house, group, search=search)
    return [row.summary["first_name"] for row in page.rows]


async def test_the_promise_that_falls_due_first_stands_first(city: City) -> None:
    now = city.house.now()
    await city.candidate("Sen", due=now + timedelta(days=2))
    await city.candidate("Overskredet", due=now - timedelta(hours=1))
    await city.candidate("Uden løfte")
    assert await names(city) == ["Overskredet", "Mette", "Sen", "Uden løfte"]


async def test_pages_meet_without_gap_or_double(city: City) -> None:
    now = city.house.now()
    for number in range(7):
        # Three share a moment and three have no promise: the borders at which paging goes wrong.
        due = None if number > 3 else now + timedelta(hours=5)
        await city.candidate(f"Nr{number}", due=due)
    seen: list[str] = []
    after = ""
    async with city.house.database.transaction() as connection:
        while True:
            page = await queue_page(connection, city.house, MINE, after=after, size=3)
            seen += [row.public_id for row in page.rows]
            if page.after is None:
                break
            after = page.after
    assert len(seen) == len(set(seen)) == 8
    assert seen[0] == "c-Mette"


@pytest.mark.parametrize("after", ["nonsense", "2026-11-23T10:00:00~c-Mette", "x~c-Mette", "~nobody", "'~'"])
async def test_a_place_that_does_not_read_is_the_top(city: City, after: str) -> None:
    async with city.house.database.transaction() as connection:
        page = await queue_page(connection, city.house, MINE, after=after)
    assert [row.public_id for row in page.rows] == ["c-Mette"]


async def test_each_stands_in_the_group_of_who_has_to_act(city: City) -> None:
    now = city.house.now()
    await city.candidate("Fortæller", stage="telling")
    await city.candidate("Parkeret")
    async with city.house.database.transaction() as connection:
        later = {"parked_until": (now + timedelta(days=9)).date(), "needs": None}
        await connection.execute(update(candidacy).where(candidacy.c.public_id == "c-Parkeret").values(later))
    await city.candidate("Foreslået", due=now + timedelta(hours=1))
    suggestion = {"vacancy_id": city.ids["sol"], "unit_id": city.ids["Solgården"], "suggested_by": city.ids[ANNA]}
    common = {"candidacy_id": city.ids["Foreslået"], "state": "sent", "code": "4711", "proposed_at": now}
    await city.add("suggestion", "s", **suggestion, **common)
    async with city.house.database.transaction() as connection:
        await queue.queue_page(connection, city.house, MINE)
        values = {"needs": None}
        await connection.execute(update(candidacy).where(candidacy.c.public_id == "c-Foreslaaet").values(values))
    assert await names(city, MINE) == ["Mette"]
    assert await names(city, OTHERS) == ["Foreslået"]
    assert await names(city, PARKED) == ["Parkeret"]
    async with city.house.database.transaction() as connection:
        assert await counts(connection, city.house) == Counts(1, 1, 1, 0, 0)


async def test_who_has_no_place_is_found_and_stays_in_the_queue(city: City, visit: Visit) -> None:
    await city.candidate("Ingrid", facts={"role": "fysioterapeut", "areas": ["Valby"]})
    anna = await visit(ANNA)
    page = await anna.get("/desk")
    assert "ingen passer" in page
    assert await names(city, NOBODY) == ["Ingrid"]
    assert await names(city, MINE) == ["Mette", "Ingrid"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("met", ["Mette"]),
        ("METTE", ["Mette"]),
        ("ssa", ["Mette"]),
        ("sosu-ass", ["Mette"]),
        ("amager mette", ["Mette"]),
        ("20 30 40 50", ["Åse"]),
        ("+45 2030 4050", ["Åse"]),
        ("20304", ["Åse"]),
        ("ås", ["Åse"]),
        ("mette valby", []),
        ("mette' | & :* !", ["Mette"]),
    ],
)
async def test_search_by_the_beginning_of_words(city: City, search: str, found: list[str]) -> None:
    await city.candidate("Åse", facts={"role": "sygeplejerske", "areas": ["Valby"]}, number="+4520304050")
    assert await names(city, search=search) == found


@pytest.mark.parametrize("search", ["", "  ", "!!", "'", "%", "+", "_"])
def test_nothing_to_search_for(search: str) -> None:
    assert prefixes(search) == []


async def test_the_next_decision_is_the_next_in_line(city: City) -> None:
    now = city.house.now()
    await city.candidate("Før", due=now + timedelta(hours=1))
    await city.candidate("Efter", due=now + timedelta(hours=9))
    place = queue.cursor_of(now + timedelta(hours=4), "c-Mette")
    async with city.house.database.transaction() as connection:
        assert await next_in_line(connection, city.house, after=place, other_than="c-Mette") == "c-Efter"
        # After the last one comes the first again.
        last = queue.cursor_of(now + timedelta(hours=9), "c-Efter")
        assert await next_in_line(connection, city.house, after=last, other_than="c-Efter") == "c-Foer"


async def test_a_page_of_thousands_is_one_walk_along_the_index(house: House) -> None:
    async with house.database.transaction() as connection:
        await connection.execute(
            text(
                """
                WITH people AS (INSERT INTO person (employer_id, created_at)
                                SELECT :employer, now() FROM generate_series(1, 3000) RETURNING id)
                INSERT INTO candidacy (employer_id, person_id, public_id, stage, created_at, needs, due_at, search)
                SELECT :employer, id, 'c' || id, 'confirmed', now(), CASE WHEN id % 2 = 0 THEN 'match' END,
                       now() + id * interval '1 minute', 'navn' || id FROM people
                """
            ),
            {"employer": house.employer.id},
        )
        await connection.execute(text("ANALYZE candidacy"))
        for name, wanted, index in (
            ("queue", queue.in_group(house, MINE), "ix_candidacy_queue"),
            ("search", queue.found(house, "navn12"), "ix_candidacy_search"),
        ):
            query = queue._lines(wanted).where(candidacy.c.due_at.is_not(None)).limit(51)
            words = query.compile(connection.engine.sync_engine, compile_kwargs={"literal_binds": True})
            plan = "\n".join((await connection.execute(text(f"EXPLAIN {words}".replace(":*", "\\:*")))).scalars())
            assert index in plan, f"{name}: {plan}"
            assert "Seq Scan" not in plan, f"{name}: {plan}"


async def test_the_list_comes_alone_and_goes_on(city: City, visit: Visit) -> None:
    for number in range(55):
        await city.candidate(f"Nr{number}", texts=())
    anna = await visit(ANNA)
    page = await anna.get("/desk")
    assert page.count('class="desk-line ') + page.count('class="desk-line"') == 50
    assert "Vis flere" in page
    more = await anna.get("/desk?only=more&after=~c-Nr48")
    assert "<html" not in more
    assert more.count("data-line=") == 6
