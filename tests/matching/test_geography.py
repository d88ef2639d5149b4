"""A kilometre is a kilometre in every direction, and minutes come from the table or from the stated estimate."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.geography import EARTH_METRES, estimate_minutes, metres_between
from matching.place import Place
from tests.matching.examples import TRAVEL, UNHURRIED, candidate, measured, rules, vacancy

KM_IN_DEGREES = 1 / 111.195


def great_circle(one: Place, other: Place) -> float:
    up, across = radians(other.lat - one.lat), radians(other.lon - one.lon)
    chord = sin(up / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(across / 2) ** 2
    return 2 * EARTH_METRES * asin(sqrt(chord))


def at(lat: float, lon: float) -> Place:
    return Place("", lat, lon, "street")


def test_an_east_west_kilometre_weighs_as_a_north_south_one() -> None:
    here = at(55.7, 12.57)
    east = at(55.7, 12.57 + KM_IN_DEGREES / cos(radians(55.7)))
    north = at(55.7 + KM_IN_DEGREES, 12.57)
    assert metres_between(here, east) == pytest.approx(1000, abs=1)
    assert metres_between(here, north) == pytest.approx(1000, abs=1)


@UNHURRIED
@given(st.floats(54.6, 57.7), st.floats(8.1, 15.1), st.floats(54.6, 57.7), st.floats(8.1, 15.1))
def test_metres_are_those_of_the_great_circle(lat: float, lon: float, lat2: float, lon2: float) -> None:
    one, other = at(lat, lon), at(lat2, lon2)
    assert metres_between(one, other) == pytest.approx(great_circle(one, other), rel=1.5e-3, abs=2)
    assert metres_between(one, other) == metres_between(other, one)


@pytest.mark.parametrize(
    ("mode", "metres", "minutes"),
    [("bike", 0, 0), ("bike", 3000, 16), ("transit", 0, 8), ("transit", 3000, 20), ("car", 3000, 14)],
)
def test_the_estimate(mode: str, metres: int, minutes: int) -> None:
    assert estimate_minutes(metres, mode, rules()) == minutes


@UNHURRIED
@given(st.floats(54.6, 57.7), st.floats(8.1, 15.1), st.integers(10, 30_000))
def test_wherever_in_denmark_east_weighs_as_north(lat: float, lon: float, metres: int) -> None:
    """The same way east, west, north and south of anywhere: the same metres, and so the same points, by every mode."""
    north = metres / 1000 * KM_IN_DEGREES
    here, east = at(lat, lon), north / cos(radians(lat))
    ways = [at(lat + north, lon), at(lat - north, lon), at(lat, lon + east), at(lat, lon - east)]
    found = [metres_between(here, there) for there in ways]
    # The plane is drawn out by at most a thousandth, and alike in every direction.
    assert max(found) - min(found) <= 3 + metres * 0.0005
    for mode in ("bike", "transit", "car"):
        minutes = [estimate_minutes(length, mode, rules()) for length in found]
        assert max(minutes) - min(minutes) <= 1


def test_the_nearest_wanted_area_counts() -> None:
    trip = TRAVEL.trip(candidate(), vacancy(), rules())
    assert trip is not None
    assert (trip.origin, trip.precision, trip.estimated) == ("Amager Øst", "district", True)


def test_a_table_stands_before_the_estimate() -> None:
    table = measured({("Amager Vest", "u1", "bike"): 1})
    trip = table.trip(candidate(), vacancy(), rules())
    assert trip is not None
    assert (trip.minutes, trip.origin, trip.estimated) == (1, "Amager Vest", False)


@UNHURRIED
@given(st.integers(0, 40_000), st.integers(0, 40_000), st.sampled_from(("bike", "transit", "car")))
def test_farther_never_takes_less_time_or_gives_more_points(near: int, more: int, mode: str) -> None:
    assert estimate_minutes(near + more, mode, rules()) >= estimate_minutes(near, mode, rules())
    points = rules().travel.points
    assert list(points) == sorted(points, reverse=True)
    assert points[30] * 2 == points[0]
