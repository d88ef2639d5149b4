"""What candidates read outside a dialog: reminders, renewed promises, a person taking over. Every line, and when it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.spoken import Spoken
from dialogs.texts import in_language
from wording.gsm import plain, segments

MOST_SEGMENTS = 2
CLAUSE = re.compile(r"\[([^\[\]]*)\]")
VARIABLE = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Notice:
    """A line that is said because something happened, not because of the talk.

    when: what happened. danish: the line; a clause in [brackets] is left out when what it names is empty. gives_way: the
    value that is shortened when two segments cannot hold everything. at_most: how many characters of a value are shown at
    all. English lies in dialogs/texts/en.py, as for dialogs.
    """

    when: str
    danish: str
    gives_way: str = "name"
    at_most: Mapping[str, int] = field(default_factory=dict)

    def told(self, language: str, **values: str | Sequence[str]) -> Spoken:
        """The line with its values, in GSM-7 and in two segments at most.

        Of a value that is several things, the last ones go first when there is no room.
        """
        pattern = in_language(language, self.danish)
        values |= {name: str(values[name])[:most] for name, most in self.at_most.items() if name in values}
        while True:
            text = plain(_filled(pattern, values))
            shown = values.get(self.gives_way)
            if not shown or segments(text) <= MOST_SEGMENTS:
                return Spoken(text)
            several = not isinstance(shown, str) and len(shown) > 1
            values[self.gives_way] = shown[:-1] if several else _joined(shown)[:-1].rstrip(" ,.")


NOTICES: list[Notice] = []


def _notice(when: str, danish: str, *, gives_way: str = "name", **at_most: int) -> Notice:
    """Puts a notice on the list by which the test of texts, and whoever reads what the line says, finds it."""
    NOTICES.append(Notice(when, danish, gives_way, at_most))
    return NOTICES[-1]


def _filled(pattern: str, values: dict[str, str | Sequence[str]]) -> str:
    shown = {name: _joined(value) for name, value in values.items()}
    kept = CLAUSE.sub(lambda clause: clause[1] if all(map(shown.get, VARIABLE.findall(clause[1]))) else "", pattern)
    return kept.format(**shown)


def _joined(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


# ---- Who is writing ------------------------------------------------------------------------------------------------

TAKEN_OVER = _notice(
    "A recruiter takes the talk over.",
    "Hej, her er {name} fra rekrutteringen. Jeg har overtaget samtalen, så nu skriver du med en person.",
)
HANDED_BACK = _notice(
    "The recruiter gives the talk back to the line.",
    "Tak for snakken. Nu er det joblinjens robot, der svarer igen. Skriv MENNESKE for en person.",
)

# ---- Calls ---------------------------------------------------------------------------------------------------------

WRITE_HERE = _notice(
    "Somebody called and hung up, or was not heard.",
    "Hej! Du ringede til joblinjen. Skriv dit fag, hvor i byen og hvor mange timer, fx: SOSU-hjælper, Valby, 30 timer. "
    "Skriv MENNESKE for en person.",
)
CALL_BACK = _notice(
    "Somebody called and asked to be called back.",
    "Tak for dit opkald til joblinjen. En kollega ringer til dig senest {due}. Du kan også bare skrive her.",
)

# ---- Promises ------------------------------------------------------------------------------------------------------

NOT_YET = _notice(
    "A promise falls due and nobody has kept it: said out loud, with a new one.",
    "Hej[ {name}]. Vi har ikke glemt dig, men vi er ikke færdige endnu. Du hører fra os senest {due}.",
)
TAKES_LONGER = _notice(
    "A unit gets a fair time to answer, and that goes beyond what was promised: said at once, and nothing about the unit.",
    "Hej[ {name}]. Det tager lidt længere at finde det rigtige sted til dig, end vi lovede. Du hører fra os senest {due}.",
)
STILL_WAITING = _notice(
    "The promise was renewed as often as is honest: no new day is named, and the candidate says whether to go on waiting.",
    "Hej[ {name}]. Det tager længere, end vi lovede, og det beklager vi. Din sag ligger øverst hos en kollega. Vil du stadig "
    "vente? Svar JA eller NEJ, eller skriv MENNESKE.",
)
NEW_PROMISE = _notice(
    "A recruiter promises another day.",
    "Hej[ {name}]. Vi er ikke færdige endnu, men du er ikke glemt: du hører fra os senest {day}.",
)

# ---- Staying and coming back ---------------------------------------------------------------------------------------

STILL_LOOKING = _notice(
    "Nobody has heard from the candidate for POOL_MONTHS.",
    "Hej[ {name}]. Vil du stadig gerne blive i køen? Svar JA eller NEJ. Hører vi ikke fra dig inden {day}, slutter din søgning.",
)
BACK_AS_AGREED = _notice(
    "A recruiter opens a search again because the candidate asked for it.",
    "Hej[ {name}]. Som aftalt søger du hos os igen, og du hører fra os senest {due}. Skriv STOP, hvis du ikke vil alligevel.",
)
PAUSE_OVER = _notice(
    "The day until which the candidate asked for a pause has come.",
    "Hej[ {name}]. Din pause er slut, og du er i køen igen. Du hører fra os senest {due}. Skriv PAUSE, hvis du vil vente lidt "
    "endnu.",
)

# ---- Interviews ----------------------------------------------------------------------------------------------------

REMINDER = _notice(
    "The afternoon before an interview.",
    "Husk samtalen {time} hos {unit}.[ Sted: {place}.][ Du møder {meets}.] Kan du ikke komme, så skriv KAN IKKE.",
    gives_way="unit",
    place=60,
    meets=40,
)
TIME_TAKEN = _notice(
    "The chosen time was given to somebody else a moment before; what is left is offered next.",
    "Den tid er desværre lige blevet optaget.",
)
TIMES_OVER = _notice(
    "The chosen time no longer counts.",
    "Tiderne gælder desværre ikke længere. En kollega vender tilbage til dig.",
)

# ---- HVORFOR -------------------------------------------------------------------------------------------------------

FITS_BEST = _notice(
    "The candidate asks why: the places that fit best now, as many of three as there is room for.",
    "Disse steder passer bedst til det, du har skrevet: {places}. Vi ser på fag, vagter, timer, start, afstand, og hvor der "
    "mangler folk. Et menneske beslutter. Skriv RET eller MENNESKE, hvis noget er forkert.",
    gives_way="places",
)
NOTHING_FITS = _notice(
    "The candidate asks why, and no open post fits.",
    "Lige nu er der ikke et ledigt sted, der passer til det, du har skrevet. Det er ikke et afslag: et menneske ser på det. "
    "Skriv RET, hvis noget er ændret, eller MENNESKE, så ringer vi.",
)

# ---- Deletion ------------------------------------------------------------------------------------------------------

ALL_GONE = _notice(
    "A recruiter confirmed the deletion: the very last text, before the number goes too.",
    "Alt om dig er nu slettet hos joblinjen.",
)
OLD_ONE_GONE = _notice(
    "The same, when the person has begun a new search since.",
    "Det, du skrev før, er nu slettet hos joblinjen. Din nye søgning fortsætter.",
)
