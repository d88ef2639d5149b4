"""What a table covers of the journeys there are now, and how one takes another's place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.travel.in_use import coverage, home, in_use, put
from bot.travel.in_words import about
from config.files import ConfigFiles
from matching.travel_table import Stop, Table

P, Q = Stop("2300", (55.65, 12.6)), Stop("Valby", (55.66, 12.5))
U, V, W = Stop("u", (55.7, 12.5)), Stop("v", (55.7, 12.6)), Stop("w", (55.6, 12.6))
TABLE = Table(
    "a router",
    date(2026, 11, 22),
    date(2025, 10, 1),
    (P, Q),
    (U, V),
    {"bike": ((5, None), (7, None)), "car": ((3, None), (None, None))},
)


def test_found_new_moved_unreached_and_lacking() -> None:
    moved, far = Stop("u", (55.8, 12.5)), Stop("Skagen", (57.7, 10.6))
    known = coverage(TABLE, (P, Q, far), (moved, U, V, W))
    assert (dict(known.found), known.of) == ({"bike": 2, "car": 1}, 12)
    assert (known.new, known.moved, known.unreached, known.places) == ((W,), (moved,), (V,), (far,))


def test_a_table_by_hand_covers_names_wherever_they_lie() -> None:
    table = Table.of_names({("2300", "u", "bike"): 5}, "t.csv")
    known = coverage(table, (P, Q), (U, V))
    assert (dict(known.found), known.new, known.places) == ({"bike": 1}, (V,), (Q,))


def test_in_words() -> None:
    crowd = [Stop(f"n{number}", (55.0, 12.0)) for number in range(14)]
    lines = about(TABLE, coverage(TABLE, (P, Q), (U, V, *crowd)), {U: "Solgården", V: "Månehuset"}, date(2026, 11, 23))
    assert lines == [
        f"Table {TABLE.version}, from a router.",
        "Map of 2025-10-01: more than a year old, measure again.",
        "2 places, 2 units.",
        "bike: 2 of 32 journeys (6 %); the rest are estimated.",
        "car: 1 of 32 journeys (3 %); the rest are estimated.",
        "transit: not in the table; estimated.",
        "Units not in the table, so estimated: n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 4 more.",
        "Units not reached from anywhere, so estimated: Månehuset.",
    ]


def test_one_table_takes_the_place_of_another_whole(tmp_path: Path) -> None:
    files = ConfigFiles(tmp_path)
    path = home(files)
    assert path is not None
    assert in_use(files) is None
    put(path, TABLE)
    assert in_use(files) == TABLE
    other = Table.of_names({("2300", "u", "bike"): 5}, "t.csv")
    put(path, other)
    assert in_use(files) == other
    assert [file.name for file in tmp_path.iterdir()] == ["travel.json"]
    put(path, None)
    put(path, None)
    assert in_use(files) is None
    assert home(ConfigFiles()) is None


def test_a_write_that_fails_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "travel.json"
    put(path, TABLE)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        put(path, Table.of_names({}, "another"))
    assert in_use(ConfigFiles(tmp_path)) == TABLE
