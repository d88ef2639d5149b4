"""The desk's words: English for every line, a sentence for every verb, a form for every fact, no word left as a code."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.desk import fact_words, trail_words
from bot.desk.trail_words import Deed
from bot.house import House
from bot.pool.states import TALK_NEEDS, URGENT
from bot.web.lines import without_english
from config.roles import roles
from dialogs.acts import Act
from dialogs.facts import PROFILE_FACTS
from tests.desk.conftest import ANNA, City, Visit

ROOT = Path(__file__).parents[2]


def test_every_line_has_its_english() -> None:
    assert without_english("desk") == []


def test_every_fact_has_a_label() -> None:
    assert [fact for fact in PROFILE_FACTS if fact not in fact_words.LABELS] == []


def test_every_role_has_its_short_name() -> None:
    assert all(role.short for role in roles().values())


def test_every_need_has_words() -> None:
    assert {*URGENT, *TALK_NEEDS} <= set(fact_words.NEEDS)


@pytest.mark.parametrize(
    ("fact", "value", "danish", "english"),
    [
        ("role", "sygeplejerske", "sygeplejerske", "nurse"),
        ("areas", ["Valby", "Vanløse"], "Valby og Vanløse", "Valby and Vanløse"),
        ("hours_per_week", {"min": 28, "max": None}, "mindst 28 timer", "at least 28 hours"),
        ("hours_per_week", {"min": None, "max": 18.5}, "højst 18,5 timer", "at most 18.5 hours"),
        ("hours_per_week", {"min": 37, "max": 37}, "37 timer", "37 hours"),
        ("shifts", ["nat", "dag"], "dag og nat", "day and night"),
        ("start", "asap", "hurtigst muligt", "as soon as possible"),
        ("start", "2027-02-01", "1. februar 2027", "1 February 2027"),
        ("start", "engang", "engang", "engang"),
        ("employment", ["fast"], "fast stilling", "permanent post"),
        ("max_minutes", 30, "30 min.", "30 min."),
        ("anywhere", True, "ja", "yes"),
        ("authorised:sygeplejerske", "pending", "ansøgt, ikke afgjort", "applied for, not decided"),
    ],
)
def test_a_value_in_words(fact: str, value: Any, danish: str, english: str) -> None:
    assert fact_words.value_in_words(fact, value, "da") == danish
    assert fact_words.value_in_words(fact, value, "en") == english


def test_every_verb_in_the_house_is_a_sentence() -> None:
    place = {"Happening": 3, "happened": 4, "_happened": 4, "tell": 4, "happen": 2}
    found = set()
    for file in (ROOT / "bot").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if len(call.args) > place.get(name, 99):
                verb = ast.walk(call.args[place[name]])
                found |= {part.value for part in verb if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    found |= {act.__name__.lower() for act in Act.__subclasses__()}
    assert found - set(trail_words.VERBS) == set()


@pytest.mark.parametrize("verb", [*trail_words.VERBS, "something_new"])
def test_a_sentence_never_fails_whatever_the_entry_says(verb: str) -> None:
    for data in ({}, {"unit": 7, "until": "nonsense", "fact": None, "role": 3, "facts": ["role", 4], "due": None}):
        deed = Deed(1, datetime(2026, 11, 23, tzinfo=UTC), "line", None, verb, data, None)
        for language in ("da", "en"):
            assert "{" not in trail_words.sentence(deed, language)
            assert trail_words.actor(deed, language)


async def test_the_trail_says_whether_it_holds(house: House, city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    await anna.post("/desk/candidates/c-Mette/notes", body="En note")
    await anna.post("/desk/candidates/c-Mette/notes", body="En til")
    page = await anna.get("/desk/trail/c-Mette")
    assert "Kæden holder" in page
    assert f"{ANNA} skrev en note" in page
    async with house.database.transaction() as connection:
        await connection.execute(text("UPDATE event SET verb = 'hired' WHERE verb = 'noted' AND position = 1"))
    assert "Kæden er brudt" in await anna.get("/desk/trail/c-Mette")
    await anna.get("/desk/trail/nobody", status=404)
