"""When a text asks and tells nothing: never silence, something short that is true, and no promise nobody wrote down."""

from __future__ import annotations

import re

from dialogs.commands import where_it_stands
from dialogs.memory import Change
from dialogs.reading import Reading
from dialogs.script import Script
from dialogs.situation import Situation
from wording import times

THANKS = re.compile(
    r"^\W*((mange |tusind )?tak( skal du have| for .{1,30})?|super|fint|perfekt|ok|okay|oki|godt|"
    r"(many )?thanks( a lot| so much)?|thank you( so much| very much)?|great)\W*$",
    re.IGNORECASE,
)


def resting(script: Script, here: Situation, reading: Reading, change: Change) -> None:
    """Somebody who does not search now: thanked, told where things stand and how to come back. Nothing is promised."""
    if script.spoken:
        return
    if THANKS.match(reading.masked):
        script.tell("Selv tak!")
    elif change.heard:
        script.tell("Tak, det er noteret.")
    where_it_stands(script, here)


def small_talk(script: Script, here: Situation, reading: Reading, change: Change) -> None:
    """Never silence: something short that says where things stand."""
    due = times.in_full(here.promise, script.language)
    if change.heard:
        script.tell("Tak, det er noteret.")
    elif here.offer is not None and here.offer.state == "agreed" and here.offer.chosen is not None:
        time = times.in_full(here.offer.chosen, script.language)
        script.tell("Vi ses {time}. Skriv KAN IKKE, hvis du bliver forhindret.", time=time)
    elif not here.promised:
        # No day is named that nobody wrote down: whoever wants one asks for it, by STATUS.
        script.tell("Selv tak!" if THANKS.match(reading.masked) else "Tak for din besked.")
        script.tell("Skriv STATUS for at høre, hvor langt vi er, eller MENNESKE for at tale med en person.")
    elif here.waiting_for_person and not THANKS.match(reading.masked):
        # A person is on the way already: nobody is told to ask for one.
        script.tell("Tak for din besked. Du hører fra os senest {due}.", due=due)
    elif THANKS.match(reading.masked):
        script.tell("Selv tak! Du hører fra os senest {due}.", due=due)
    else:
        script.tell(
            "Tak for din besked. Du hører fra os senest {due}. Skriv MENNESKE for at tale med en person.", due=due
        )
