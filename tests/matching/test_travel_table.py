"""A table of travel: the same after it was written down, found out when it was changed, true only where things still lie."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.files import ConfigFiles
from matching.board import Board
from matching.candidate import Candidate
from matching.geography import TABLE, Travel
from matching.place import Place
from matching.ranking import rank
from matching.replay import replay, snapshot
from matching.travel_table import MODES, Stop, Table, point
from matching.vacancy import Vacancy
from tests.matching.examples import (
    DISTRICTS,
    TODAY,
    TRAVEL,
    UNHURRIED,
    candidate,
    candidates,
    rules,
    vacancies,
    vacancy,
)

HOME = DISTRICTS["Amager Øst"]
HERE = vacancy().place


def measured(length: int | None = 7, **more: object) -> Table:
    """One journey: from the middle of Amager Øst to the example's unit by bike."""
    parts = {
        "source": "a router",
        "made": TODAY,
        "map_day": date(2026, 11, 1),
        "places": (Stop("Amager Øst", point(HOME.lat, HOME.lon)),),
        "units": (Stop("u1", point(HERE.lat, HERE.lon)),),
        "minutes": {"bike": ((length,),)},
        **more,
    }
    return Table(**parts)  # type: ignore[arg-type]


stops = st.builds(
    Stop,
    st.sampled_from(("u1", "u2", "u3", "2300", "Valby", "æøå \"'")),
    st.one_of(st.none(), st.tuples(st.floats(55, 56), st.floats(12, 13))),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    places, units = (tuple(draw(st.lists(stops, max_size=4, unique=True))) for _ in range(2))
    modes = draw(st.lists(st.sampled_from(MODES), unique=True))
    line = st.tuples(*(st.one_of(st.none(), st.integers(0, 1440)) for _ in units))
    minutes = {mode: draw(st.tuples(*(line for _ in places))) for mode in modes}
    day = st.one_of(st.none(), st.dates())
    return Table(draw(st.text()), draw(day), draw(day), places, units, minutes)


@UNHURRIED
@given(tables())
def test_it_is_the_same_after_it_was_written_down(table: Table) -> None:
    again = Table.from_bytes(table.to_bytes())
    assert again == table
    assert again.version == table.version
    assert again.to_bytes() == table.to_bytes()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"[7]", b"[3]", "was changed after it was made"),
        (b"a router", b"another", "was changed after it was made"),
        (b"2026-11-01", b"2026-11-02", "was changed after it was made"),
        (b"55.66,", b"55.67,", "was changed after it was made"),
        (b'"format": 1', b'"format": 2', "it has format 2"),
        (b'"bike"', b'"boat"', "is not a way to travel"),
        (b"[7]", b"[7, 8]", "are not 1 x 1"),
        (b"[7]", b"[-1]", "are not minutes"),
        (b"[7]", b"[true]", "are not minutes"),
        (b"[7]", b"[1441]", "are not minutes"),
        (b'"places"', b'"plaices"', "it lacks"),
        (b"{", b"", "Extra data|Expecting"),
    ],
)
def test_a_table_that_was_changed_or_is_none_is_refused(old: bytes, new: bytes, words: str) -> None:
    data = measured().to_bytes()
    assert old in data
    with pytest.raises(ValueError, match=words):
        Table.from_bytes(data.replace(old, new, 1))


def test_two_tables_never_share_a_version() -> None:
    assert measured().version != measured(8).version
    assert measured().version.startswith("2026-11-23-")


def test_it_holds_for_what_lies_there_whatever_it_is_called() -> None:
    renamed = replace(HOME, name="Sundby")
    assert measured().find(renamed, "u1", HERE, "bike") == 7
    assert measured().find(HOME, "u1", HERE, "car") is None
    assert measured().find(HOME, "u2", HERE, "bike") is None


@pytest.mark.parametrize("moved", [replace(HERE, lat=HERE.lat + 0.001), replace(HERE, lon=HERE.lon - 0.001)])
def test_a_unit_that_moved_is_estimated(moved: Place) -> None:
    assert measured().find(HOME, "u1", moved, "bike") is None
    travel = TRAVEL.measured(measured())
    trip = travel.trip(candidate(areas=frozenset({"Amager Øst"})), vacancy(place=moved), rules())
    assert trip is not None
    assert trip.estimated


def test_a_place_that_moved_is_estimated() -> None:
    assert measured().find(replace(HOME, lat=HOME.lat + 0.001), "u1", HERE, "bike") is None


def test_no_way_is_estimated_too() -> None:
    assert measured(None).find(HOME, "u1", HERE, "bike") is None


@UNHURRIED
@given(st.lists(candidates(), min_size=1, max_size=5, unique_by=lambda one: one.id), vacancies(), st.data())
def test_all_at_once_is_the_double_loop_and_the_replay(
    whole: list[Candidate], where: list[Vacancy], data: st.DataObject
) -> None:
    """Over a table of where some of them really lie, with holes in it."""
    origins = list({origin for one in whole for origin in TRAVEL.origins(one)})
    places = tuple(
        dict.fromkeys(
            Stop(origin.name, point(origin.lat, origin.lon)) for origin in origins if data.draw(st.booleans())
        )
    )
    units = tuple(
        dict.fromkeys(
            Stop(one.unit_id, point(one.place.lat, one.place.lon)) for one in where if data.draw(st.booleans())
        )
    )
    minutes = st.one_of(st.none(), st.integers(0, 90))
    rows = {mode: tuple(tuple(data.draw(minutes) for _ in units) for _ in places) for mode in ("bike", "car")}
    travel = TRAVEL.measured(Table("a router", TODAY, None, places, units, rows))
    board = Board(where, rules(), travel, TODAY)
    for who in whole:
        made = rank(who, where, rules(), travel, TODAY)
        assert board.best(who) == [(row.vacancy_id, row.score) for row in made.eligible]
        assert replay(snapshot(who, where, rules(), travel, TODAY), rules()) == made.to_bytes()


def test_a_snapshot_keeps_what_was_used_and_no_more() -> None:
    far = {"places": (Stop("Amager Øst", point(HOME.lat, HOME.lon)), Stop("Skagen", (57.7, 10.6)))}
    table = measured(minutes={"bike": ((7,), (300,)), "car": ((5,), (200,))}, **far)
    kept = json.loads(snapshot(candidate(), [vacancy()], rules(), TRAVEL.measured(table), TODAY))["parts"]["travel"]
    assert kept["version"] == table.version
    assert kept["table"]["places"] == [["Amager Øst", 55.6636, 12.6247]]
    assert kept["table"]["minutes"] == {"bike": [[7]]}


def test_the_table_in_the_municipalitys_folder_is_read(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    files = ConfigFiles(folder)
    assert Travel.load(files).table is None
    (folder / TABLE).write_bytes(measured().to_bytes())
    travel = Travel.load(files)
    assert (travel.version, travel.source, travel.table) == (measured().version, "a router", measured())
    (folder / TABLE).write_bytes(b"[]")
    with pytest.raises(ValueError, match=r"travel\.json is not a table of travel"):
        Travel.load(files)
