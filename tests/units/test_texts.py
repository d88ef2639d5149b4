"""Texts to phones: GSM-7 and two segments with the longest and oddest names, in both languages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.house import House
from bot.units.cases import Place
from bot.units.texts import suggestion_text
from dialogs.notices import REMINDER
from wording.gsm import foreign, plain, segments
from wording.language import Language
from wording.phones import in_pairs
from wording.times import short
from wording.work import ROLES

AT = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
NAMES = ("Solgården", "Ærø – ‘Łódź’ café… plejehjem № 7", "Midlertidigt døgnrehabiliteringscenter " * 9, "養老院")


def unit(name: str, language: Language) -> Place:
    return Place(
        1,
        "u1",
        name,
        "Prøvevej 4",
        "2300",
        "København S",
        "Lone Prøve",
        "leder@example.org",
        "+4526123456",
        True,
        language,
    )


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", ROLES)
def test_the_suggestion(house: House, name: str, language: Language, role: str) -> None:
    text = suggestion_text(house, unit(name, language), role=role, answer_by=AT, code="4711")
    assert foreign(text) == set()
    assert segments(text) <= 2
    assert "JA 4711" in text
    assert "NEJ 4711" in text
    assert "33 17 00 00" in text


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_the_reminder(name: str, language: Language) -> None:
    text = REMINDER.told(language, time=short(AT, language), unit=name, place=name, meets=name)
    assert foreign(text) == set()
    assert segments(text) <= 2
    assert "25/11" in text
    assert text.endswith(("KAN IKKE.", "CANNOT COME."))


def test_what_gsm_lacks_is_written_plainly() -> None:
    assert plain("Café – ’Škoda’ …") == "Café - 'Skoda' ..."
    assert plain("Æblegården") == "Æblegården"


@pytest.mark.parametrize(
    ("number", "read"),
    [("+4570201530", "70 20 15 30"), ("+46701234567", "+46701234567"), ("", ""), ("33 17 00 00", "33 17 00 00")],
)
def test_numbers_as_people_read_them(number: str, read: str) -> None:
    assert in_pairs(number) == read
