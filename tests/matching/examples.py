"""A fictitious city in small: builders with one detail changed at a time, and strategies for whole instances."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from config.files import ConfigFiles
from matching.candidate import Candidate
from matching.geography import Travel
from matching.place import Place
from matching.rules import Rules
from matching.travel_table import Table
from matching.vacancy import Vacancy

# Properties hold however busy the machine is; making up whole pools takes its time.
UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
TODAY = date(2026, 11, 23)
CENTRES = {
    "Indre By": (55.6839, 12.5911),
    "Østerbro": (55.7122, 12.5865),
    "Valby": (55.6567, 12.5030),
    "Amager Øst": (55.6636, 12.6247),
    "Amager Vest": (55.6387, 12.5722),
}
DISTRICTS = {name: Place(name, *centre, "district") for name, centre in CENTRES.items()}
TRAVEL = Travel("test", "centres", DISTRICTS)
ROLES = ("sosu_hjaelper", "sosu_assistent", "sygeplejerske", "ufaglaert", "sygeplejestuderende")
SHIFTS = ("dag", "aften", "nat", "weekend")
EMPLOYMENT = ("fast", "afloeser", "vikariat")
UNIT_TYPES = ("plejehjem", "hjemmepleje", "bosted")


@cache
def rules() -> Rules:
    return Rules.load(ConfigFiles())


def measured(minutes: Mapping[tuple[str, str, str], int]) -> Travel:
    """The same city with a table by hand: (place, unit, mode) to minutes."""
    return TRAVEL.measured(Table.of_names(minutes, "the tests"))


def candidate(**changes: Any) -> Candidate:
    return Candidate(
        **{
            "id": "c1",
            "role": "sosu_assistent",
            "authorisation": "claimed",
            "areas": frozenset({"Amager Øst", "Amager Vest"}),
            "mode": "bike",
            "hours_min": 320,
            "hours_max": 320,
            "shifts": frozenset({"dag"}),
            "employment": frozenset({"fast"}),
            **changes,
        }
    )


def vacancy(**changes: Any) -> Vacancy:
    return Vacancy(
        **{
            "id": "v1",
            "unit_id": "u1",
            "unit_name": "Solgården",
            "unit_type": "plejehjem",
            "district": "Amager Øst",
            "place": Place("Solgården", 55.6600, 12.6200, "street"),
            "role": "sosu_assistent",
            "opened_on": TODAY - timedelta(days=21),
            "openings": 2,
            "hours_min": 370,
            "hours_max": 370,
            "shifts": frozenset({"dag"}),
            "ad_reference": "JN-100",
            **changes,
        }
    )


def some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), min_size=least)


places = st.builds(
    Place,
    name=st.sampled_from(("2300", "2100", "Lergravsparken")),
    lat=st.floats(55.60, 55.74).map(lambda degrees: round(degrees, 4)),
    lon=st.floats(12.45, 12.66).map(lambda degrees: round(degrees, 4)),
    precision=st.sampled_from(("street", "station", "postcode")),
)
days = st.one_of(st.none(), st.integers(-30, 200).map(lambda number: TODAY + timedelta(days=number)))
tenths = st.one_of(st.none(), st.integers(10, 37).map(lambda number: number * 10))


def candidates(identifier: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Candidate]:
    return st.builds(
        Candidate,
        id=identifier or st.sampled_from([f"c{number}" for number in range(50)]),
        role=st.sampled_from(ROLES),
        authorisation=st.sampled_from(("none", "claimed", "pending", "verified")),
        accepts_roles=some(ROLES),
        areas=some(tuple(CENTRES)),
        areas_excluded=some(("Valby", "Østerbro")),
        anywhere=st.booleans(),
        outside=st.booleans(),
        from_place=st.one_of(st.none(), places),
        mode=st.sampled_from(("bike", "transit", "car")),
        max_minutes=st.one_of(st.none(), st.integers(5, 60)),
        hours_min=tenths,
        hours_max=tenths,
        shifts=some(SHIFTS),
        shifts_excluded=some(("nat", "weekend")),
        start=days,
        employment=some(EMPLOYMENT),
        unit_types=some(UNIT_TYPES),
        unit_types_excluded=some(("bosted",)),
        door=st.sampled_from(("new_hire", "internal", "student")),
    )


@st.composite
def vacancies(draw: st.DrawFn, most: int = 12) -> list[Vacancy]:
    rows = draw(
        st.lists(
            st.builds(
                Vacancy,
                id=st.just(""),
                unit_id=st.sampled_from(("u1", "u2", "u3", "u4")),
                unit_name=st.just("Solgården"),
                unit_type=st.sampled_from(UNIT_TYPES),
                district=st.sampled_from((*CENTRES, "Frederiksberg")),
                place=places,
                role=st.sampled_from(ROLES),
                opened_on=st.integers(0, 120).map(lambda number: TODAY - timedelta(days=number)),
                openings=st.integers(0, 3),
                hours_min=tenths,
                hours_max=tenths,
                shifts=some(SHIFTS),
                employment=st.sampled_from(EMPLOYMENT),
                start=days,
                accepts_unskilled=st.booleans(),
                ad_reference=st.just("JN-1"),
                ad_valid_until=days,
                expires=days,
                open=st.sampled_from((True, True, True, False)),
                suggestions_received=st.integers(0, 5),
            ),
            max_size=most,
        )
    )
    return [Vacancy.from_json({**row.to_json(), "id": f"v{number}"}) for number, row in enumerate(rows)]
