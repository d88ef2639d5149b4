"""OSRM as its documentation has it (API v1, `table` and `nearest`): Debian has no package to run a real one from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout

from bot.travel import wire
from bot.travel.finding import router
from bot.travel.routers import NoWayError, RouterError, TooMuchError
from matching.travel_table import Stop
from tests.travel.stand_in import Answer, stand_in

ARRIVE = datetime(2026, 11, 24, 6, 45, tzinfo=UTC)
HOMES = (Stop("2300", (55.6559, 12.6023)), Stop("Valby", (55.6567, 12.503)))
UNITS = (Stop("u1", (55.66, 12.62)), Stop("u2", (55.7, 12.5)), Stop("u3", (57.0, 10.0)))


def waypoint(distance: float, lon: float, lat: float) -> dict[str, Any]:
    return {"distance": distance, "name": "Vejen", "location": [lon, lat]}


TABLE: Answer = (
    200,
    {
        "code": "Ok",
        "durations": [[301.2, 1200, 7200], [1500.5, None, 7300]],
        "sources": [waypoint(4.1, 12.6, 55.6), waypoint(20, 12.5, 55.6)],
        # The third unit was moved ninety kilometres to the edge of this map.
        "destinations": [waypoint(1, 12.6, 55.6), waypoint(2, 12.5, 55.7), waypoint(90_000, 12.0, 56.1)],
    },
)


async def test_a_table_as_documented() -> None:
    async with stand_in([TABLE]) as server, ClientSession() as session:
        osrm = await router(session, "osrm", f"bike={server.url}", ARRIVE)
        found = await osrm.seconds("bike", HOMES, UNITS)
    assert found == [[301.2, 1200, None], [1500.5, None, None]]
    [asked] = server.asked
    assert (asked.method, asked.body) == ("GET", None)
    assert asked.target == (
        "/table/v1/bike/12.602300,55.655900;12.503000,55.656700;12.620000,55.660000;12.500000,55.700000;"
        "10.000000,57.000000?sources=0;1&destinations=2;3;4&generate_hints=false"
    )


@pytest.mark.parametrize(
    ("told", "day"), [("2026-11-19T20:21:02Z", date(2026, 11, 19)), ("autumn", None), (None, None)]
)
async def test_the_maps_day_if_it_tells(told: str | None, day: date | None) -> None:
    answer = {"code": "Ok", "waypoints": [waypoint(0, 12.6, 55.6)], **({"data_version": told} if told else {})}
    async with stand_in([(200, answer)]) as server, ClientSession() as session:
        about = await (await router(session, "osrm", f"car={server.url}", ARRIVE)).about(HOMES[0])
    assert (about.name, about.map_day) == ("OSRM", day)
    assert server.asked[0].target == "/nearest/v1/car/12.602300,55.655900"


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ((400, {"code": "TooBig", "message": "Too many table coordinates"}), TooMuchError, "Too many table"),
        ((400, {"code": "NoSegment", "message": "Could not find a matching segment"}), NoWayError, "NoSegment"),
        ((400, {"code": "NoTable", "message": "No table found"}), NoWayError, "NoTable"),
        ((400, {"code": "InvalidQuery", "message": "Query string malformed"}), RouterError, "malformed"),
        ((200, {"code": "Ok", "durations": [[1]]}), RouterError, "a table that is none"),
        ((200, ["Ok"]), RouterError, "is no OSRM"),
        ((404, "<html>not found</html>"), RouterError, "does not answer in JSON"),
        ((503, "busy"), RouterError, "answers 503"),
    ],
)
async def test_what_goes_wrong_is_said(answer: Answer, error: type[RouterError], words: str) -> None:
    async with stand_in([answer]) as server, ClientSession() as session:
        osrm = await router(session, "osrm", f"bike={server.url}", ARRIVE)
        with pytest.raises(RouterError, match=words) as caught:
            await osrm.seconds("bike", HOMES, UNITS)
    assert type(caught.value) is error or error is RouterError


async def test_a_server_that_stumbles_is_asked_again() -> None:
    async with stand_in([(503, "busy"), (502, "gone"), TABLE]) as server, ClientSession() as session:
        osrm = await router(session, "osrm", f"bike={server.url}", ARRIVE)
        assert (await osrm.seconds("bike", HOMES, UNITS))[0][0] == 301.2
    assert len(server.asked) == 3


async def test_a_server_that_does_not_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "PATIENCE", ClientTimeout(total=0.05))
    async with stand_in([TABLE]) as server, ClientSession() as session:
        server.late.clear()
        osrm = await router(session, "osrm", f"bike={server.url}", ARRIVE)
        with pytest.raises(RouterError, match=r"did not answer within 0\.05 seconds"):
            await osrm.seconds("bike", HOMES, UNITS)
        server.late.set()
    assert len(server.asked) == 3


async def test_nobody_there() -> None:
    async with stand_in([TABLE]) as server:
        pass
    async with ClientSession() as session:
        osrm = await router(session, "osrm", f"bike={server.url}", ARRIVE)
        with pytest.raises(RouterError, match=r"Nobody answers at 127\.0\.0\.1"):
            await osrm.seconds("bike", HOMES, UNITS)


async def test_somebody_must_say_what_it_was_built_for() -> None:
    async with ClientSession() as session:
        with pytest.raises(RouterError, match="say which, bike=http"):
            await router(session, "osrm", "http://127.0.0.1:5000", ARRIVE)
        with pytest.raises(RouterError, match="cannot serve transit"):
            await router(session, "osrm", "transit=http://127.0.0.1:5000", ARRIVE)
        with pytest.raises(RouterError, match="is not an address"):
            await router(session, "osrm", "bike=127.0.0.1:5000", ARRIVE)
