"""Texts this room writes: to a leader's phone, and the candidate's reminder. GSM-7, two segments, no web address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.units.cases import Place
from wording.gsm import plain, segments
from wording.language import Language, pick, word
from wording.times import short
from wording.work import ROLES

MOST_SEGMENTS = 2


async def write(connection: AsyncConnection, house: House, to: Place, body: str) -> None:
    """Queues a text to the leader's phone."""
    from bot.line import talk

    await talk.write_to_unit(connection, house, to.id, body)


def suggestion_text(house: House, to: Place, *, role: str, answer_by: datetime, code: str) -> str:
    """What a leader who wants texts gets beside the mail. answer_by: UTC; code: four digits."""
    language = to.language
    by = short(house.local(answer_by), language)
    return fitted(
        pick(
            language,
            "Joblinjen har et forslag til {name}: {role}. Se mailen. Svar senest {by}: "
            "JA {code} eller NEJ {code}. Spørgsmål: tlf. {phone}.",
            "The job line has a suggestion for {name}: {role}. See the mail. Answer by {by}: "
            "JA {code} or NEJ {code}. Questions: tel. {phone}.",
        ),
        name=to.name,
        role=word(ROLES, role, language),
        by=by,
        code=code,
        phone=house.employer.phone,
    )


def reminder_text(language: Language, *, unit: str, at: datetime, place: str, meets: str) -> str:
    """The candidate's reminder the day before. at: local time; place, meets: as the unit wrote them, may be empty."""
    where = pick(language, f" Sted: {place[:60]}.", f" Place: {place[:60]}.") if place else ""
    who = pick(language, f" Du møder {meets[:40]}.", f" You will meet {meets[:40]}.") if meets else ""
    return fitted(
        pick(
            language,
            "Husk samtalen {at} hos {name}.{where}{who} Kan du ikke komme, så skriv KAN IKKE.",
            "Remember the interview {at} at {name}.{where}{who} If you cannot come, text KAN IKKE.",
        ),
        name=unit,
        at=short(at, language),
        where=where,
        who=who,
    )


def fitted(pattern: str, *, name: str = "", **values: str) -> str:
    """The pattern filled in and made GSM-7; `{name}` is shortened until the text costs two segments at most."""
    shown = name
    while True:
        text = plain(pattern.format(**values, name=shown))
        if segments(text) <= MOST_SEGMENTS or not shown:
            return text
        shown = shown[:-1].rstrip()
