"""One turn: a text and all that is known go in; what is said, kept and done comes out. Pure: the same in, the same out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dialogs import phrases
from dialogs.acts import Act, CancelAppointment, DeclineTimes, HandOver
from dialogs.application import greet
from dialogs.asides import beside_the_matter, later
from dialogs.beside import read_beside
from dialogs.candidate import candidate
from dialogs.commands import ALWAYS, BACK, COMMANDS, LAST_WORD
from dialogs.facts import CONFIRM, CONSENT, TIMES
from dialogs.hearing import Ears, hear
from dialogs.interview import withdrawn
from dialogs.memory import Change, Heard, Kept, standing, take_in
from dialogs.orders import as_meant
from dialogs.reading import Doubt, Found, Reading
from dialogs.script import Asked, Script, run
from dialogs.situation import Situation
from dialogs.small_talk import THANKS, resting, small_talk
from dialogs.spoken import Spoken
from dialogs.taking_back import say_taken_back, taken_back
from dialogs.texts import LANGUAGES, in_language
from wording import times
from wording.gsm import length, segments

PATIENCE = 2  # Failures on one question before a person takes over.
ENOUGH = 3  # Not understood so often in a row, it is a machine or somebody a person must call: no more of the same.
TWO_SEGMENTS = 306
# How a doubt is put; the words themselves are not repeated, since any character could stand in them.
WHICH = {
    "role": "Hvad er du uddannet som?",
    "areas": "Hvilket sted mener du?",
    "shifts": "Hvilke vagter mener du?",
    "start": "Hvilken dag mener du?",
    "hours_per_week": "Hvor mange timer mener du?",
}
CANNOT = re.compile(
    r"\b(kan (?:(?:desværre|alligevel|nok|nu|heller|altså) )*ikke|kommer ikke|forhindret|aflyse?|can(no|')?t (come|make)|cannot|can't)\b",
    re.IGNORECASE,
)
# What people mean by stopping, when it is not "write no more".
STOPS = {"got_job": "withdraw", "not_now": "pause", "delete": "delete"}
PRIVATE = frozenset({"health", "pregnancy", "religion", "sexual_orientation", "union", "criminal_record"})
SILENT_FIRST = frozenset({"stop", "delete", "withdraw", "emergency", "not_candidate"})


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it is kept: its answers (withdrawn ones too, oldest first), what was asked last, what was said."""

    answers: tuple[Kept, ...] = ()
    asked: Asked | None = None
    said: frozenset[str] = frozenset()
    misses: int = 0
    language: str = "da"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn makes of a talk.

    texts: to be sent, in order, each at most two segments of GSM-7. masked: the text as it may be stored. heard, withdrawn:
    answers to store and facts to withdraw. asked, said, misses, language: the talk afterwards. acts: for the service.
    """

    texts: tuple[Spoken, ...] = ()
    masked: str = ""
    intent: str = ""
    flags: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    withdrawn: tuple[str, ...] = ()
    asked: Asked | None = None
    said: frozenset[str] = frozenset()
    misses: int = 0
    language: str = "da"
    acts: tuple[Act, ...] = field(default=())


def take_turn(
    talk: Talk, here: Situation, text: str | None, ears: Ears, *, pictures: int = 0, parted_cpr: bool = False
) -> Turn:
    """Hears the text (None: something else happened, such as a unit's yes) and lets the dialog say what follows.

    pictures: how many came with the text; the line cannot see them and says so. parted_cpr: the text held the rest of a CPR
    number that an earlier one began, and has lost it.
    """
    known = {name: kept.value for name, kept in standing(talk.answers).items()}
    if text is None:
        return _unprompted(talk, here, known)
    # While two people talk, a word may be an answer to the other one: nothing is held against the line's own question.
    asked = None if here.held else talk.asked
    reading = _with_choice(_heard(ears, text, asked, known, talk.language), asked)
    if parted_cpr:
        reading = replace(reading, flags=(*reading.flags, "cpr"))
    if here.held:
        reading = replace(reading, facts={name: fact for name, fact in reading.facts.items() if name != "first_name"})
    reading = replace(
        reading, intent=STOPS.get(reading.stop_kind or "", "stop") if reading.intent == "stop" else reading.intent
    )
    reading = _consent(asked, as_meant(read_beside(reading, asked, known, here), here))
    if here.over and reading.intent == "apply":
        reading = replace(reading, intent="resume")
    change = taken_back(talk.answers, here) if reading.intent == "undo" else take_in(known, reading.facts)
    facts = _apply(known, change)
    facts, change = _confirmation(talk, reading, facts, change)
    language = reading.language if reading.language in LANGUAGES else talk.language
    script = Script(facts, language, talk.said, _doubts(reading, language))
    if here.held:
        if reading.intent in ALWAYS:
            COMMANDS[reading.intent](script, here, reading)
        return _turn(talk, script, reading, change, talk.asked, talk.misses)
    if pictures:
        greet(script, here)
        script.tell("Billeder kan jeg ikke se. Skriv det med ord, så er jeg med.")
    return _speak(talk, here, reading, change, script)


def _unprompted(talk: Talk, here: Situation, known: Mapping[str, Any]) -> Turn:
    """What follows from what is known now; silence if the question it comes to is open already, or a person holds the talk.

    Whose search has ended hears only that an interview is off, and a deleted person nothing at all.
    """
    script = Script(known, talk.language, talk.said)
    asked = talk.asked
    if not here.resting:
        asked = run(lambda s: candidate(s, here), script)
    elif here.stage != "erased":
        withdrawn(script, here)
    nothing_new = asked is not None and asked == talk.asked and not script.newly_said
    if here.held or nothing_new:
        return _turn(
            talk, Script(known, talk.language, talk.said), Reading(masked=""), Change(), talk.asked, talk.misses
        )
    return _turn(talk, script, Reading(masked=""), Change(), asked, talk.misses)


def _speak(talk: Talk, here: Situation, reading: Reading, change: Change, script: Script) -> Turn:
    if reading.intent in COMMANDS:
        if reading.intent not in SILENT_FIRST:
            greet(script, here)
        COMMANDS[reading.intent](script, here, reading)
        if reading.intent in LAST_WORD:
            return _turn(talk, script, reading, change, _still_open(talk.asked, script.facts), 0)
    greet(script, here)
    if reading.language is not None and reading.language not in LANGUAGES:
        script.say(
            "Jeg skriver dansk og engelsk. I write Danish and English: write ENGLISH, or MENNESKE for a person.",
            once="languages",
        )
    if "cpr" in reading.flags:
        script.tell("Skriv aldrig dit CPR-nummer her. Vi har slettet det.")
    _corrections(script, talk, reading, change, here)
    if _times(script, talk, here, reading):
        return _turn(talk, script, reading, change, None, 0)
    if later(reading) and not here.resting:
        script.tell("Det er helt i orden. Skriv, når det passer dig.")
        return _turn(talk, script, reading, change, talk.asked, talk.misses)
    _private(script, reading, here)
    answered = _questions(script, here, reading)
    if here.resting and reading.intent not in BACK:
        resting(script, here, reading, change)
        return _turn(talk, script, reading, change, talk.asked, 0)
    misses = 0
    if _nothing_understood(talk, reading, change) and not answered:
        if talk.misses + 1 >= PATIENCE:
            if talk.misses < ENOUGH:
                _give_up(script, here)
            return _turn(talk, script, reading, change, talk.asked, talk.misses + 1)
        misses = talk.misses + 1
        if talk.said and len(script.spoken) == 0:
            script.tell("Det forstod jeg ikke helt.")
    if _refused(talk, reading) and not change.heard:
        script.tell("Hvad skal rettes? Skriv det bare, fx: 30 timer, eller: ikke nat.")
        return _turn(talk, script, reading, change, talk.asked, 0)
    asked = run(lambda s: candidate(s, here), script)
    if not script.spoken:
        small_talk(script, here, reading, change)
        if asked is None and not change.heard and not THANKS.match(reading.masked):
            misses = talk.misses + 1
    return _turn(talk, script, reading, change, asked, misses)


def _turn(talk: Talk, script: Script, reading: Reading, change: Change, asked: Asked | None, misses: int) -> Turn:
    asked = fit(script, asked)
    return Turn(
        texts=tuple(map(Spoken, pack(script.spoken))),
        masked=reading.masked,
        intent=reading.intent,
        flags=reading.flags,
        heard=change.heard,
        withdrawn=change.withdrawn,
        asked=asked,
        said=talk.said | set(script.newly_said),
        misses=misses,
        language=script.language,
        acts=tuple(script.acts),
    )


def fit(script: Script, asked: Asked | None) -> Asked | None:
    """Leaves the last questions of a long text for the next one rather than send a second text for them alone."""
    while asked is not None and script.questions > 1 and len(pack(script.spoken)) > 1:
        script.spoken.pop()
        script.questions -= 1
        asked = replace(asked, topics=asked.topics[:-1])
    return asked


def pack(parts: list[str]) -> list[str]:
    """Joins what is said into as few texts as two segments each allow, never cutting a sentence."""
    texts: list[str] = []
    for part in parts:
        if texts and segments(joined := f"{texts[-1]} {part}") <= 2 and length(joined) <= TWO_SEGMENTS:
            texts[-1] = joined
        else:
            texts.append(part)
    return texts


def _heard(ears: Ears, text: str, asked: Asked | None, known: Mapping[str, Any], language: str) -> Reading:
    """What the text says. "Ikke nu, måske til august" is no answer to whether somebody stays, but says it better."""
    if asked is not None and asked.topics[0] == CONSENT:
        freely = hear(ears, text, None, known, language)
        if freely.intent in {"stop", *COMMANDS}:
            return freely
    return hear(ears, text, asked, known, language)


def _apply(known: Mapping[str, Any], change: Change) -> dict[str, Any]:
    facts = {name: value for name, value in known.items() if name not in change.withdrawn}
    facts.update({heard.fact: heard.value for heard in change.heard})
    return facts


def _confirmation(talk: Talk, reading: Reading, facts: dict[str, Any], change: Change) -> tuple[dict[str, Any], Change]:
    """A yes to the summary is a fact like any other; a yes with a correction in it waits for the new summary."""
    if (
        talk.asked
        and talk.asked.topics[0] == CONFIRM
        and reading.affirmed
        and not change.heard
        and not change.withdrawn
    ):
        yes = Heard("confirmed", True, reading.masked[:40])
        return {**facts, "confirmed": True}, replace(change, heard=(*change.heard, yes))
    return facts, change


def _consent(asked: Asked | None, reading: Reading) -> Reading:
    """A plain yes or no to whether somebody silent for long wants to stay; a no that says more is about the job."""
    if asked is None or asked.topics[0] != CONSENT or reading.affirmed is None or reading.intent in COMMANDS:
        return reading
    if reading.affirmed:
        return replace(reading, intent="consent_yes")
    return reading if reading.facts else replace(reading, intent="consent_no")


def _with_choice(reading: Reading, asked: Asked | None) -> Reading:
    """The number of an option stands for what was shown beside it; a yes to the only one needs no number."""
    if asked is None or not asked.values:
        return reading
    choice = 1 if len(asked.values) == 1 and reading.affirmed else reading.choice
    if choice is None or not 1 <= choice <= len(asked.values):
        return reading
    fact, value = asked.topics[0].facts[0], asked.values[choice - 1]
    if fact in reading.facts:
        return reading
    found = Found(value, reading.masked, 0, len(reading.masked))
    return replace(reading, facts={**reading.facts, fact: found}, intent="answer")


def _doubts(reading: Reading, language: str) -> dict[str, tuple[str, tuple[str, ...], tuple[Any, ...]]]:
    return {
        name: _doubt(name, doubt, language) for name, doubt in reading.ambiguous.items() if 2 <= len(doubt.options) <= 4
    }


def _doubt(name: str, doubt: Doubt, language: str) -> tuple[str, tuple[str, ...], tuple[Any, ...]]:
    labels = tuple(phrases.fact(name, option, language) for option in doubt.options)
    shown = ", ".join(f"{number}: {label}" for number, label in enumerate(labels, 1))
    opening = in_language(language, WHICH.get(name.partition(":")[0], "Hvad mener du med det?"))
    return f"{opening} {shown}.", labels, doubt.options


def _still_open(asked: Asked | None, facts: Mapping[str, Any]) -> Asked | None:
    if asked is None:
        return None
    left = tuple(topic for topic in asked.topics if not topic.known(facts))
    return replace(asked, topics=left) if left else None


def _private(script: Script, reading: Reading, here: Situation) -> None:
    if "cpr" not in reading.flags and PRIVATE & set(reading.flags):
        script.tell(
            "Det lyder som noget privat, så det gemmer vi ikke. Ring gerne til os på {phone}.", phone=here.phone
        )


def _corrections(script: Script, talk: Talk, reading: Reading, change: Change, here: Situation) -> None:
    if reading.intent == "undo":
        say_taken_back(script, talk.answers, change, here)
        return
    for name, old, new in change.corrected:
        script.tell(
            "Rettet: {new} (før: {old}).",
            new=phrases.fact(name, new, script.language, today=here.today),
            old=phrases.fact(name, old, script.language, today=here.today),
        )


def _times(script: Script, talk: Talk, here: Situation, reading: Reading) -> bool:
    """ "Kan ikke": to all offered times, or to the agreed one. True if that was what the text said."""
    offer = here.offer
    if offer is None or not (reading.affirmed is False or CANNOT.search(reading.masked)):
        return False
    due = times.in_full(here.promise, script.language)
    if offer.state == "offered" and talk.asked is not None and talk.asked.topics[0].name == TIMES.name:
        script.tell(
            "Det er helt i orden. Vi spørger {unit} om andre tider. Du hører fra os senest {due}.",
            unit=offer.unit,
            due=due,
        )
        script.do(DeclineTimes(offer.interview_id))
        return True
    if offer.state == "agreed" and CANNOT.search(reading.masked):
        script.tell(
            "Tak, fordi du siger til. Aftalen er aflyst, og vi finder en ny tid. Du hører fra os senest {due}.", due=due
        )
        script.do(CancelAppointment(offer.interview_id))
        return True
    return False


def _questions(script: Script, here: Situation, reading: Reading) -> bool:
    """Answers from approved texts; what has none goes to a person. True if the text was a question."""
    if (reading.intent != "question" and "question" not in reading.also) or THANKS.match(reading.masked):
        return False
    approved = [here.answers[topic] for topic in reading.topics if topic in here.answers]
    answers = [answer for answer in approved if answer.holds(here.today)]
    for answer in answers:
        script.spoken.append(answer.by_language.get(script.language) or answer.by_language["da"])
    if any(answer.to_person for answer in answers) or not answers:
        if not here.waiting_for_person:
            script.do(HandOver("question"))
        if not answers:
            script.tell(
                "Det spørger jeg en kollega om. Du får svar senest {due}.",
                due=times.in_full(here.promise, script.language),
            )
    return True


def _refused(talk: Talk, reading: Reading) -> bool:
    """A bare no to the summary: not a failure, but not yet what is to be changed."""
    return talk.asked is not None and talk.asked.topics[0] == CONFIRM and reading.affirmed is False


def _nothing_understood(talk: Talk, reading: Reading, change: Change) -> bool:
    if talk.asked is None or change.heard or change.withdrawn or reading.facts or reading.intent in COMMANDS:
        return False
    if THANKS.match(reading.masked) or beside_the_matter(reading.masked) or _refused(talk, reading):
        return False
    return reading.intent in {"unclear", "answer", "apply", "update"}


def _give_up(script: Script, here: Situation) -> None:
    if here.waiting_for_person:
        script.tell(
            "Jeg har givet din besked videre. En kollega vender tilbage senest {due}.",
            due=times.in_full(here.promise, script.language),
        )
    else:
        script.tell(
            "Jeg forstår det ikke helt, så jeg har bedt en kollega om at tage over. Du hører senest {due}.",
            due=times.in_full(here.promise, script.language),
        )
    script.do(HandOver("misses"))
