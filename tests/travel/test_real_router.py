"""A real Valhalla over a real map: the bridge counts, so does the one-way street, and off the map is off the map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.travel.finding import router
from bot.travel.measuring import Order, measure
from bot.travel.routers import Router, TooMuchError
from matching.travel_table import Stop, point
from tests.travel.town_map import ISLAND, corner

ARRIVE = datetime(2026, 11, 24, 6, 45, tzinfo=UTC)
SOUTH_WEST = Stop("south-west", point(*corner(0, 2)))
NORTH_WEST = Stop("north-west", point(*corner(0, 3)))
SOUTH_EAST = Stop("south-east", point(*corner(5, 2)))
NORTH_EAST = Stop("north-east", point(*corner(5, 3)))
ELSEWHERE = Stop("in the next county", (55.9, 9.5))
ON_THE_ISLAND = Stop("on the island", point(*ISLAND))
CORNERS = (SOUTH_WEST, NORTH_WEST, SOUTH_EAST, NORTH_EAST)


async def ask(url: str, mode: str, starts: Sequence[Stop], ends: Sequence[Stop]) -> list[list[float | None]]:
    async with ClientSession() as session:
        return await (await router(session, "valhalla", url, ARRIVE)).seconds(mode, starts, ends)


async def found(url: str) -> Router:
    async with ClientSession() as session:
        return await router(session, "router", url, ARRIVE)


@pytest.mark.parametrize("mode", ["bike", "car"])
async def test_the_river_and_the_one_way_street(real_valhalla: str, mode: str) -> None:
    [[down], [up]] = [
        (await ask(real_valhalla, mode, [start], [end]))[0]
        for start, end in ((NORTH_WEST, SOUTH_WEST), (SOUTH_WEST, NORTH_WEST))
    ]
    [[bridge]] = await ask(real_valhalla, mode, [SOUTH_EAST], [NORTH_EAST])
    assert down is not None
    assert up is not None
    assert bridge is not None
    # With the stream it is four hundred metres; against it one goes round by the bridge, a kilometre east and back.
    assert up > 4 * down
    assert up > bridge


async def test_a_matrix_is_what_pairs_are(real_valhalla: str) -> None:
    whole = await ask(real_valhalla, "bike", CORNERS, CORNERS)
    for start, row in zip(CORNERS, whole, strict=True):
        for end, seconds in zip(CORNERS, row, strict=True):
            [[alone]] = await ask(real_valhalla, "bike", [start], [end])
            assert seconds == pytest.approx(alone, abs=60), (start.name, end.name)
    assert [whole[at][at] for at in range(len(CORNERS))] == [0, 0, 0, 0]


async def test_what_lies_off_the_map_has_no_minutes_and_spoils_nothing(real_valhalla: str) -> None:
    [here, off] = await ask(real_valhalla, "car", [SOUTH_WEST, ELSEWHERE], [NORTH_WEST, ELSEWHERE])
    assert here[0] is not None
    assert [here[1], *off] == [None, None, None]
    assert await ask(real_valhalla, "car", [ELSEWHERE], [NORTH_WEST]) == [[None]]


async def test_it_says_what_it_is(real_valhalla: str) -> None:
    assert (await found(real_valhalla)).modes == ("bike", "car")
    async with ClientSession() as session:
        about = await (await router(session, "valhalla", f"car={real_valhalla}", ARRIVE)).about(SOUTH_WEST)
    assert about.name.startswith("Valhalla 3.")
    assert about.map_day is not None
    assert about.map_day >= date(2026, 1, 1)


async def test_more_than_it_takes_at_once_is_refused_in_a_way_we_know(real_valhalla: str) -> None:
    crowd = [Stop(str(number), point(*corner(number % 6, number // 6 % 6))) for number in range(60)]
    with pytest.raises(TooMuchError, match="Exceeded max locations"):
        await ask(real_valhalla, "car", crowd, crowd)


async def test_an_island_has_no_minutes_and_a_block_too_large_is_halved(real_valhalla: str, tmp_path: Path) -> None:
    """Everything at once: more than it takes, a place no road leads to, and one off the map."""
    crowd = tuple(Stop(str(number), point(*corner(number % 6, number // 6 % 6))) for number in range(60))
    async with ClientSession() as session:
        valhalla = await router(session, "valhalla", f"bike={real_valhalla}", ARRIVE)
        valhalla.rows = valhalla.columns = 100
        order = Order((*crowd, ON_THE_ISLAND, ELSEWHERE), (*CORNERS, ON_THE_ISLAND, *crowd), {"bike": valhalla}, {})
        table = await measure(order, tmp_path / "half", date(2026, 11, 23), lambda _: None, lambda _: None, False)
    minutes = table.minutes["bike"]
    assert all(minutes[row][column] is not None for row in range(60) for column in range(4))
    assert all(minutes[row][4] is None for row in range(60))
    assert [minutes[60][column] for column in range(5)] == [None, None, None, None, 0]
    assert set(minutes[61]) == {None}
