"""The phones of the demo: whose they are, which numbers they have, and what can be texted from them with one tap."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.web.language import danish
from dialogs.script import Asked
from wording.gsm import BASIC, EXTENDED
from wording.phones import in_pairs

NUMBERS: Final = "+452040"  # Four more digits. Well formed, nobody's, and in the demo nothing leaves the machine.
FIRST_NEW: Final = 4100  # Below lie the numbers of the people who come with the demo.
NEW_KEY: Final = re.compile(r"n([0-9]{4})")
# For the page, which counts while somebody types: what fits into 160 characters, and what of it counts two.
ALPHABET: Final = {"basic": "".join(sorted(BASIC)), "extended": "".join(sorted(EXTENDED))}
LONGEST: Final = 1600  # What a network carries as one text in parts.


@dataclass(frozen=True, slots=True)
class Example:
    """A text to send with one tap: what the button says, and the words that go."""

    label: str
    body: str


@dataclass(frozen=True, slots=True)
class Group:
    """Examples that belong together."""

    heading: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Handset:
    """One phone. key: its name in addresses; about: who holds it, in a few words; first: what they would text first."""

    key: str
    number: str
    name: str
    about: str
    first: Example

    @property
    def known(self) -> bool:
        """True for the phones of the people who come with the demo."""
        return self in PEOPLE

    @property
    def shown_number(self) -> str:
        """The number as people write it."""
        return in_pairs(self.number)


EVERYTHING = Example(
    danish("Alt i én sms"),
    "Hej, jeg er sosu-assistent med autorisation, vil gerne arbejde på Amager, 32 timer, dag, fra 1/2. Fast. "
    "Mvh Samira",
)
SHORT = Example(danish("Kort"), "hej søger job")
ENGLISH = Example(
    danish("På engelsk"),
    "Hi, I am a nurse with Danish authorisation. Looking for a permanent job in Nørrebro, 37 hours, day shifts.",
)
TRICKY = Example(
    danish("En svær en"),
    "er ssh bor i valby men vil helst amar, ikke nat. opsagt til 31/12 så derefter. mit cpr er 010203-1234",
)

CHANGE = Example(danish("En rettelse"), "kan først fra 1. marts, og ikke weekend")

PEOPLE: Final = (
    Handset("samira", f"{NUMBERS}4001", "Samira", danish("skriver alt på én gang"), EVERYTHING),
    Handset("jonas", f"{NUMBERS}4002", "Jonas", danish("skriver kort"), SHORT),
    Handset("maria", f"{NUMBERS}4003", "Maria", danish("skriver engelsk"), ENGLISH),
    Handset("birthe", f"{NUMBERS}4004", "Birthe", danish("skriver, som hun taler"), TRICKY),
)

COMMANDS = Group(
    danish("Når som helst"),
    (
        Example("STATUS", "STATUS"),
        Example("HVORFOR", "HVORFOR"),
        Example("TILBAGE", "TILBAGE"),
        Example("MENNESKE", "MENNESKE"),
        Example("DATA", "DATA"),
        Example("ENGLISH", "ENGLISH"),
        Example("STOP", "STOP"),
    ),
)

# What somebody might answer to each question the line can ask (dialogs.facts), in the language of the talk.
REPLIES: Final = {
    "role": ("sosu-assistent", "nurse"),
    "authorised": ("ja", "yes"),
    "areas": ("Amager", "Amager"),
    "hours": ("32 timer", "32 hours"),
    "shifts": ("dag", "day"),
    "start": ("1. februar", "1 February"),
    "employment": ("fast", "permanent"),
}
CONFIRMING: Final = (("ja", "yes"), ("nej, 30 timer", "no, 30 hours"), ("nej, hellere Valby", "no, rather Valby"))
DECLINING: Final = ("kan ikke", "cannot come")
NO_NAME: Final = "Alex"


def handset_of(key: str) -> Handset | None:
    """The phone of this name; None if there can be none."""
    for person in PEOPLE:
        if person.key == key:
            return person
    found = NEW_KEY.fullmatch(key)
    if found is None or int(found[1]) < FIRST_NEW:
        return None
    return Handset(key, NUMBERS + found[1], danish("Ny telefon"), danish("ingen kender den endnu"), SHORT)


def handset_at(number: str) -> Handset | None:
    """The demo's phone with this number."""
    for person in PEOPLE:
        if person.number == number:
            return person
    return handset_of(f"n{number.removeprefix(NUMBERS)}") if number.startswith(NUMBERS) else None


def new_key() -> str:
    """A phone nobody has written from; that two are alike by chance does no harm."""
    return f"n{FIRST_NEW + secrets.randbelow(10_000 - FIRST_NEW)}"


def groups(handset: Handset, asked: Asked | None, *, written: bool, language: str = "da") -> tuple[Group, ...]:
    """What to offer now: answers to the open question first, first texts while nothing has been written, commands last."""
    others = tuple(one for one in (EVERYTHING, SHORT, ENGLISH, TRICKY) if one is not handset.first)
    if not written:
        return (Group(danish("Den første sms"), (handset.first, *others)),)
    answers = Group(danish("Svar på spørgsmålet"), _answers(handset, asked, 0 if language == "da" else 1))
    more = Group(danish("Prøv også"), tuple(one for one in (CHANGE, *others) if one not in (EVERYTHING, SHORT)))
    return (answers, COMMANDS, more) if answers.examples else (COMMANDS, more)


def _answers(handset: Handset, asked: Asked | None, column: int) -> tuple[Example, ...]:
    if asked is None:
        return ()
    names = [topic.name for topic in asked.topics]
    if "confirm" in names:
        said = [words[column] for words in CONFIRMING]
    elif asked.options:
        said = [str(number) for number in range(1, len(asked.options) + 1)]
        said += [DECLINING[column]] if "times" in names else []
    else:
        said = _all_at_once(handset, names, column)
    return tuple(Example(body, body) for body in said)


def _all_at_once(handset: Handset, names: Sequence[str], column: int) -> list[str]:
    """One text that answers all that is asked, and one that answers the first only."""
    replies = {name: words[column] for name, words in REPLIES.items()}
    replies["first_name"] = handset.name if handset.known else NO_NAME
    words = [replies[name] for name in names if name in replies]
    return list(dict.fromkeys((", ".join(words), *words[:1]))) if words else []
