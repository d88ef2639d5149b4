"""Vacancies as the ranking sees them at this moment."""

from datetime import date, timedelta

from bot.house import House
from bot.pool.vacancies import open_vacancies
from tests.pool.town import a_candidacy, a_suggestion, a_unit, a_vacancy

TODAY = date(2026, 11, 23)


async def test_closed_ones_are_gone_and_filled_ones_stay(house: House) -> None:
    async with house.database.transaction() as connection:
        unit = await a_unit(connection, house, "Solgården")
        await a_vacancy(connection, house, unit, "open", accepts_unskilled=True)
        await a_vacancy(connection, house, unit, "filled", openings=0)
        await a_vacancy(connection, house, unit, "closed", closed_at=house.now())
        found = {vacancy.id: vacancy for vacancy in await open_vacancies(connection, house, TODAY)}
    assert found.keys() == {"vacancy-open", "vacancy-filled"}
    one = found["vacancy-open"]
    assert (one.unit_id, one.unit_name, one.district) == ("unit-Solgården", "Solgården", "Amager Øst")
    assert (one.hours_min, one.hours_max, one.shifts, one.accepts_unskilled) == (320, 370, {"dag"}, True)


async def test_suggestions_of_the_last_fortnight_count_unless_taken_back(house: House) -> None:
    async with house.database.transaction() as connection:
        unit = await a_unit(connection, house, "Solgården")
        number = await a_vacancy(connection, house, unit, "one")
        for age, state in ((1, "sent"), (13, "declined"), (15, "sent"), (1, "withdrawn")):
            person = await a_candidacy(connection, house, {})
            when = house.now() - timedelta(days=age)
            await a_suggestion(connection, house, person, number, unit, state=state, proposed_at=when)
        assert [vacancy.suggestions_received for vacancy in await open_vacancies(connection, house, TODAY)] == [2]


async def test_other_employers_are_not_seen(house: House) -> None:
    async with house.database.transaction() as connection:
        await a_vacancy(connection, house, await a_unit(connection, house, "Solgården"), "ours")
        await connection.exec_driver_sql(
            "INSERT INTO employer (key, name, line_number, phone) VALUES ('by', 'B', '+4570201531', '1')"
        )
        await connection.exec_driver_sql("UPDATE vacancy SET employer_id = (SELECT id FROM employer WHERE key = 'by')")
        assert await open_vacancies(connection, house, TODAY) == []
