"""Texts back to a leader who answered by text, in the leader's language: short, and always with what to do next."""

from __future__ import annotations

from bot.house import House
from bot.units.cases import Case, Place, Refused
from bot.units.decisions import Decided
from bot.units.outcomes import NOT_SAID, outcome_words
from bot.units.texts import fitted
from bot.units.times import MOST, Times, guessed, trouble_words
from wording.language import Language, pick
from wording.lists import listed
from wording.times import all_short, as_typed, weekday


def accepted(house: House, case: Case, read: Times) -> str:
    """The yes counts, with these times. A day that was named without a time is asked for."""
    language = case.unit.language
    if read.clockless:
        return fitted(
            pick(
                language,
                "Tak! Vi tilbyder kandidaten {times}. Hvornår {days}? Skal det med, så skriv FORTRYD {code} inden "
                "{minutes} minutter, og svar igen med dag og klokkeslæt: JA {code} {example}",
                "Thank you! We offer the candidate {times}. What time {days}? To add it, text FORTRYD {code} within "
                "{minutes} minutes and answer again with day and time: JA {code} {example}",
            ),
            times=all_short(read.found, language),
            days=_days(read, language),
            minutes=str(house.settings.unit_undo_minutes),
            code=case.code,
            example=_example(house, language),
        )
    return fitted(
        pick(
            language,
            "Tak! Vi tilbyder kandidaten {times}. Du får mail, når en tid er valgt. Fortryd inden {minutes} minutter: "
            "FORTRYD {code}",
            "Thank you! We offer the candidate {times}. You get a mail when a time is chosen. Undo within {minutes} "
            "minutes: FORTRYD {code}",
        ),
        times=all_short(read.found, language),
        minutes=str(house.settings.unit_undo_minutes),
        code=case.code,
    )


def declined(house: House, case: Case, reason: str) -> str:
    """The no counts; asks for a reason that was not said."""
    language = case.unit.language
    if reason != NOT_SAID:
        pattern = pick(
            language,
            "Tak for svaret. Fortryd inden {minutes} minutter: FORTRYD {code}",
            "Thank you for the answer. Undo within {minutes} minutes: FORTRYD {code}",
        )
    else:
        pattern = pick(
            language,
            "Tak for svaret: nej tak. Vil du sige hvorfor? Skriv NEJ {code} og BESAT, VAGT, TIMER, START, ERFARING eller "
            "SENERE. Fortryd inden {minutes} minutter: FORTRYD {code}",
            "Thank you: that is a no. Can you say why? Text NEJ {code} and FILLED, SHIFT, HOURS, START, EXPERIENCE or "
            "LATER. Undo within {minutes} minutes: FORTRYD {code}",
        )
    return fitted(pattern, minutes=str(house.settings.unit_undo_minutes), code=case.code)


def ended(house: House, case: Case) -> str:
    """Where a suggestion that is over stands."""
    return refusal(house, case, Refused(case.state, _state_words(case)))


def _state_words(case: Case) -> str:
    language = case.unit.language
    if case.state == "withdrawn":
        return pick(language, "Forslaget er trukket tilbage.", "The suggestion was withdrawn.")
    if case.state == "declined":
        return pick(
            language, "Der er allerede svaret nej på forslaget.", "The suggestion was already answered with no."
        )
    return pick(
        language,
        "Fristen er gået, og kandidaten er givet videre.",
        "The deadline has passed and the candidate has moved on.",
    )


def refusal(house: House, case: Case, refused: Refused) -> str:
    """Why the answer does not count, and whom to call."""
    pattern = pick(case.unit.language, "{words} Spørgsmål: tlf. {phone}.", "{words} Questions: tel. {phone}.")
    if house.employer.phone in refused.words:
        pattern = "{words}"
    return fitted(pattern, words=refused.words, phone=house.employer.phone)


def undone(house: House, case: Case, result: Decided | Refused) -> str:
    """The answer was taken back, or why not."""
    if isinstance(result, Refused):
        return refusal(house, case, result)
    pattern = pick(
        case.unit.language,
        "Svaret er taget tilbage. Svar igen med JA {code} og tider, eller NEJ {code}.",
        "Your answer is taken back. Answer again with JA {code} and times, or NEJ {code}.",
    )
    return fitted(pattern, code=case.code)


