"""A leader answers by text: "JA 4711 tors 10.00, fre 13.30", "Nej 4711 besat", "FORTRYD 4711". What comes back is a text."""

from __future__ import annotations

import re
from datetime import UTC

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.house import House
from bot.store.tables import contact_point, conversation, event, suggestion, unit
from bot.units import decisions
from bot.units.cases import Case, Place, Refused, place, read_cases, tell
from bot.units.decisions import Decided
from bot.units.moments import all_short, short
from bot.units.outcomes import NOT_SAID
from bot.units.suggestions import owes_times
from bot.units.texts import fitted
from bot.units.times import Times, guessed, read_times, trouble_with, trouble_words
from matching.words import Language, pick

_ANSWER = re.compile(
    r"^\W*(?:(?P<yes>ja|jo|jep|yes|ok)|(?P<no>nej|niks|no)|(?P<undo>fortryd|undo))?\b\W*"
    r"(?:kode\W*|code\W*)?(?P<code>\d{4}(?![\d/.:-]))?(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_REASONS = (
    ("position_filled", r"besat|ansat|fundet|filled|taken"),
    ("other_shift", r"vagt|aften|nat\b|weekend|shift"),
    ("hours", r"timer|timetal|deltid|hours"),
    ("start", r"start|dato|begynd"),
    ("qualifications", r"kvalifik|erfaring|uddann|faglig|autoris|qualif|experience"),
    ("later", r"senere|ikke nu|ikke lige nu|later|not now"),
    ("known", r"kender|talt|known|talked"),
)


async def answer_by_text(connection: AsyncConnection, house: House, inbound: Inbound) -> str | None:
    """Takes a text as a unit's answer. Returns our text back (GSM-7, two segments), None if it was not such a text.

    Only a leader's own phone can answer, and only for that leader's units. Without a code a text counts if exactly one
    suggestion can be meant; JA without times is not a yes yet: it is answered with a question for them.
    """
    if inbound.channel != "sms":
        return None
    units = await _units_of(connection, house, inbound.sender)
    said = _ANSWER.match(inbound.text)
    if not units or said is None:
        return None
    word = next((name for name in ("yes", "no", "undo") if said[name]), "")
    if not word and not said["code"] and not _only_times(house, inbound.text):
        return None
    cases = await read_cases(connection, house, suggestion.c.unit_id.in_([one.id for one in units]))
    if said["code"]:
        # A code names one live suggestion; of those that ended under it the latest is meant.
        meant = [case for case in cases if case.code == said["code"]][-1:]
        if not meant:
            return _wrong_code(house, units[0], said["code"]) if word else None
    else:
        meant = await _open(connection, house, cases, word)
        if await _is_candidate(connection, house, inbound.sender) or (not word and not meant):
            return None
        if len(meant) != 1:
            return _which(house, units[0], meant)
    (case,) = meant
    if not word and not await _was_asked(connection, case):
        return None if not said["code"] else _how_to(case)
    if word == "undo":
        return _told_undo(house, case, await decisions.undo(connection, house, case.id, how="text"))
    if word == "no":
        return await _no(connection, house, case, said["rest"])
    return await _yes(connection, house, case, said["rest"] if word or said["code"] else inbound.text)


async def _yes(connection: AsyncConnection, house: House, case: Case, rest: str) -> str:
    language, now = case.unit.language, house.local(house.now())
    read = read_times(rest, now)
    trouble = trouble_with(read.found, now)
    if trouble or read.unclear:
        if not case.live:
            return await _ended(house, case)
        await tell(connection, house, case, "line", "times_asked")
        return _ask_times(house, case, read, trouble)
    result = await decisions.say_yes(
        connection, house, case.id, times=[moment.astimezone(UTC) for moment in read.found], how="text"
    )
    if isinstance(result, Refused):
        return _refusal(house, case, result)
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


async def _no(connection: AsyncConnection, house: House, case: Case, rest: str) -> str:
    language = case.unit.language
    reason = next((code for code, words in _REASONS if re.search(words, rest, re.IGNORECASE)), NOT_SAID)
    result = await decisions.say_no(connection, house, case.id, reason=reason, how="text")
    if isinstance(result, Refused):
        return _refusal(house, case, result)
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


async def _ended(house: House, case: Case) -> str:
    return _refusal(house, case, Refused(case.state, _state_words(case)))


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


