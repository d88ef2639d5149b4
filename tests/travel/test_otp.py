"""OpenTripPlanner as its GTFS GraphQL schema has it (planConnection, serviceTimeRange): there is none to run from PyPI."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession

from bot.travel.finding import router
from bot.travel.otp import endpoint
from bot.travel.routers import RouterError
from matching.travel_table import Stop
from tests.travel.stand_in import Answer, stand_in

ARRIVE = datetime(2026, 11, 24, 6, 45, tzinfo=ZoneInfo("Europe/Copenhagen"))
HOMES = (Stop("2300", (55.6559, 12.6023)), Stop("Valby", (55.6567, 12.503)))
UNITS = (Stop("u1", (55.66, 12.62)),)
MONTH = (int(ARRIVE.timestamp()) - 86_400, int(ARRIVE.timestamp()) + 30 * 86_400)


def plan(*durations: int, code: str | None = None) -> dict[str, Any]:
    faults = [{"code": code}] if code else []
    return {"edges": [{"node": {"duration": seconds}} for seconds in durations], "routingErrors": faults}


async def asked(answer: Answer, mode: str = "transit") -> tuple[list[list[float | None]], Any]:
    async with stand_in([answer]) as server, ClientSession() as session:
        otp = await router(session, "otp", server.url, ARRIVE)
        found = await otp.seconds(mode, HOMES, UNITS)
    return found, server.asked[0]


async def test_so_many_journeys_to_one_unit_in_one_request() -> None:
    found, request = await asked((200, {"data": {"p0": plan(1500, 1320), "p1": plan()}}))
    assert found == [[1320], [None]]
    assert (request.method, request.target) == ("POST", "/otp/gtfs/v1")
    assert request.body["query"] == (
        "{ p0: planConnection("
        "origin: {location: {coordinate: {latitude: 55.655900, longitude: 12.602300}}}, "
        "destination: {location: {coordinate: {latitude: 55.660000, longitude: 12.620000}}}, first: 3, "
        'dateTime: {latestArrival: "2026-11-24T06:45:00+01:00"}, searchWindow: "PT2H") '
        "{ edges { node { duration } } routingErrors { code } } "
        "p1: planConnection("
        "origin: {location: {coordinate: {latitude: 55.656700, longitude: 12.503000}}}, "
        "destination: {location: {coordinate: {latitude: 55.660000, longitude: 12.620000}}}, first: 3, "
        'dateTime: {latestArrival: "2026-11-24T06:45:00+01:00"}, searchWindow: "PT2H") '
        "{ edges { node { duration } } routingErrors { code } } }"
    )


async def test_streets_alone_for_bike_and_car() -> None:
    _, request = await asked((200, {"data": {"p0": plan(60), "p1": plan(60)}}), "bike")
    assert request.body["query"].count("modes: {directOnly: true, direct: [BICYCLE]}") == 2


@pytest.mark.parametrize("code", ["LOCATION_NOT_FOUND", "OUTSIDE_BOUNDS", "NO_TRANSIT_CONNECTION"])
async def test_no_way_is_no_fault(code: str) -> None:
    found, _ = await asked((200, {"data": {"p0": plan(code=code), "p1": None}}))
    assert found == [[None], [None]]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, {"data": {"p0": plan(code="OUTSIDE_SERVICE_PERIOD"), "p1": None}}), "no timetables for 2026-11-24"),
        ((200, {"errors": [{"message": "Validation error: Field 'planConnection' is undefined"}]}), "is undefined"),
        ((400, {"errors": [{"message": "Invalid Syntax"}]}), "answers 400: Invalid Syntax"),
        ((200, []), "no data"),
    ],
)
async def test_what_goes_wrong_is_said(answer: Answer, words: str) -> None:
    with pytest.raises(RouterError, match=words):
        await asked(answer)


async def test_the_wanted_day_must_be_in_its_timetables() -> None:
    ranges: list[Answer] = [
        (200, {"data": {"serviceTimeRange": {"start": MONTH[0], "end": MONTH[1]}}}),
        (200, {"data": {"serviceTimeRange": {"start": MONTH[0] - 90 * 86_400, "end": MONTH[0]}}}),
    ]
    async with stand_in(ranges) as server, ClientSession() as session:
        otp = await router(session, "otp", server.url, ARRIVE)
        about = await otp.about(UNITS[0])
        assert server.asked[0].body == {"query": "{ serviceTimeRange { start end } }"}
        with pytest.raises(RouterError, match="has timetables from 2026-08-25 to 2026-11-23, none for 2026-11-24"):
            await otp.about(UNITS[0])
    assert about.edition == f"{MONTH[0]} {MONTH[1]} 2026-11-24T06:45:00+01:00"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("http://h:8080", "http://h:8080/otp/gtfs/v1"),
        ("http://h:8080/otp/", "http://h:8080/otp/gtfs/v1"),
        ("http://h/otp/gtfs/v1", "http://h/otp/gtfs/v1"),
        ("https://h/otp/routers/default/index/graphql", "https://h/otp/routers/default/index/graphql"),
        ("https://h/otp?key=k", "https://h/otp/gtfs/v1?key=k"),
    ],
)
def test_the_address_of_its_interface(given: str, meant: str) -> None:
    assert endpoint(given) == meant
