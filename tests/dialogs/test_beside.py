"""Beside the profile: what a text says of another post, of an authorisation on its way, of training from abroad."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from config.files import ConfigFiles
from dialogs.acts import MarkDoor
from dialogs.beside import door_of
from dialogs.facts import ACCEPTS, AUTHORISED, TRAINED_ABROAD, Topic
from dialogs.hearing import Ears
from dialogs.memory import Kept
from dialogs.reading import Lexicon
from dialogs.script import Asked
from dialogs.situation import Situation
from dialogs.turn import Talk, Turn, take_turn

BESIDE = {"sosu_assistent": "sosu_hjaelper", "sygeplejerske": "sosu_assistent"}
ALL = {
    "role": "sosu_assistent",
    "authorised:sosu_assistent": True,
    "areas": ["Valby"],
    "hours_per_week": {"min": 30, "max": 30},
    "shifts": ["dag"],
    "start": "2027-02-01",
    "employment": ["fast"],
    "first_name": "Karen",
    "confirmed": True,
}
SAID = frozenset({"greeting", "understood", "confirmed"})


@cache
def ears() -> Ears:
    return Ears(Lexicon.load(ConfigFiles()), date(2026, 11, 23))


def turn(words: str, asked: Topic | None = None, said: frozenset[str] = SAID, **facts: Any) -> Turn:
    known = {**ALL, **{name.replace("__", ":"): value for name, value in facts.items()}}
    answers = tuple(Kept(fact, value) for fact, value in known.items() if value is not None)
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    here = Situation("SUF", "33 17 00 00", now, now, stage="confirmed", beside=BESIDE)
    return take_turn(Talk(answers, Asked((asked,)) if asked else None, said), here, words, ears())


def told(found: Turn) -> dict[str, Any]:
    return {heard.fact: heard.value for heard in found.heard}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ja", True),
        ("ja gerne", True),
        ("ja, også hjælper", True),
        ("nej", False),
        ("nej, kun assistent", False),
        ("nej tak", False),
    ],
)
def test_yes_and_no_to_the_other_post(words: str, value: bool) -> None:
    found = turn(words, ACCEPTS.about("sosu_hjaelper"), SAID | {"beside:sosu_hjaelper"})
    assert told(found) == {"accepts:sosu_hjaelper": value}
    assert found.texts == ("Tak, det er noteret.",)


@pytest.mark.parametrize("words", ["hvad er lønnen?", "tak", "STATUS"])
def test_something_else_is_no_answer_and_the_question_is_not_put_again(words: str) -> None:
    found = turn(words, ACCEPTS.about("sosu_hjaelper"), SAID | {"beside:sosu_hjaelper"})
    assert told(found) == {}
    assert not any("foreslå" in said for said in found.texts)


@pytest.mark.parametrize("words", ["jeg kan også arbejde som sosu-hjælper", "tager gerne job som sosu-hjælper"])
def test_a_post_beside_ones_own_is_not_another_training(words: str) -> None:
    assert told(turn(words)) == {"accepts:sosu_hjaelper": True}


def test_another_training_is_a_correction() -> None:
    assert told(turn("rettelse: jeg er sosu-hjælper"))["role"] == "sosu_hjaelper"


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("jeg venter på min autorisation", "pending"),
        ("jeg har søgt om autorisation", "pending"),
        ("min autorisation er på vej", "pending"),
        ("autorisationen er ikke kommet endnu, jeg venter", "pending"),
        ("I am waiting for my authorisation", "pending"),
        ("den er på vej", "pending"),
        ("ja", True),
        ("nej", False),
        ("ved ikke", None),
    ],
)
def test_an_authorisation_on_its_way_is_neither_a_yes_nor_a_no(words: str, claim: object) -> None:
    found = turn(words, AUTHORISED.about("sosu_assistent"), authorised__sosu_assistent=None, confirmed=None)
    assert told(found).get("authorised:sosu_assistent") == claim


def test_an_authorisation_of_another_country_is_no_danish_one() -> None:
    found = turn("ja, tysk autorisation", AUTHORISED.about("sosu_assistent"), authorised__sosu_assistent=None)
    assert told(found) == {"authorised:sosu_assistent": False, "trained_abroad": True}
    assert MarkDoor("abroad") in found.acts


def test_training_from_abroad_is_asked_about_only_without_an_authorisation() -> None:
    assert not any("andet land" in said for said in turn("tak").texts)
    found = turn("tak", authorised__sosu_assistent=False)
    assert any("andet land" in said for said in found.texts)
    assert found.asked == Asked((TRAINED_ABROAD,))
    (heard,) = turn("ja", TRAINED_ABROAD, SAID | {"trained-abroad"}, authorised__sosu_assistent=False).heard
    assert (heard.fact, heard.value) == ("trained_abroad", True)


@pytest.mark.parametrize(
    ("facts", "door"),
    [
        ({"role": "sygeplejestuderende"}, "student"),
        ({"role": "ufaglaert", "employment": ["afloeser"]}, "temp"),
        ({"role": "ufaglaert", "employment": ["fast", "afloeser"]}, None),
        ({"role": "sygeplejerske", "trained_abroad": True}, "abroad"),
        ({"role": "sygeplejerske", "trained_abroad": False}, None),
    ],
)
def test_the_door(facts: dict[str, Any], door: str | None) -> None:
    assert door_of(facts) == door