def _refusal(house: House, case: Case, refused: Refused) -> str:
    pattern = pick(case.unit.language, "{words} Spørgsmål: tlf. {phone}.", "{words} Questions: tel. {phone}.")
    if house.employer.phone in refused.words:
        pattern = "{words}"
    return fitted(pattern, words=refused.words, phone=house.employer.phone)


def _told_undo(house: House, case: Case, result: Decided | Refused) -> str:
    if isinstance(result, Refused):
        return _refusal(house, case, result)
    pattern = pick(
        case.unit.language,
        "Svaret er taget tilbage. Svar igen med JA {code} og tider, eller NEJ {code}.",
        "Your answer is taken back. Answer again with JA {code} and times, or NEJ {code}.",
    )
    return fitted(pattern, code=case.code)


def _ask_times(house: House, case: Case, read: Times, trouble: str | None) -> str:
    language = case.unit.language
    said_something = bool(read.found or read.unclear)
    fault = trouble_words("unread" if read.unclear else trouble or "unread", language).partition(". ")[0].rstrip(".")
    pattern = pick(
        language,
        "{fault}. Svar med op til tre tider, for eksempel: JA {code} {example}",
        "{fault}. Answer with up to three times, for example: JA {code} {example}",
    )
    if not said_something:
        pattern = pick(
            language,
            "Godt! Hvornår kan I mødes? Svar med op til tre tider, for eksempel: JA {code} {example}",
            "Good! When can you meet? Answer with up to three times, for example: JA {code} {example}",
        )
    return fitted(pattern, fault=fault, code=case.code, example=_example(house, language))


def _example(house: House, language: Language) -> str:
    days = [house.local(house.after_working_days(house.now(), ahead)).date() for ahead in (2, 3)]
    first, second = guessed(days, house.settings.zone)
    return ", ".join(short(moment, language).replace(" kl. ", " ").replace(" at ", " ") for moment in (first, second))


def _wrong_code(house: House, to: Place, code: str) -> str:
    pattern = pick(
        to.language,
        "Vi kender ikke et forslag med koden {code} til jer. Se koden i mailen, eller ring {phone}.",
        "We know no suggestion to you with the code {code}. See the code in the mail, or call {phone}.",
    )
    return fitted(pattern, code=code, phone=house.employer.phone)


def _which(house: House, to: Place, meant: list[Case]) -> str:
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


def _how_to(case: Case) -> str:
    pattern = pick(
        case.unit.language,
        "Svar med JA {code} og tider, eller NEJ {code}.",
        "Answer with JA {code} and times, or NEJ {code}.",
    )
    return fitted(pattern, code=case.code)


def _only_times(house: House, text: str) -> bool:
    read = read_times(text, house.local(house.now()))
    return bool(read.found) and not read.unclear


async def _units_of(connection: AsyncConnection, house: House, phone: str) -> list[Place]:
    rows = await connection.execute(
        select(unit).where(unit.c.employer_id == house.employer.id, unit.c.leader_phone == phone).order_by(unit.c.id)
    )
    return [place(row._mapping) for row in rows]


async def _open(connection: AsyncConnection, house: House, cases: list[Case], word: str) -> list[Case]:
    """The suggestions a text without a code can mean."""
    if word == "undo":
        return [case for case in cases if decisions.undo_until(house, case) is not None]
    return [
        case for case in cases if case.state == "sent" or (word != "no" and await owes_times(connection, house, case))
    ]


async def _was_asked(connection: AsyncConnection, case: Case) -> bool:
    """Whether the line has asked this unit for times, so that a text with nothing but times is an answer."""
    asked = exists().where(
        event.c.stream_id == case.candidacy_id,
        event.c.verb == "times_asked",
        event.c.data["suggestion"].as_integer() == case.id,
    )
    return bool(await connection.scalar(select(asked)))


async def _is_candidate(connection: AsyncConnection, house: House, phone: str) -> bool:
    """Whether this phone also has a talk as a candidate: then a text without a code belongs there."""
    talk = (
        exists()
        .where(contact_point.c.id == conversation.c.contact_point_id)
        .where(
            contact_point.c.employer_id == house.employer.id,
            contact_point.c.channel == "sms",
            contact_point.c.address == phone,
        )
    )
    return bool(await connection.scalar(select(talk)))
