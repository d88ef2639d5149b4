"""Texts this room writes to a leader's phone. GSM-7, two segments, no web address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.units.cases import Place
from wording.gsm import plain, segments
from wording.language import pick, word
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


def outcome_text(to: Place, *, at: datetime, code: str) -> str:
    """The day after an interview, to a leader who wants texts. at: local."""
    return fitted(
        pick(
            to.language,
            "Hvordan gik samtalen {at} hos {name}? Svar ANSAT {code}, NEJ {code} eller KOM IKKE {code}, eller se mailen.",
            "How did the interview {at} at {name} go? Text HIRED {code}, NEJ {code} or NO SHOW {code}, or see the mail.",
        ),
        name=to.name,
        at=short(at, to.language),
        code=code,
    )


def fitted(pattern: str, *, name: str = "", **values: str) -> str:
    """The pattern filled in and made GSM-7; `{name}` is shortened until the text costs two segments at most."""
    shown = name
    while True:
        text = plain(pattern.format(**values, name=shown))
        if segments(text) <= MOST_SEGMENTS or not shown:
            return text
        shown = shown[:-1].rstrip()
