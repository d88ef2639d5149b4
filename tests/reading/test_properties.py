"""What holds for every text, whatever it says."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.files import ConfigFiles
from dialogs.reading import Lexicon, read
from dialogs.reading.masking import find_cpr

LEXICON = Lexicon.load(ConfigFiles())
SATURDAY = date(2026, 11, 21)
QUESTIONS = (
    None, "role", "authorised", "areas", "hours", "shifts", "start", "employment", "first_name", "confirm",
    "role: 1 SOSU-hjælper 2 SOSU-assistent 3 Sygeplejerske 4 Anden uddannelse 5 Ingen",
    "times: 1 tors. 26/11 kl. 10.00 2 fre. 27/11 kl. 13.30", "areas: 1 Nordvest 2 nattevagt", ": 1", "x: 2 1",
)  # fmt: skip
PIECES = (
    "ssa", "ssh", "sygeplejerske", "37", "30 timer", "25-30t", "nat", "ikke", "undtagen", "amager", "2300", "nv", "og",
    "eller", ",", ".", "\n", "fra", "1/2", "d. 15.", "uge 49", "opsagt til 31/12", "løbende måned + 1", "bor", "min",
    "010190-1234", "stop", "hej", "?", "kl", "07-15", "80 %", "jeg hedder", "fuldtid", "max", "til", "den", "første",
    "\u202e", "\x00", "½", "🌙", "٣٠", "[", "]", "autorisation", "om 14 dage", "februar", "mellem", "efter nytår",
)  # fmt: skip
FIXED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=500)
FACTS = (
    ("ssa", "role"), ("sygeplejerske", "role"), ("ufaglært", "role"), ("30 timer", "hours_per_week"),
    ("fuldtid", "hours_per_week"), ("Valby", "areas"), ("2200", "areas"), ("Østerbro", "areas"), ("aften", "shifts"),
    ("nattevagt", "shifts"), ("fra 1. marts", "start"), ("hurtigst muligt", "start"), ("vikar", "employment"),
    ("plejehjem", "unit_types"),
)  # fmt: skip


@FIXED
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map(" ".join), st.lists(st.sampled_from(PIECES)).map("".join)),
       st.sampled_from(QUESTIONS), st.booleans())  # fmt: skip
def test_reading_never_raises_and_spans_hold(text: str, asked: str | None, known: bool) -> None:
    profile = {
        "role": "sosu_assistent",
        "areas": ["Valby"],
        "shifts": ["nat"],
        "hours_per_week": {"min": 30, "max": 30},
    }
    reading = read(text, received=SATURDAY, lexicon=LEXICON, asked=asked, known=profile if known else None)
    for found in (*reading.facts.values(), *reading.ambiguous.values()):
        assert reading.masked[found.start : found.end] == found.words
    assert not reading.facts.keys() & reading.ambiguous.keys()


@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(deadline=None, max_examples=100_000, suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_reading_never_raises_on_anything(text: str) -> None:
    read(text, received=SATURDAY, lexicon=LEXICON)


@FIXED
@given(st.lists(st.sampled_from([piece for piece, _ in FACTS]), min_size=1, max_size=4, unique=True))
def test_case_spaces_and_the_last_stop_change_nothing(pieces: list[str]) -> None:
    plain = " ".join(pieces)
    first = _facts(plain)
    for way in (plain.upper(), plain.replace(" ", "  "), f"{plain}.", f"{plain}!", f" {plain} ", _spelled(plain)):
        assert _facts(way) == first, way


@FIXED
@given(st.sampled_from(FACTS), st.sampled_from(FACTS), st.sampled_from([", ", "\n", " og "]))
def test_two_independent_facts_are_both_read(one: tuple[str, str], other: tuple[str, str], joint: str) -> None:
    if one[1] == other[1]:
        return
    facts = _facts(f"{one[0]}{joint}{other[0]}")
    assert facts.get(one[1]) == _facts(one[0])[one[1]]
    assert facts.get(other[1]) == _facts(other[0])[other[1]]


@FIXED
@given(
    st.dates(date(1930, 1, 1), date(2009, 12, 31)), st.integers(0, 9999), st.booleans(),
    st.sampled_from(["-", "", " ", " - ", ".", "–", "/"]), st.sampled_from(["", " ", "."]),
    st.sampled_from(["", "cpr ", "mit cpr nr er: ", "ssa 37t ", "født ", "ring 20304050, "]),
    st.sampled_from(["", " tak", ", ssa nat", ".", "\nssh"]),
)  # fmt: skip
def test_a_masked_text_holds_no_cpr_number(
    born: date, serial: int, replaced: bool, joint: str, between: str, before: str, after: str
) -> None:
    day = born.day + 60 if replaced else born.day
    number = f"{day:02}{between}{born.month:02}{between}{born.year % 100:02}{joint}{serial:04}"
    reading = read(f"{before}{number}{after}", received=SATURDAY, lexicon=LEXICON)
    assert not find_cpr(reading.masked)
    assert f"{serial:04}" not in re.sub(r"20304050", "", reading.masked)
    assert "cpr" in reading.flags


@FIXED
@given(st.text(alphabet="0123456789-. /", max_size=40))
def test_no_digits_however_strewn_leave_a_cpr_number(text: str) -> None:
    assert not find_cpr(read(text, received=SATURDAY, lexicon=LEXICON).masked)


@FIXED
@given(st.integers(0, 400))
def test_a_day_and_month_lie_ahead(days: int) -> None:
    day = SATURDAY + timedelta(days=days)
    found = _facts(f"ssa kan starte {day.day}/{day.month}")
    assert found["start"] >= SATURDAY.isoformat()


def _facts(text: str) -> dict[str, object]:
    reading = read(text, received=SATURDAY, lexicon=LEXICON)
    return {name: found.value for name, found in reading.facts.items()}


def _spelled(text: str) -> str:
    for letter, way in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("Æ", "AE"), ("Ø", "OE"), ("Å", "AA")):
        text = text.replace(letter, way)
    return text
