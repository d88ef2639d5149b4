"""What commands are tried on: a small town with one candidate whose ranking was acted on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from bot.house import House, open_house
from bot.pool.rankings import keep, rank_now
from bot.store.database import Database
from bot.store.tables import contact_point, conversation, message, suppression
from config.files import ConfigFiles
from tests.conftest import Clock, make_settings
from tests.pool.town import ASSISTANT, a_candidacy, a_suggestion, a_unit, a_vacancy, an_answer

NUMBER = "+4520201588"
Result = TypeVar("Result")


def at_home(url: str, work: Callable[[House], Awaitable[Result]]) -> Result:
    """Does something in the house of the database at `url`."""

    async def visit() -> Result:
        database = Database(url, pool=1)
        try:
            async with database.jobs.open_async():
                settings = make_settings(data_dir=Path())
                return await work(await open_house(settings, database, files=ConfigFiles(), clock=Clock()))
        finally:
            await database.close()

    return asyncio.run(visit())


def set_stage(url: str, *, stopped: bool = False) -> str:
    """Freja, assistant, before two vacancies, one suggested; returns the public id of the kept ranking."""
    return at_home(url, lambda house: _set(house, stopped))


async def _set(house: House, stopped: bool) -> str:
    async with house.database.transaction() as connection:
        unit = await a_unit(connection, house, "Solgården")
        number = await a_vacancy(connection, house, unit, "day")
        await a_vacancy(connection, house, unit, "night", shifts=["nat"])
        freja = await a_candidacy(connection, house, ASSISTANT, public_id="freja")
        await an_answer(connection, house, freja, "first_name", "Freja", words="jeg hedder Freja")
        common = {"employer_id": house.employer.id}
        person = (await connection.exec_driver_sql("SELECT person_id FROM candidacy")).scalar_one()
        point = (
            await connection.execute(
                contact_point.insert().returning(contact_point.c.id),
                {**common, "person_id": person, "channel": "sms", "address": NUMBER},
            )
        ).scalar_one()
        talk = (
            await connection.execute(
                conversation.insert().returning(conversation.c.id),
                {**common, "public_id": "talk", "contact_point_id": point, "candidacy_id": freja},
            )
        ).scalar_one()
        text = {
            **common,
            "conversation_id": talk,
            "direction": "in",
            "channel": "sms",
            "address": NUMBER,
            "author": "candidate",
            "body": "jeg hedder Freja",
            "day": house.now().date(),
            "status": "received",
            "at": house.now(),
            "provider_id": "SM1",
        }
        await connection.execute(message.insert(), text)
        if stopped:
            stop = {**common, "channel": "sms", "address": NUMBER, "kind": "all", "since": house.now()}
            await connection.execute(suppression.insert(), stop)
        await a_suggestion(
            connection, house, freja, number, unit, reason="SOSU-assistent, 32 timer", sent_at=house.now()
        )
        await keep(connection, house, freja, await rank_now(connection, house, freja))
        kept: str = (await connection.exec_driver_sql("SELECT public_id FROM ranking")).scalar_one()
        return kept