def ask_times(house: House, case: Case, read: Times, trouble: str | None) -> str:
    """JA without times, or with times that cannot be offered. `read`: what the text said; `trouble`: a code of times."""
    language = case.unit.language
    said_something = bool(read.found or read.unclear)
    fault = trouble_words("unread" if read.unclear else trouble or "unread", language).partition(". ")[0].rstrip(".")
    pattern = pick(
        language,
        "{fault}. Svar med op til tre tider, for eksempel: JA {code} {example}",
        "{fault}. Answer with up to three times, for example: JA {code} {example}",
    )
    if read.clockless and read.unclear == ("?",):
        pattern = pick(
            language,
            "Hvad tid {days}? Svar med dag og klokkeslæt, for eksempel: JA {code} {example}",
            "What time {days}? Answer with day and time, for example: JA {code} {example}",
        )
    elif not said_something:
        pattern = pick(
            language,
            "Godt! Hvornår kan I mødes? Svar med op til tre tider, for eksempel: JA {code} {example}",
            "Good! When can you meet? Answer with up to three times, for example: JA {code} {example}",
        )
    return fitted(pattern, fault=fault, days=_days(read, language), code=case.code, example=_example(house, language))


def _days(read: Times, language: Language) -> str:
    return listed((weekday(day, language) for day in read.clockless[:MOST]), language)


def _example(house: House, language: Language) -> str:
    days = [house.local(house.after_working_days(house.now(), ahead)).date() for ahead in (2, 3)]
    first, second = guessed(days, house.settings.zone)
    return ", ".join(as_typed(moment, language) for moment in (first, second))


def noted(house: House, case: Case, outcome: str) -> str:
    """How an interview went is noted, and whom to call if it was a slip."""
    pattern = pick(
        case.unit.language,
        "Tak, det er noteret: {words}. Er det forkert, så ring med det samme: tlf. {phone}.",
        "Thank you, noted: {words}. If that is wrong, call at once: tel. {phone}.",
    )
    return fitted(pattern, words=outcome_words(outcome, case.unit.language), phone=house.employer.phone)


def wrong_code(house: House, to: Place, code: str) -> str:
    """No suggestion to this leader has this code; the same words whether it is another unit's or nobody's."""
    pattern = pick(
        to.language,
        "Vi kender ikke et forslag med koden {code} til jer. Se koden i mailen, eller ring {phone}.",
        "We know no suggestion to you with the code {code}. See the code in the mail, or call {phone}.",
    )
    return fitted(pattern, code=code, phone=house.employer.phone)


def link_sent(house: House, to: Place) -> str:
    """A leader wrote that somebody is lacking: where to report it. The link itself goes by mail, never by text."""
    pattern = pick(
        to.language,
        "Tak. Vi har mailet jer linket til jeres egen side: der melder I en ledig stilling på et minut. "
        "Spørgsmål: tlf. {phone}.",
        "Thank you. We have mailed you the link to your own page, where you report a vacancy in a minute. "
        "Questions: tel. {phone}.",
    )
    return fitted(pattern, phone=house.employer.phone)


def which(house: House, to: Place, meant: list[Case]) -> str:
    """Several suggestions, or none, can be meant by a text without a code."""
    if not meant:
        pattern = pick(
            to.language,
            "Der er ikke et åbent forslag til jer lige nu. Spørgsmål: tlf. {phone}.",
            "There is no open suggestion to you right now. Questions: tel. {phone}.",
        )
        return fitted(pattern, phone=house.employer.phone)
    pattern = pick(
        to.language,
        "I har flere forslag. Skriv koden med, for eksempel JA {code}. Koderne er {codes}.",
        "You have several suggestions. Please add the code, for example JA {code}. The codes are {codes}.",
    )
    return fitted(pattern, code=meant[0].code, codes=", ".join(case.code for case in meant))


def how_to(case: Case) -> str:
    """A code without a yes or a no."""
    pattern = pick(
        case.unit.language,
        "Svar med JA {code} og tider, eller NEJ {code}.",
        "Answer with JA {code} and times, or NEJ {code}.",
    )
    return fitted(pattern, code=case.code)


def question(house: House, to: Place, meant: list[Case]) -> str:
    """A leader wrote freely while suggestions were open: who it is comes later, how to answer, whom to ask."""
    codes = " / ".join(case.code for case in meant)
    pattern = pick(
        to.language,
        "Navn og nummer får du, når samtalen er aftalt. Svar JA {code} med tider eller NEJ {code}. "
        "Spørgsmål: tlf. {phone}.",
        "Name and number follow once the interview is agreed. Answer JA {code} with times, or NEJ {code}. "
        "Questions: tel. {phone}.",
    )
    return fitted(pattern, code=codes, phone=house.employer.phone)


def seen(house: House, to: Place) -> str:
    """A leader wrote freely while an interview was under way: a person reads it."""
    pattern = pick(
        to.language,
        "Tak for din besked. Den, der har forslaget hos os, ser den. Haster det, så ring: tlf. {phone}.",
        "Thank you for your message. Whoever has the suggestion here will see it. If it is urgent, call: tel. {phone}.",
    )
    return fitted(pattern, phone=house.employer.phone)
