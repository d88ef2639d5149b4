"""First names: every listed one is read when it is asked for, and what is no name is never taken for one."""

from __future__ import annotations

import tomllib

import pytest

from config.files import SHIPPED
from dialogs.reading import Lexicon
from tests.reading.conftest import Reader

LISTED = tomllib.loads((SHIPPED / "words" / "names.toml").read_text(encoding="utf-8"))
NAMES = sorted({name for names in LISTED["names"].values() for name in names})
NEVER = sorted({word for words in LISTED["never"].values() for word in words})


def test_every_listed_name_is_read_when_it_was_asked_for(hear: Reader) -> None:
    wrong = {name: reading.facts for name in NAMES if not _named(reading := hear(name, "first_name"), name)}
    assert not wrong


def test_every_listed_name_is_read_after_an_opener(hear: Reader) -> None:
    wrong = {name: reading.facts for name in NAMES if not _named(reading := hear(f"Jeg hedder {name}"), name)}
    assert not wrong


def test_no_listed_name_is_a_keyword(lexicon: Lexicon) -> None:
    assert not lexicon.names & set(lexicon.keywords)


def test_an_everyday_word_is_no_name(hear: Reader, lexicon: Lexicon) -> None:
    unlisted = [word for word in NEVER if word not in ("dag", "tage")]
    assert [word for word in unlisted if "first_name" in hear(word, "first_name").facts] == []


@pytest.mark.parametrize(
    "text",
    ["hvad er lønnen?", "det ved jeg ikke", "kan jeg tale med et menneske", "er det her en robot", "nej tak", "2"],
)
def test_a_sentence_is_no_name(text: str, hear: Reader) -> None:
    assert "first_name" not in hear(text, "first_name").facts


@pytest.mark.parametrize("text", ["ring til min veninde, hun er ssa, Karin", "dag, aften, nat", "hans, hun, min"])
def test_a_name_nobody_asked_for_is_left_in_doubt(text: str, hear: Reader) -> None:
    assert "first_name" not in hear(text).facts


def _named(reading: object, name: str) -> bool:
    found = getattr(reading, "facts").get("first_name")  # noqa: B009
    return found is not None and found.value == name and set(getattr(reading, "facts")) == {"first_name"}  # noqa: B009
