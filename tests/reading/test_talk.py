"""Choices, yes and no, kinds of stop, corrections, languages: what a talk needs beside facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.reading.conftest import Reader

TIMES = "times: 1 tors. 26/11 kl. 10.00 2 fre. 27/11 kl. 13.30"
PROFILE: dict[str, Any] = {
    "role": "sosu_assistent", "areas": ["Amager Øst", "Amager Vest"], "hours_per_week": {"min": 32, "max": 32},
    "shifts": ["dag", "weekend"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "choice"),
    [("1", 1), ("nr 2", 2), ("det første", 1), ("den sidste", 2), ("tors kl 10", 1), ("fredag", 2), ("26/11", 1),
     ("kl 13.30 passer fint", 2), ("3", None), ("onsdag", None), ("ingen af dem", None), ("2 tak", 2)],
)  # fmt: skip
def test_a_time_is_picked(text: str, choice: int | None, hear: Reader) -> None:
    assert hear(text, TIMES).choice == choice


@pytest.mark.parametrize(
    ("text", "affirmed"),
    [("ja", True), ("Ja tak!", True), ("jep", True), ("passer", True), ("ok", True), ("yes", True), ("nej", False),
     ("det passer ikke", False), ("næsten", False), ("30 timer", None)],
)  # fmt: skip
def test_a_summary_is_confirmed_or_not(text: str, affirmed: bool | None, hear: Reader) -> None:
    assert hear(text, "confirm", PROFILE).affirmed is affirmed


@pytest.mark.parametrize("text", ["ingen af dem", "kan desværre ikke", "nej", "ingen af tiderne passer"])
def test_no_time_fits(text: str, hear: Reader) -> None:
    reading = hear(text, TIMES)
    assert reading.affirmed is False
    assert reading.intent == "answer"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("STOP", "all"), ("har fået job, tak", "got_job"), ("forkert nummer", "wrong_number"), ("slet mig", "delete"),
     ("ikke lige nu, kom tilbage i august", "not_now")],
)  # fmt: skip
def test_stops_are_told_apart(text: str, kind: str, hear: Reader) -> None:
    assert hear(text).stop_kind == kind


def test_not_now_tells_until_when(hear: Reader) -> None:
    assert hear("ikke lige nu, kom tilbage i august").until == date(2027, 8, 1)


def test_adding_replacing_and_removing_differ(hear: Reader) -> None:
    more = hear("også Valby", "confirm", PROFILE)
    assert more.facts["areas"].value == ["Amager Øst", "Amager Vest", "Valby"]
    assert more.added == {"areas": ("Valby",)}
    instead = hear("kun Valby", "confirm", PROFILE)
    assert instead.facts["areas"].value == ["Valby"]
    assert instead.removed == {"areas": ("Amager Øst", "Amager Vest")}
    less = hear("drop weekend", None, PROFILE)
    assert less.facts["shifts"].value == ["dag"]
    assert less.intent == "update"


@pytest.mark.parametrize(
    ("text", "language"),
    [("ENGLISH", "en"), ("can we speak english please", "en"), ("ok", None), ("ssa 37 t nat", None),
     ("hello i am looking for work as a nurse in your city", "en"), ("hej jeg er ssa og søger job", None)],
)  # fmt: skip
def test_the_language_follows_a_wish_or_a_clear_margin(text: str, language: str | None, hear: Reader) -> None:
    assert hear(text).language == language


def test_two_readings_are_the_options(hear: Reader) -> None:
    doubt = hear("ssa nv").ambiguous["areas"]
    assert doubt.why == "two_readings"
    assert doubt.options == ("Nordvest", "nat")


def test_a_mended_typo_is_named(hear: Reader) -> None:
    assert hear("sygepljerske vesterbro").facts["role"].mended == "sygeplejerske"


@pytest.mark.parametrize(
    ("text", "name"), [("Maria", "Maria"), ("jeg hedder ali", "Ali"), ("det er Fatima", "Fatima"), ("ja", None),
                       ("hvorfor?", None), ("stop", None), ("sygeplejerske", None)],
)  # fmt: skip
def test_a_name_gives_way_to_everything_else(text: str, name: str | None, hear: Reader) -> None:
    found = hear(text, "first_name").facts.get("first_name")
    assert (found.value if found else None) == name


def test_near_home_and_minutes(hear: Reader) -> None:
    reading = hear("tæt på hvor jeg bor, max 30 min, skal kunne cykle dertil", "areas")
    assert reading.facts["near_home"].value is True
    assert reading.facts["max_minutes"].value == 30
    assert reading.facts["travel_mode"].value == "bike"
