"""The demo as it runs: the whole service with its worker, the stand-in for Twilio, the mail server, the invented city."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio
from aiohttp import ClientResponse, ClientSession, CookieJar
from aiohttp.test_utils import unused_port
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import Service
from bot.demo.city import load_city
from bot.demo.rooms import Demo, open_demo
from bot.house import House, system_clock
from bot.serving import serving
from bot.store.database import Database
from bot.store.tables import unit
from tests.conftest import make_settings

FIELD = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Town:
    """The demo, its house, and a visitor without a script."""

    demo: Demo
    house: House
    visitor: ClientSession
    base: str

    async def page(self, path: str) -> str:
        """A page that must be there."""
        async with self.visitor.get(self.base + path) as answer:
            assert answer.status == 200, (path, answer.status)
            return await answer.text()

    async def post(self, path: str, *, page: str | None = None, **fields: str) -> ClientResponse:
        """Sends a form with the token of the page it stands on."""
        found = FIELD.search(await self.page(page or path))
        assert found is not None
        async with self.visitor.post(self.base + path, data={"csrf": found[1], **fields}) as answer:
            await answer.read()
            return answer

    async def unit(self, name: str) -> tuple[str, str, str]:
        """A unit's public id, its leader's mail address and number."""
        async with self.house.database.engine.connect() as connection:
            row = (
                await connection.execute(
                    select(unit.c.public_id, unit.c.leader_email, unit.c.leader_phone).where(unit.c.name == name)
                )
            ).one()
        return row.public_id, row.leader_email, row.leader_phone


@pytest_asyncio.fixture
async def town(url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The demo, serving."""
    database = Database(url)
    async with database.transaction() as connection:
        await _load(connection)
    await database.close()
    port = unused_port()
    settings = make_settings(
        data_dir=tmp_path, JOBLINE_DEMO=True, PORT=port, PUBLIC_BASE_URL=f"http://127.0.0.1:{port}"
    )
    houses: list[House] = []
    async with open_demo(settings, pace=0.02) as demo:

        def pages(service: Service) -> list[object]:
            houses.append(service.house)
            return demo.routes(service.house)  # type: ignore[return-value]

        async with (
            serving(demo.settings, url, more=pages),  # type: ignore[arg-type]
            ClientSession(cookie_jar=CookieJar(unsafe=True)) as visitor,
        ):
            yield Town(demo, houses[0], visitor, f"http://127.0.0.1:{port}")


async def _load(connection: AsyncConnection) -> None:
    today = system_clock().date()
    await load_city(connection, "kbh", today)
