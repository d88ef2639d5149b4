"""What is an order and what only asks about one; keywords one letter off; a start after a stop."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from config.files import ConfigFiles
from dialogs.acts import Erase, Withdraw
from dialogs.facts import FIRST_NAME
from dialogs.hearing import Ears
from dialogs.memory import Kept
from dialogs.reading import Lexicon
from dialogs.script import Asked
from dialogs.situation import Answered, Situation
from dialogs.turn import Talk, Turn, take_turn

KNOWN = {"role": "sosu_hjaelper", "areas": ["Valby"]}
PRIVACY = "Skriv DATA for at se det eller SLET for at få det slettet."


@cache
def ears() -> Ears:
    return Ears(Lexicon.load(ConfigFiles()), date(2026, 11, 23))


def turn(words: str, *, stage: str = "telling", **facts: Any) -> Turn:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    answers = {"privacy": Answered({"da": PRIVACY})}
    here = Situation("SUF", "33 17 00 00", now, now, stage=stage, answers=answers)
    known = tuple(Kept(fact, value, message_id=1) for fact, value in {**KNOWN, **facts}.items())
    return take_turn(Talk(known, Asked((FIRST_NAME,)), frozenset({"greeting", "understood"})), here, words, ears())


@pytest.mark.parametrize(
    "words",
    [
        "hvordan sletter jeg mine oplysninger?",
        "Goddag. Hvordan sletter jeg mine data?",
        "kan jeg få slettet det senere?",
        "Hvordan trækker jeg mit samtykke tilbage?",
        "Er det muligt at trække sit samtykke tilbage senere?",
        "how do I delete my data?",
    ],
)
def test_who_asks_how_it_is_deleted_is_told_and_loses_nothing(words: str) -> None:
    found = turn(words)
    assert not found.acts
    assert PRIVACY in " ".join(map(str, found.texts))


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("SLET", Erase),
        ("slet mig", Erase),
        ("kan I slette mine data?", Erase),
        ("Hvordan? Slet mine oplysninger", Erase),
        ("jeg vil gerne slettes", Erase),
        ("jeg trækker mit samtykke tilbage", Withdraw),
    ],
)
def test_an_order_is_obeyed(words: str, act: type) -> None:
    assert any(isinstance(done, act) for done in turn(words).acts)


@pytest.mark.parametrize(
    ("words", "intent"),
    [("TILBAJE", "undo"), ("HVOFOR", "why"), ("Statsu", "status"), ("MENESKE", "human"), ("Hvorfro?", "why")],
)
def test_a_keyword_one_letter_off_is_no_name(words: str, intent: str) -> None:
    found = turn(words)
    assert found.intent == intent
    assert "first_name" not in {heard.fact for heard in found.heard}


@pytest.mark.parametrize("words", ["Tilde", "Hanne", "Mennes", "Stanis"])
def test_a_name_is_a_name(words: str) -> None:
    assert [(heard.fact, heard.value) for heard in turn(words).heard] == [("first_name", words)]


def test_start_begins_again_where_the_search_rested_and_nowhere_else() -> None:
    assert turn("START", stage="paused").intent == "resume"
    assert turn("START").intent != "resume"


def test_who_thinks_better_of_it_is_back() -> None:
    assert turn("jeg har ombestemt mig, jeg vil gerne søge igen", stage="withdrawn").intent == "resume"
    assert turn("jeg har ombestemt mig, jeg vil ikke søge igen").intent != "resume"


def test_what_was_taken_back_is_named() -> None:
    assert "Fjernet: SOSU-hjælper, Valby." in " ".join(map(str, turn("tilbage").texts))


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("I wait for authorisation", "pending"),
        ("Can I work while I wait for my Danish autorisation?", "pending"),
        ("I have authorisation", True),
    ],
)
def test_an_authorisation_that_is_awaited_is_none_yet(words: str, claim: object) -> None:
    told = {heard.fact: heard.value for heard in turn(words, role="sygeplejerske").heard}
    assert told["authorised:sygeplejerske"] == claim
