"""Each rule passes, or names itself with the two values it compared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from matching.place import Place
from matching.ranking import Excluded, Ranked, weigh
from tests.matching.examples import TODAY, TRAVEL, candidate, rules, vacancy

STUDENT = {"role": "sygeplejestuderende", "authorisation": "none", "employment": frozenset()}
NURSE = {"role": "sygeplejerske", "authorisation": "verified"}
TRAINED_ABROAD = {"role": "sygeplejerske", "authorisation": "none", "employment": frozenset()}
HELPER_POST = {"role": "sosu_hjaelper"}
TEMP_POST = {"role": "ufaglaert", "employment": "afloeser"}
NEAR_SOLGAARDEN = Place("2300", 55.6559, 12.6023, "postcode")


def judge(wish: dict[str, Any], post: dict[str, Any]) -> Ranked | Excluded:
    return weigh(candidate(**wish), vacancy(**post), rules(), TRAVEL, TODAY)


@pytest.mark.parametrize(
    ("wish", "post"),
    [
        ({}, {}),
        ({"hours_max": 200}, {}),  # wanting fewer hours is a gap to show, not a rule
        ({**NURSE, "accepts_roles": frozenset({"sosu_assistent"})}, {}),
        ({"accepts_roles": frozenset({"sosu_hjaelper"})}, HELPER_POST),
        ({**STUDENT}, {**HELPER_POST, "accepts_unskilled": True}),
        ({**STUDENT}, TEMP_POST),
        ({**TRAINED_ABROAD}, TEMP_POST),
        ({**TRAINED_ABROAD}, {**HELPER_POST, "accepts_unskilled": True}),
        ({"shifts": frozenset({"dag", "weekend"})}, {"shifts": frozenset({"dag", "nat"})}),
        ({"shifts": frozenset()}, {"shifts": frozenset({"nat"})}),
        ({"areas": frozenset(), "anywhere": True}, {"district": "Valby"}),
        ({"outside": True}, {"district": "Frederiksberg"}),
        ({"areas": frozenset()}, {"district": "Frederiksberg"}),
        ({"from_place": NEAR_SOLGAARDEN, "max_minutes": 30}, {"district": "Indre By"}),
        ({"start": TODAY + timedelta(days=92)}, {}),
        ({}, {"ad_valid_until": TODAY, "expires": TODAY}),
    ],
)
def test_passes(wish: dict[str, Any], post: dict[str, Any]) -> None:
    assert isinstance(judge(wish, post), Ranked)


@pytest.mark.parametrize(
    ("wish", "post", "rule", "values"),
    [
        ({}, {"open": False}, "closed", ((), ())),
        ({}, {"openings": 0}, "filled", ((), (0,))),
        ({}, {"expires": TODAY - timedelta(days=1)}, "expired", (("2026-11-23",), ("2026-11-22",))),
        (
            {},
            {"ad_valid_until": TODAY - timedelta(days=1)},
            "ad_expired",
            (("2026-11-23",), ("JN-100", "2026-11-22")),
        ),
        ({}, {"role": "sygeplejerske"}, "role", (("sosu_assistent",), ("sygeplejerske",))),
        ({**NURSE}, {}, "role", (("sygeplejerske",), ("sosu_assistent",))),
        ({}, HELPER_POST, "role", (("sosu_assistent",), ("sosu_hjaelper",))),
        ({**STUDENT}, HELPER_POST, "role", (("sygeplejestuderende",), ("sosu_hjaelper",))),
        ({"authorisation": "none"}, {}, "authorisation", (("none",), ("sosu_assistent",))),
        (
            {**TRAINED_ABROAD, "accepts_roles": frozenset({"sosu_assistent"})},
            {},
            "authorisation",
            (("none",), ("sosu_assistent",)),
        ),
        ({}, {"employment": "vikariat"}, "employment", (("fast",), ("vikariat",))),
        ({"unit_types": frozenset({"hjemmepleje"})}, {}, "unit_type", (("hjemmepleje",), ("plejehjem",))),
        ({"unit_types_excluded": frozenset({"plejehjem"})}, {}, "unit_type_excluded", (("plejehjem",), ("plejehjem",))),
        ({}, {"shifts": frozenset({"nat"})}, "shift", (("dag",), ("nat",))),
        (
            {"shifts_excluded": frozenset({"weekend"})},
            {"shifts": frozenset({"dag", "weekend"})},
            "shift_excluded",
            (("weekend",), ("dag", "weekend")),
        ),
        # Sharing weekends does not make a day worker an evening worker.
        (
            {"shifts": frozenset({"dag", "weekend"})},
            {"shifts": frozenset({"aften", "weekend"})},
            "shift",
            (("dag", "weekend"), ("aften", "weekend")),
        ),
        ({}, {"district": "Valby"}, "area", (("Amager Vest", "Amager Øst"), ("Valby",))),
        ({}, {"district": "Frederiksberg"}, "area", (("Amager Vest", "Amager Øst"), ("Frederiksberg",))),
        ({"anywhere": True}, {"district": "Frederiksberg"}, "area", (("anywhere",), ("Frederiksberg",))),
        ({"areas_excluded": frozenset({"Amager Øst"})}, {}, "area_excluded", (("Amager Øst",), ("Amager Øst",))),
        (
            {"from_place": Place("2100", 55.7028, 12.5757, "postcode"), "max_minutes": 15},
            {},
            "travel_limit",
            ((15,), (29, "bike", "postcode")),
        ),
        ({"start": TODAY + timedelta(days=93)}, {}, "start", (("2027-02-24",), ("2026-11-23",))),
    ],
)
def test_names_itself(wish: dict[str, Any], post: dict[str, Any], rule: str, values: tuple[Any, Any]) -> None:
    assert judge(wish, post) == Excluded("v1", "u1", rule, *values)


def test_a_claim_never_counts_as_verified() -> None:
    ranked = {state: judge({"authorisation": state}, {}) for state in ("claimed", "pending", "verified")}
    assert all(isinstance(row, Ranked) and row.authorisation == state for state, row in ranked.items())
    scores = [row.score for row in ranked.values() if isinstance(row, Ranked)]
    assert scores == sorted(set(scores))


def test_an_authorised_post_is_never_reached_from_below() -> None:
    rows = [row for row in rules().substitutions if row.vacancy in rules().authorised]
    assert rows
    levels = rules().authorised
    assert all(levels[role] > levels[row.vacancy] for row in rows for role in row.candidates)
