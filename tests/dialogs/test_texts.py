"""Every text to a candidate: cheap characters, at most two segments with the longest values, no address, English there."""

import ast
import re
from pathlib import Path

import pytest

from config.files import ConfigFiles
from dialogs.notices import NOTICES, Notice
from dialogs.script import Script
from dialogs.texts import LANGUAGES, UnwordedLineError
from dialogs.texts.en import ENGLISH
from wording.gsm import foreign, segments
from wording.work import EMPLOYMENT_SHORT, ROLES, SHIFTS

FOLDER = Path(__file__).parents[2] / "dialogs"
LINE = re.compile(r"[A-ZÆØÅ{].*[.?!]|{\w+}\?", re.DOTALL)

LONGEST = {
    "employer": "Sundheds- og Omsorgsforvaltningen",
    "phone": "33 17 00 00",
    "numbers": "1: SOSU-hjælper (care helper), 2: SOSU-assistent (care assistant), 3: nurse, 4: without care training",
    "shifts": "Day, evening, night or weekend",
    "post": "SOSU-assistent (care assistant)",
    "role": "SOSU-assistent (care assistant)",
    "name": "Anne-Charlotte",
    "due": "Wednesday 30 September at 12:00",
    "day": "30 September 2027",
    "profile": "SOSU-assistent (care assistant) with authorisation, Amager and Vesterbro-Kongens Enghave, 30-32 hours, "
    "day and evening, from 1 September, permanent",
    "unit": "Hjemmeplejen Kongens Enghave",
    "where": "Vesterbro-Kongens Enghave",
    "times": "1: tors. 26/11 kl. 10.00, 2: fre. 27/11 kl. 13.30, 3: man. 30/11 kl. 09.00",
    "time": "Wednesday 30 September at 12:00",
    "meets": "afdelingsleder Bodil",
    "new": "Brønshøj-Husum, Vanløse and Valby",
    "old": "Bispebjerg, Nørrebro and Østerbro",
    "place": "Plejehjemsvej 114, opgang B, 2. sal, 2450 Kbh SV",
    "places": "Hjemmeplejen Kongens Enghave (Vesterbro-Kongens Enghave)",
    "facts": "SOSU-assistent, Amager and Valby, 30-32 hours, day and evening, from 1 September, permanent, Anne-Charlotte",
}


def lines() -> list[str]:
    """Every line in the dialogs and notices, read from their source: what begins and ends like a sentence said to somebody."""
    found: set[str] = set()
    for file in FOLDER.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        ours = {id(docstring) for node in ast.walk(tree) if (docstring := _not_said(node)) is not None}
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and id(node) not in ours
            and isinstance(node.value, str)
            and LINE.fullmatch(node.value)
        }
    return sorted(found)


def _not_said(node: ast.AST) -> ast.AST | None:
    """A string for those who read the code: a docstring, or when a notice is said."""
    if isinstance(node, ast.Expr):
        return node.value
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_notice"
    return node.args[0] if named and isinstance(node, ast.Call) else None


DANISH = lines()


def test_there_are_lines() -> None:
    assert len(DANISH) > 70
    assert {notice.danish for notice in NOTICES} <= set(DANISH)


@pytest.mark.parametrize("line", DANISH)
def test_english_is_there(line: str) -> None:
    assert line in ENGLISH


def test_no_english_is_left_over() -> None:
    assert sorted(set(ENGLISH) - set(DANISH)) == []


def test_a_line_outside_the_table_cannot_be_said() -> None:
    for language in LANGUAGES:
        with pytest.raises(UnwordedLineError):
            Script({}, language).tell("Det har ingen gennemgået.")
        with pytest.raises(UnwordedLineError):
            Notice("Never.", "Det har ingen gennemgået.").told(language)


@pytest.mark.parametrize("line", [*ENGLISH, *ENGLISH.values()])
def test_a_line_is_cheap_and_short_with_the_longest_values(line: str) -> None:
    said = line.replace("[", "").replace("]", "").format(**LONGEST)
    assert not foreign(said), foreign(said)
    assert segments(said) <= 2, len(said)


@pytest.mark.parametrize("line", [*ENGLISH, *ENGLISH.values()])
def test_a_line_holds_no_address(line: str) -> None:
    assert not re.search(r"https?:|www\.|\w\.(dk|com|org|net)\b", line)


@pytest.mark.parametrize("line", ENGLISH)
def test_danish_letters_are_danish_letters(line: str) -> None:
    assert not re.search(r"\b(faar|foer|hoerer|naar|paa|saa|ogsaa|soeger|aaben|gaar|maa|moede)\b", line.lower())


@pytest.mark.parametrize("line", sorted(ENGLISH))
def test_the_same_values_stand_in_both_languages(line: str) -> None:
    assert set(re.findall(r"{(\w+)}", line)) == set(re.findall(r"{(\w+)}", ENGLISH[line]))
    assert line.count("[") == ENGLISH[line].count("[")


def test_approved_answers_are_cheap_and_short() -> None:
    for topic, entry in ConfigFiles().toml("answers.toml").items():
        if isinstance(entry, dict) and "da" in entry:
            for language in ("da", "en"):
                assert not foreign(entry[language]), (topic, language, foreign(entry[language]))
                assert segments(entry[language]) <= 2, (topic, language)


def test_phrases_are_cheap() -> None:
    words = [word for pair in (*ROLES.values(), *SHIFTS.values(), *EMPLOYMENT_SHORT.values()) for word in pair]
    assert not foreign(" ".join(words))
