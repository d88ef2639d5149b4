"""Every text to a candidate: cheap characters, at most two segments with the longest values, no address, English there."""

import ast
import re
from pathlib import Path

import pytest

from bot.line import takeover, tasks
from bot.units import meetings
from config.files import ConfigFiles
from dialogs import phrases
from dialogs.texts.en import ENGLISH
from wording.gsm import foreign, segments

FOLDER = Path(__file__).parents[2] / "dialogs"

LONGEST = {
    "employer": "Sundheds- og Omsorgsforvaltningen",
    "phone": "33 17 00 00",
    "numbers": "1: SOSU-hjælper (care helper), 2: SOSU-assistent (care assistant), 3: nurse, 4: without care training",
    "shifts": "Day, evening, night or weekend",
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
    "facts": "SOSU-assistent, Amager and Valby, 30-32 hours, day and evening, from 1 September, permanent, Anne-Charlotte",
}


def lines() -> list[str]:
    """Every line a dialog says or asks, read from its source."""
    found: list[str] = []
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"say", "tell"}
            ):
                found += [
                    arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                ]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "ask":
                found += [
                    arg.value for arg in node.args[1:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                ]
            if isinstance(node, ast.Dict):
                values = [value.value for value in node.values if isinstance(value, ast.Constant)]
                found += [value for value in values if isinstance(value, str) and value.endswith("?")]
            if isinstance(node, ast.Constant) and node.value == "Hvad mener du med det?":
                found.append(node.value)
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Constant):
                value = node.elts[1].value
                found += [value] if isinstance(value, str) and value.endswith("?") else []
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.IfExp):
                found += [
                    part.value for part in (node.elts[1].body, node.elts[1].orelse) if isinstance(part, ast.Constant)
                ]
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Constant)
                and str(node.value.value).endswith("ufaglært.")
            ):
                found.append(str(node.value.value))
    return sorted(set(found))


DANISH = lines()
EVERY = [
    *DANISH,
    *ENGLISH.values(),
    *(text for table in (takeover.TAKEN, takeover.BACK, tasks.NOT_YET) for text in table.values()),
]
EVERY += [text for table in (meetings.TAKEN, meetings.OVER) for text in table.values()]


def test_there_are_lines() -> None:
    assert len(DANISH) > 50


@pytest.mark.parametrize("line", DANISH)
def test_english_is_there(line: str) -> None:
    assert line in ENGLISH


def test_no_english_is_left_over() -> None:
    assert sorted(set(ENGLISH) - set(DANISH)) == []


@pytest.mark.parametrize("line", EVERY)
def test_a_line_is_cheap_and_short_with_the_longest_values(line: str) -> None:
    said = line.format(**LONGEST)
    assert not foreign(said), foreign(said)
    assert segments(said) <= 2, len(said)


@pytest.mark.parametrize("line", EVERY)
def test_a_line_holds_no_address(line: str) -> None:
    assert not re.search(r"https?:|www\.|\w\.(dk|com|org|net)\b", line)


@pytest.mark.parametrize("line", sorted(ENGLISH))
def test_the_same_values_stand_in_both_languages(line: str) -> None:
    assert set(re.findall(r"{(\w+)}", line)) == set(re.findall(r"{(\w+)}", ENGLISH[line]))


def test_approved_answers_are_cheap_and_short() -> None:
    for topic, entry in ConfigFiles().toml("answers.toml").items():
        if isinstance(entry, dict) and "da" in entry:
            for language in ("da", "en"):
                assert not foreign(entry[language]), (topic, language, foreign(entry[language]))
                assert segments(entry[language]) <= 2, (topic, language)


def test_phrases_are_cheap() -> None:
    words = [word for pair in (*phrases.ROLES.values(), *phrases.SHIFTS.values()) for word in pair]
    assert not foreign(" ".join(words))
