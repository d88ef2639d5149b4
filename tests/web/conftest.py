"""A service with nothing in it but what all pages share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.house import HOUSE, House, open_house
from bot.store.database import Database
from bot.web import MAX_BODY, install
from config.files import ConfigFiles
from tests.conftest import Clock, make_settings

Client = TestClient[web.Request, web.Application]
Serve = Callable[..., Awaitable[Client]]


@pytest_asyncio.fixture
async def demo(database: Database, clock: Clock, tmp_path: Path) -> House:
    """A house that signs everybody in."""
    return await open_house(
        make_settings(data_dir=tmp_path, JOBLINE_DEMO=True), database, files=ConfigFiles(), clock=clock
    )


@pytest_asyncio.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts a service around a house, with more routes if given, and hands back a visitor."""
    clients: list[Client] = []

    async def start(house: House, *routes: web.RouteDef) -> Client:
        app = web.Application(client_max_size=MAX_BODY)
        app[HOUSE] = house
        install(app, house)
        app.add_routes(routes)
        client = TestClient(TestServer(app))
        await client.start_server()
        clients.append(client)
        return client

    yield start
    for client in clients:
        await client.close()


def app_of(client: Client) -> web.Application:
    """The service behind a visitor."""
    app = client.app
    assert app is not None
    return app
