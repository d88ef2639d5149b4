"""Which kind of router answers, and who is asked for what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession

from bot.travel.finding import by_mode, router
from bot.travel.routers import Router, RouterError
from tests.travel.stand_in import Answer, Asked, stand_in

ARRIVE = datetime(2026, 11, 24, 6, 45, tzinfo=UTC)


def like_valhalla(asked: Asked) -> Answer:
    return (200, {"version": "3.5.1", "tileset_last_modified": 1}) if asked.target == "/status" else (404, {})


def like_osrm(_: Asked) -> Answer:
    return 400, {"message": 'URL string malformed close to position 1: "/st"', "code": "InvalidUrl"}


def like_otp(asked: Asked) -> Answer:
    return (200, {"version": {"version": "2.8.1"}}) if asked.target == "/otp/" else (404, "<html>Not found</html>")


def like_a_shop(_: Asked) -> Answer:
    return 200, "<html>Welcome</html>"


async def kind_of(answers: object, prefix: str = "") -> Router:
    async with stand_in(answers) as server, ClientSession() as session:  # type: ignore[arg-type]
        return await router(session, "router", prefix + server.url, ARRIVE)


async def test_each_kind_is_told_from_the_others() -> None:
    assert (await kind_of(like_valhalla)).modes == ("bike", "car")
    assert (await kind_of(like_osrm, "car=")).modes == ("car",)
    assert (await kind_of(like_otp)).modes == ("transit", "bike", "car")
    with pytest.raises(RouterError, match="is none of valhalla, otp, osrm"):
        await kind_of(like_a_shop)


async def test_a_server_is_asked_for_the_mode_it_was_named_for() -> None:
    assert (await kind_of(like_valhalla, "car=")).modes == ("car",)
    with pytest.raises(RouterError, match="cannot be asked for transit, only for bike, car"):
        await kind_of(like_valhalla, "transit=")


async def test_who_is_asked_for_what() -> None:
    async with ClientSession() as session:
        roads = await router(session, "valhalla", "http://roads", ARRIVE)
        times = await router(session, "otp", "http://times", ARRIVE)
        bikes = await router(session, "osrm", "bike=http://bikes", ARRIVE)
    assert by_mode([bikes, roads, times], ()) == {"bike": bikes, "transit": times, "car": roads}
    assert by_mode([times], ()) == {"transit": times}
    assert by_mode([times], ("car",)) == {"car": times}
    assert by_mode([roads, times], ("transit", "bike")) == {"bike": roads, "transit": times}
    with pytest.raises(RouterError, match="None of these servers can be asked for transit"):
        by_mode([roads, bikes], ("transit",))


async def test_no_name_or_password_is_shown() -> None:
    async with ClientSession() as session:
        one = await router(session, "valhalla", "https://anna:secret@roads.example:8002/v1/", ARRIVE)
    assert one.address == "roads.example:8002/v1"
