"""Excuses and pauses on the way, and what only begins like one."""

from __future__ import annotations

import pytest

from dialogs.asides import beside_the_matter, later, without_asides
from dialogs.reading import Reading


@pytest.mark.parametrize(
    "words",
    [
        "undskyld svarer sent",
        "hej undskyld jeg har haft travlt",
        "Sorry for the late answer",
        "så er jeg her igen",
        "Nu er jeg tilbage",
        "I'm back",
    ],
)
def test_excuses_and_returns(words: str) -> None:
    assert beside_the_matter(words)


@pytest.mark.parametrize(
    "words",
    [
        "undskyld jeg forstår ikke",
        "undskyld, men det tager for længe",
        "jeg er her ikke mere",
        "undskyld, det er forkert",
        "jeg har sendt mit cv",
    ],
)
def test_what_only_begins_like_one(words: str) -> None:
    assert not beside_the_matter(words)


@pytest.mark.parametrize(
    ("words", "waits"),
    [
        ("vent jeg skal af bussen nu", True),
        ("øjeblik", True),
        ("jeg skriver i aften", True),
        ("nr 2 tror jeg, skal lige høre min mand", True),
        ("I need to ask my husband", True),
        ("vent, det er forkert", False),
        ("vent jeg mente 32", False),
        ("jeg skriver gerne", False),
        ("hvem skal jeg høre fra", False),
    ],
)
def test_an_answer_that_comes_later(words: str, waits: bool) -> None:
    assert later(Reading(masked=words)) is waits


def test_what_stands_behind_an_excuse() -> None:
    assert without_asides("undskyld svarer sent. ja det passer") == "ja det passer"
    assert without_asides("undskyld, det er forkert") == "det er forkert"
