"""A sheet of rows for many tables is one statement, and says of each row what was asked and no more."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.house import House
from bot.store.bulk import Sheet
from bot.store.tables import candidacy, person, stream


def search(house: House, number: int, owner: int) -> dict[str, Any]:
    return {
        "id": number,
        "employer_id": house.employer.id,
        "person_id": owner,
        "public_id": f"p{number}",
        "created_at": house.now(),
        "stage": "telling",
        "profile_version": 0,
        "door": "new",
        "summary": {"role": "sosu_hjaelper"},
        "search": "ssh",
    }


async def two_searches(house: House) -> None:
    sheet = Sheet()
    sheet.add(person, [{"id": 900, "employer_id": house.employer.id, "created_at": house.now()}])
    sheet.add(candidacy, [search(house, 901, 900), search(house, 902, 900)])
    async with house.database.transaction() as connection:
        await sheet.write(connection)


async def rows(house: House) -> list[Any]:
    async with house.database.engine.connect() as connection:
        return list(await connection.execute(select(candidacy).order_by(candidacy.c.id)))


async def test_a_row_may_need_another_table_s_row_of_the_same_sheet(house: House) -> None:
    await two_searches(house)
    first, second = await rows(house)
    assert (first.id, second.id) == (901, 902)
    assert first.created_at == house.now()
    assert first.summary == {"role": "sosu_hjaelper"}


async def test_a_change_sets_what_it_names_and_null_is_a_value(house: House) -> None:
    await two_searches(house)
    sheet = Sheet()
    sheet.change(candidacy, {"id": 901, "stage": "confirmed", "needs": "match"})
    sheet.change(candidacy, {"id": 901, "search": "found"})
    sheet.change(candidacy, {"id": 902, "search": "other"})
    async with house.database.transaction() as connection:
        await sheet.write(connection)
    first, second = await rows(house)
    assert (first.stage, first.needs, first.search) == ("confirmed", "match", "found")
    assert (second.stage, second.needs, second.search) == ("telling", None, "other")
    sheet.change(candidacy, {"id": 901, "needs": None})
    async with house.database.transaction() as connection:
        await sheet.write(connection)
    assert (await rows(house))[0].needs is None


async def test_what_is_put_is_made_or_replaced(house: House) -> None:
    sheet = Sheet()
    for length in (1, 2):
        sheet.put(stream, [{"id": 7, "length": length, "head": bytes([length])}])
        async with house.database.transaction() as connection:
            await sheet.write(connection)
    async with house.database.engine.connect() as connection:
        found = (await connection.execute(select(stream))).one()
    assert (found.length, bytes(found.head)) == (2, b"\x02")


async def test_an_empty_sheet_asks_nothing_and_a_strange_value_is_refused(house: House) -> None:
    async with house.database.transaction() as connection:
        await Sheet().write(connection)
        sheet = Sheet()
        sheet.add(person, [{"id": object()}])
        with pytest.raises(TypeError, match="object"):
            await sheet.write(connection)
