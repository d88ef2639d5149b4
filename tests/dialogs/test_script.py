"""The engine of dialogs: from the top, to the first thing it does not know, and never anything but its questions."""

import asyncio

import pytest

from dialogs.facts import AREAS, HOURS, ROLE, SHIFTS
from dialogs.script import Asked, ForeignAwaitError, Script, run

LINES = ("Velkommen.", "Hvilket fag?", "Hvor?", "Hvor meget?", "Hvornår?", "Slut.")


@pytest.fixture(autouse=True)
def lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of this test's own, as a dialog's stand in the table of texts."""
    monkeypatch.setattr("dialogs.texts.ENGLISH", {line: line for line in LINES})


async def talk(s: Script) -> None:
    s.say("Velkommen.", once="welcome")
    await s.ask(ROLE, "Hvilket fag?")
    await s.ask_all((AREAS, "Hvor?"), (HOURS, "Hvor meget?"), (SHIFTS, "Hvornår?"), at_most=2)
    s.tell("Slut.")


def test_it_stops_at_the_first_thing_it_does_not_know() -> None:
    script = Script({})
    assert run(talk, script) == Asked((ROLE,))
    assert script.spoken == ["Velkommen.", "Hvilket fag?"]


def test_what_is_known_is_not_asked_and_what_was_said_is_not_said_again() -> None:
    script = Script({"role": "sosu_hjaelper", "hours_per_week": {"min": 30, "max": 30}}, said=frozenset({"welcome"}))
    assert run(talk, script) == Asked((AREAS, SHIFTS))
    assert script.spoken == ["Hvor?", "Hvornår?"]


def test_at_most_so_many_questions_in_one_text() -> None:
    script = Script({"role": "sosu_hjaelper"}, said=frozenset({"welcome"}))
    assert run(talk, script) == Asked((AREAS, HOURS))


def test_it_comes_to_its_end_when_all_is_known() -> None:
    facts = {"role": "x", "anywhere": True, "hours_per_week": {"min": 1, "max": 1}, "shifts": ["dag"]}
    script = Script(facts, said=frozenset({"welcome"}))
    assert run(talk, script) is None
    assert script.spoken == ["Slut."]


def test_a_doubt_is_put_in_place_of_the_question() -> None:
    doubts = {"areas": ("Mener du 1: Nordvest, 2: nattevagt?", ("Nordvest", "nattevagt"), ("a", "b"))}
    script = Script({"role": "x"}, said=frozenset({"welcome"}), doubts=doubts)
    assert run(talk, script) == Asked((AREAS,), ("Nordvest", "nattevagt"), ("a", "b"))


def test_a_dialog_that_awaits_something_else_is_refused() -> None:
    async def impatient(s: Script) -> None:
        await asyncio.sleep(0)

    with pytest.raises(ForeignAwaitError, match="NoneType"):
        run(impatient, Script({}))


def test_what_was_asked_survives_being_stored() -> None:
    asked = Asked((ROLE, AREAS), ("et", "to"), ("a", "b"), about=7)
    assert Asked.from_json(asked.to_json()) == asked


@pytest.mark.parametrize("stored", [None, {}, {"topics": []}, {"topics": "x"}, {"topics": [["role"]]}, {"options": []}])
def test_a_stored_question_that_no_longer_reads_is_treated_as_unknown(stored: dict[str, object] | None) -> None:
    assert Asked.from_json(stored) is None
