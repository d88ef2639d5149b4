"""A table out of blocks: halved where a server wants, kept through a break, never of two maps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from bot.travel.measuring import Order, measure
from bot.travel.partial import Partial
from bot.travel.routers import About, NoWayError, RouterError, Seconds, TooMuchError
from matching.travel_table import Stop, Table

TODAY = date(2026, 11, 23)
PLACES = tuple(Stop(f"p{number}", (55.0 + number / 100, 12.0)) for number in range(7))
UNITS = tuple(Stop(f"u{number}", (56.0, 12.0 + number / 100)) for number in range(5))


@dataclass
class Numbers:
    """A router for whom the way from place 3 to unit 2 takes 3 hundred and 2 seconds, as long as it works."""

    rows: int = 3
    columns: int = 2
    most: int = 100
    cut_off: frozenset[str] = frozenset()
    breaks_at: int | None = None
    editions: list[str] = field(default_factory=lambda: ["first"])
    at_once: int = 1
    address: str = "numbers"
    modes: tuple[str, ...] = ("bike",)
    asked: int = 0

    async def about(self, somewhere: Stop) -> About:
        edition = self.editions.pop(0) if len(self.editions) > 1 else self.editions[0]
        return About("Numbers 1", date(2026, 11, 1), edition)

    async def seconds(self, mode: str, starts: Sequence[Stop], ends: Sequence[Stop]) -> Seconds:
        self.asked += 1
        if self.asked == self.breaks_at:
            raise RouterError("the line went dead")
        if len(starts) * len(ends) > self.most:
            raise TooMuchError("too much")
        if self.cut_off & {stop.name for stop in (*starts, *ends)}:
            raise NoWayError("no way")
        return [[int(start.name[1:]) * 100 + int(end.name[1:]) for end in ends] for start in starts]


def order(router: Numbers, **more: object) -> Order:
    return Order(**{"places": PLACES, "units": UNITS, "routers": {"bike": router}, "beside": {}, **more})  # type: ignore[arg-type]


class Heard:
    """What a build told about itself."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.resumed = self.other = 0

    def begun(self, known: Partial) -> None:
        self.resumed, self.other = known.resumed, int(known.other)


async def build(
    router: Numbers, half: Path, heard: Heard | None = None, *, anew: bool = False, **more: object
) -> Table:
    heard = heard or Heard()
    return await measure(order(router, **more), half, TODAY, heard.done.append, heard.begun, anew)


def expected() -> list[list[int]]:
    return [[-(-(start * 100 + end) // 60) for end in range(5)] for start in range(7)]


@pytest.mark.parametrize("rows", [1, 2, 3, 50])
@pytest.mark.parametrize("columns", [1, 4, 50])
@pytest.mark.parametrize("most", [1, 3, 100])
async def test_the_blocks_do_not_show(tmp_path: Path, rows: int, columns: int, most: int) -> None:
    heard = Heard()
    table = await build(Numbers(rows, columns, most), tmp_path / "half", heard)
    assert [list(row) for row in table.minutes["bike"]] == expected()
    assert heard.done[-1] == 35
    assert (table.source, table.made, table.map_day) == ("Numbers 1 at numbers (bike)", TODAY, date(2026, 11, 1))


async def test_one_that_no_road_leads_to_spoils_only_its_own(tmp_path: Path) -> None:
    table = await build(Numbers(cut_off=frozenset({"p4", "u1"})), tmp_path / "half")
    for start, row in enumerate(table.minutes["bike"]):
        for end, minutes in enumerate(row):
            assert minutes == (None if start == 4 or end == 1 else expected()[start][end])


async def test_after_a_break_only_the_rest_is_asked(tmp_path: Path) -> None:
    half, whole = tmp_path / "half", Numbers()
    await build(whole, tmp_path / "other")
    broken = Numbers(breaks_at=5)
    with pytest.raises(RouterError, match="the line went dead"):
        await build(broken, half)
    again, heard = Numbers(), Heard()
    table = await build(again, half, heard)
    assert [list(row) for row in table.minutes["bike"]] == expected()
    assert heard.resumed == 4
    assert again.asked == whole.asked - 4


async def test_a_line_that_was_cut_off_is_asked_again(tmp_path: Path) -> None:
    half = tmp_path / "half"
    for length in count(1):
        with pytest.raises(RouterError):
            await build(Numbers(breaks_at=4), half, anew=True)
        whole = half.read_bytes()
        if length >= len(whole):
            break
        half.write_bytes(whole[:-length])
        assert [list(row) for row in (await build(Numbers(), half)).minutes["bike"]] == expected()
        # What it leaves behind is whole again, line by line.
        assert all(json.loads(line) for line in half.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(
    ("router", "more"),
    [
        (Numbers(editions=["second"]), {}),
        (Numbers(address="elsewhere"), {}),
        (Numbers(rows=2), {}),
        (Numbers(), {"beside": {"bike": 1}}),
        (Numbers(), {"places": PLACES[::-1]}),
        (Numbers(), {"units": (*UNITS[:-1], Stop("u4", (56.1, 12.0)))}),
    ],
)
async def test_what_was_begun_for_another_table_is_not_used(
    tmp_path: Path, router: Numbers, more: dict[str, object]
) -> None:
    half, heard = tmp_path / "half", Heard()
    with pytest.raises(RouterError):
        await build(Numbers(breaks_at=4), half)
    await build(router, half, heard, **more)
    assert (heard.resumed, heard.other) == (0, 1)


async def test_a_map_that_changes_meanwhile_ends_it(tmp_path: Path) -> None:
    half = tmp_path / "half"
    with pytest.raises(RouterError, match="changed its map"):
        await build(Numbers(editions=["first", "second"]), half)
    heard = Heard()
    await build(Numbers(editions=["second"]), half, heard)
    assert heard.resumed == 0


async def test_minutes_are_rounded_up_and_parking_is_added(tmp_path: Path) -> None:
    table = await build(Numbers(), tmp_path / "half", beside={"bike": 4})
    assert table.minutes["bike"][6][0] == 10 + 4
    assert "bike + 4 min." in table.source


async def test_a_map_of_another_city_makes_no_table(tmp_path: Path) -> None:
    nowhere = Numbers(cut_off=frozenset(stop.name for stop in PLACES))
    with pytest.raises(RouterError, match="does its map hold this city"):
        await build(nowhere, tmp_path / "half")
    with pytest.raises(RouterError, match="nothing to measure"):
        await build(Numbers(), tmp_path / "half", units=())


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RouterError, match="cannot be written"):
        await build(Numbers(), tmp_path / "nowhere" / "half")


async def test_several_requests_at_once_give_the_same(tmp_path: Path) -> None:
    table = await build(Numbers(at_once=4, rows=1, columns=1), tmp_path / "half")
    assert [list(row) for row in table.minutes["bike"]] == expected()
    with pytest.raises(RouterError, match="went dead"):
        await build(Numbers(at_once=4, rows=1, columns=1, breaks_at=9), tmp_path / "other")
