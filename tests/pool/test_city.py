"""The demo's city: complete, believable in its spread, and the same however often it is loaded."""

from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.city import load_city, load_people
from bot.house import House
from bot.pool.rankings import rank_now
from tests.pool.town import ASSISTANT, a_candidacy

TODAY = date(2026, 11, 23)


async def column(connection: AsyncConnection, query: str) -> list[object]:
    return list((await connection.execute(text(query))).scalars())


async def test_every_district_role_shift_and_kind_is_there(house: House) -> None:
    async with house.database.transaction() as connection:
        await load_city(connection, "kbh", TODAY)
        units = await column(connection, "SELECT district FROM unit")
        assert 40 <= len(units) <= 50
        assert len(set(units)) == 14
        assert len(await column(connection, "SELECT DISTINCT unit_type FROM unit")) == 7
        assert len(await column(connection, "SELECT DISTINCT role FROM vacancy")) == 10
        assert set(await column(connection, "SELECT DISTINCT unnest(shifts) FROM vacancy")) == {
            "dag",
            "aften",
            "nat",
            "weekend",
        }
        assert len(await column(connection, "SELECT DISTINCT employment FROM vacancy")) == 4
        assert 110 <= len(await column(connection, "SELECT id FROM vacancy")) <= 140
        assert await column(connection, "SELECT id FROM unit WHERE leader_email NOT LIKE '%@units.example'") == []
        assert len(await column(connection, "SELECT id FROM unit WHERE wants_text AND leader_phone IS NOT NULL")) >= 5


async def test_a_second_load_changes_nothing_and_a_later_one_only_the_dates(house: House) -> None:
    whole = "SELECT md5(string_agg(v::text, '|' ORDER BY id)) FROM vacancy v"
    async with house.database.transaction() as connection:
        one = await load_city(connection, "kbh", TODAY)
        before = await column(connection, whole)
        assert await load_city(connection, "kbh", TODAY) == one
        assert await column(connection, whole) == before
        oldest = await column(connection, "SELECT min(opened_on) FROM vacancy")
        await load_city(connection, "kbh", TODAY + timedelta(days=100))
        assert await column(connection, "SELECT min(opened_on) - 100 FROM vacancy") == oldest


async def test_an_employer_that_is_new_is_made(house: House) -> None:
    async with house.database.transaction() as connection:
        made = await load_city(connection, "anden", TODAY, line_number="+4520201599")
        assert (made.key, made.line_number) == ("anden", "+4520201599")
        assert await column(connection, "SELECT name FROM campaign WHERE keyword = 'JOB 2A'") == ["Bus 2A"]


async def test_the_first_candidate_of_the_demo_has_a_choice_and_every_reason_why_not_is_seen(house: House) -> None:
    async with house.database.transaction() as connection:
        await load_city(connection, "kbh", TODAY)
        amager = await rank_now(connection, house, await a_candidacy(connection, house, ASSISTANT))
        assert 4 <= len(amager.ranking.eligible) <= 12
        reasons = {row.rule for row in amager.ranking.excluded}
        assert {"filled", "expired", "ad_expired", "role", "employment", "shift", "area"} <= reasons


async def test_people_wait_with_all_that_the_queue_shows(house: House) -> None:
    async with house.database.transaction() as connection:
        await load_city(connection, "kbh", TODAY)
        assert await load_people(connection, house.employer.id, 60, house.now()) == 60
        summary = (await column(connection, "SELECT summary FROM candidacy ORDER BY id LIMIT 1"))[0]
        assert isinstance(summary, dict)
        keys = {"first_name", "role", "areas", "hours", "shifts", "start", "employment", "language", "possible"}
        assert keys <= summary.keys()
        assert (
            len(await column(connection, "SELECT id FROM candidacy WHERE needs = 'match' AND due_at IS NOT NULL")) == 60
        )
        assert len(await column(connection, "SELECT id FROM candidacy WHERE (summary->>'possible')::int > 0")) > 30
        # The words of an answer stand in the message it points to.
        wrong = "SELECT a.id FROM answer a JOIN message m ON m.id = a.message_id "
        wrong += "WHERE substr(m.body, a.span_start + 1, a.span_end - a.span_start) <> a.words"
        assert await column(connection, wrong) == []
        some = (await column(connection, "SELECT id FROM candidacy ORDER BY id LIMIT 1"))[0]
        assert isinstance(some, int)
        shown = await rank_now(connection, house, some)
        assert len(shown.ranking.eligible) == summary["possible"]


async def test_more_people_come_to_those_who_are_there(house: House) -> None:
    async with house.database.transaction() as connection:
        await load_city(connection, "kbh", TODAY)
        await load_people(connection, house.employer.id, 20, house.now())
        assert await load_people(connection, house.employer.id, 20, house.now()) == 0
        assert await load_people(connection, house.employer.id, 35, house.now()) == 15
        assert len(await column(connection, "SELECT DISTINCT address FROM contact_point")) == 35
