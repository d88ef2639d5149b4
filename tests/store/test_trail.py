"""The audit trail holds, and says where it was broken."""

import pytest
from psycopg.errors import UniqueViolation
from sqlalchemy import text

from bot.house import House
from bot.store import trail
from bot.store.bulk import Sheet
from bot.store.trail import Break, Happening, Head


async def two_events(house: House, stream: int) -> None:
    async with house.database.transaction() as connection:
        await trail.record(
            connection,
            [
                Happening(house.employer.id, stream, "line", "asked", house.now(), {"fact": "role"}),
                Happening(house.employer.id, stream, "candidate", "answered", house.now(), {"fact": "role"}),
            ],
        )


async def test_an_untouched_trail_holds(house: House) -> None:
    await two_events(house, 5)
    await two_events(house, 6)
    await two_events(house, 5)
    async with house.database.transaction() as connection:
        assert await trail.verify(connection) == []


async def test_a_changed_event_is_named(house: House) -> None:
    await two_events(house, 5)
    await two_events(house, 6)
    async with house.database.transaction() as connection:
        await connection.execute(text("UPDATE event SET verb = 'hired' WHERE stream_id = 6 AND position = 2"))
        assert await trail.verify(connection) == [Break(6, 2)]


async def test_a_removed_last_event_is_noticed(house: House) -> None:
    await two_events(house, 5)
    async with house.database.transaction() as connection:
        await connection.execute(text("DELETE FROM event WHERE position = 2"))
        assert await trail.verify(connection) == [Break(5, 2)]


async def test_two_entries_never_take_one_place(house: House) -> None:
    await two_events(house, 5)
    async with house.database.transaction() as connection:
        sheet = Sheet()
        late = Happening(house.employer.id, 5, "line", "told", house.now())
        trail.append(sheet, {5: Head(1, b"read before the second entry")}, [late])
        with pytest.raises(UniqueViolation):
            await sheet.write(connection)
        await connection.rollback()
    async with house.database.engine.connect() as connection:
        assert await trail.verify(connection) == []
