"""TILBAGE: what it takes back, and how the line says so, by the words of what is gone."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs import phrases
from dialogs.facts import TIMES
from dialogs.memory import Change, Kept, standing, undo
from dialogs.script import Script
from dialogs.situation import Situation


def taken_back(answers: Sequence[Kept], here: Situation) -> Change:
    """What the last text gave. An agreed interview is called off by KAN IKKE instead, since somebody waits there."""
    change = undo(answers)
    if _agreed(here) and any(fact.partition(":")[0] == TIMES.facts[0] for fact in change.withdrawn):
        return Change()
    return change


def say_taken_back(script: Script, answers: Sequence[Kept], change: Change, here: Situation) -> None:
    """What is gone, and what holds again."""
    if not change.withdrawn:
        if not _agreed(here):  # Then what is agreed is said instead, and how to call it off.
            script.tell("Der er ikke noget at fortryde.")
        return
    was = standing(answers)
    back = {heard.fact: heard.value for heard in change.heard}
    removed = []
    said = False
    for name in change.withdrawn:
        if name.partition(":")[0] not in phrases.IN_WORDS:
            continue
        old = phrases.fact(name, was[name].value, script.language, today=here.today)
        if name not in back:
            removed.append(old)
            continue
        new = phrases.fact(name, back[name], script.language, today=here.today)
        script.tell("Rettet: {new} (før: {old}).", new=new, old=old)
        said = True
    if removed:
        script.tell("Fjernet: {facts}.", facts=", ".join(removed))
    elif not said:
        script.tell("Det sidste er fjernet.")


def _agreed(here: Situation) -> bool:
    return here.offer is not None and here.offer.state == "agreed"
