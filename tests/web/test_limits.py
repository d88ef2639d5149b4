"""Strangers wait their turn; providers never do."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.house import HOUSE, House
from bot.web import install
from bot.web.limits import LIMITS, MOST_VISITORS, Limits, Rate


async def ok(request: web.Request) -> web.StreamResponse:
    return web.Response(text="ok")


async def test_after_the_burst_a_stranger_is_told_when_to_come_again(house: House) -> None:
    app = web.Application()
    app[HOUSE] = house
    install(app, house, limit=Limits(reading=Rate(3, 60)))
    app.add_routes([web.get("/u/{token}", ok), web.post("/twilio/sms", ok), web.get("/other", ok)])
    async with TestClient(TestServer(app)) as visitor:
        assert [(await visitor.get(f"/u/{number}")).status for number in range(5)] == [200, 200, 200, 429, 429]
        late = await visitor.get("/u/6")
        assert 1 <= int(late.headers["Retry-After"]) <= 20
        assert "Vent et øjeblik" in await late.text()
        assert (await visitor.get("/other")).status == 200
        assert {(await visitor.post("/twilio/sms", data={"Body": "x"})).status for _ in range(100)} == {200}
        assert {(await visitor.get("/healthz")).status for _ in range(20)} == {200}


async def test_made_up_addresses_share_one_bucket(house: House) -> None:
    app = web.Application()
    app[HOUSE] = house
    install(app, house, limit=Limits(reading=Rate(3, 60)))
    async with TestClient(TestServer(app)) as visitor:
        assert [(await visitor.get(f"/{number * 1000}")).status for number in range(4)] == [404, 404, 404, 429]
    assert len(app[LIMITS]) == 1


def test_time_gives_permissions_back() -> None:
    now = [0.0]
    limits = Limits(writing=Rate(2, 60), clock=lambda: now[0])
    assert [limits.take("a", "u", "write") for _ in range(3)] == [0, 0, 30]
    now[0] = 29.0
    assert limits.take("a", "u", "write") == pytest.approx(1.0)
    now[0] = 30.0
    assert limits.take("a", "u", "write") == 0
    now[0] = 1e6
    assert [limits.take("a", "u", "write") > 0 for _ in range(3)] == [False, False, True]


def test_memory_is_bounded_however_many_come() -> None:
    limits = Limits()
    for number in range(MOST_VISITORS + 500):
        limits.take(str(number), "u", "read")
    assert len(limits) == MOST_VISITORS
