"""What a talk remembers: every answer with its source, never overwritten, only withdrawn; and what undo makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.facts import OPPOSITES, REPLACES
from dialogs.reading import Found


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is stored. message_id: what gave it; withdrawn_by: "message:<id>" or another act, None if it stands."""

    fact: str
    value: Any
    words: str = ""
    message_id: int | None = None
    withdrawn_by: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer to be stored. span: where its words stand in the masked text."""

    fact: str
    value: Any
    words: str = ""
    span: tuple[int, int] | None = None
    message_id: int | None = None  # Set only when undo puts an earlier answer back: its source is the earlier text.


@dataclass(frozen=True, slots=True)
class Change:
    """What one text changes: answers to store, facts to withdraw, and which known facts got another value (old, new)."""

    heard: tuple[Heard, ...] = ()
    withdrawn: tuple[str, ...] = ()
    corrected: tuple[tuple[str, Any, Any], ...] = ()


def standing(answers: Iterable[Kept]) -> dict[str, Kept]:
    """The answers that count now, by fact."""
    return {answer.fact: answer for answer in answers if answer.withdrawn_by is None}


def take_in(known: Mapping[str, Any], found: Mapping[str, Found]) -> Change:
    """What the facts of a text change in what is known.

    An authorisation is about a role: without one, neither known nor in this text, it is nobody's and is left to be asked.
    """
    heard: dict[str, Heard] = {}
    withdrawn: dict[str, None] = {}
    corrected: list[tuple[str, Any, Any]] = []
    role = found["role"].value if "role" in found else known.get("role")
    for name, fact in found.items():
        if name == "authorised":
            if role is None:
                continue
            name = f"authorised:{role}"
        old = known.get(name)
        if old == fact.value or fact.value in (None, [], {}, ""):
            continue
        heard[name] = Heard(name, fact.value, fact.words, (fact.start, fact.end))
        if old not in (None, [], {}, ""):
            corrected.append((name, old, fact.value))
            withdrawn[name] = None
    for name in list(heard):
        for replaced in REPLACES.get(name, ()):
            if replaced in known and replaced not in heard:
                withdrawn[replaced] = None
        opposite = OPPOSITES.get(name)
        if opposite and opposite in known and opposite not in heard:
            left = [item for item in known[opposite] if item not in heard[name].value]
            if left != known[opposite]:
                withdrawn[opposite] = None
                if left:
                    heard[opposite] = Heard(opposite, left, heard[name].words, heard[name].span)
    return Change(tuple(heard.values()), tuple(withdrawn), tuple(corrected))


def undo(answers: Iterable[Kept]) -> Change:
    """Takes back what the last text that still stands gave, and puts back what it had replaced."""
    answers = list(answers)
    last = max(
        (answer.message_id for answer in standing(answers).values() if answer.message_id is not None), default=None
    )
    if last is None:
        return Change()
    gone = tuple(answer.fact for answer in answers if answer.message_id == last and answer.withdrawn_by is None)
    replaced: dict[str, Kept] = {}
    for answer in answers:
        if answer.withdrawn_by == f"message:{last}":
            replaced[answer.fact] = answer
    back = tuple(
        Heard(answer.fact, answer.value, answer.words, None, answer.message_id) for answer in replaced.values()
    )
    return Change(back, gone, tuple((fact, None, None) for fact in gone))
