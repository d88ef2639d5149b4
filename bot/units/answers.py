"""A leader answers by text: "JA 4711 tors 10.00, fre 13.30", "Nej 4711 besat", "FORTRYD 4711". What comes back is a text."""

from __future__ import annotations

import re
from datetime import UTC

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.house import House
from bot.store.tables import contact_point, conversation, event, suggestion, unit
from bot.units import aftermath, decisions
from bot.units.cases import Case, Place, Refused, place, read_cases, tell
from bot.units.interview import is_over, live_of
from bot.units.outcomes import NOT_SAID
from bot.units.own_page import ask_for_link
from bot.units.replies import (
    accepted,
    ask_times,
    declined,
    ended,
    how_to,
    link_sent,
    noted,
    question,
    refusal,
    seen,
    undone,
    which,
    wrong_code,
)
from bot.units.suggestions import owes_times
from bot.units.times import read_times, trouble_with

_ANSWER = re.compile(
    r"^\W*(?:(?P<yes>ja|jo|jep|yes|ok)|(?P<no>nej|niks|no)|(?P<undo>fortryd|undo))?\b\W*"
    r"(?:kode\W*|code\W*)?(?P<code>\d{4}(?![\d/.:-]))?(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
# These words at the beginning mean the line, whoever sends them.
_FOR_THE_LINE = re.compile(
    r"^\W*(?:(?:hej|hi|hello)\W+)?(?:stop|slet|job\b|(?:jeg )?(?:vil gerne )?søge|i(?: am|'m)? look)", re.IGNORECASE
)
# The answer to "how did it go?". A bare no is one only where nothing else can be meant by it.
_OUTCOME = re.compile(
    r"^\W*(?:(?P<hired>ansat|hired)|(?P<no_show>kom ikke|no[ -]?show)|(?P<not_hired>nej|no))\b\W*"
    r"(?:kode\W*|code\W*)?(?P<code>\d{4})?\W*$",
    re.IGNORECASE,
)
# A leader who lacks somebody, or no longer does: both are said on the unit's own page.
_ABOUT_POSTS = re.compile(
    r"^\W*(?:(?:hej|hi|hello)\W+)?(?:(?:ny |en |new |a )?(?:ledig\w*|stilling\w*|vacanc\w*)|(?:vi |we )(?:mangler|lack|need))\b",
    re.IGNORECASE,
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
    suggestion can be meant; JA without times is not a yes yet: it is answered with a question for them. Any other text
    of a leader who has a suggestion before them, and is no candidate here, is for a recruiter to see.
    """
    if inbound.channel != "sms":
        return None
    units = await _units_of(connection, house, inbound.sender)
    said = _ANSWER.match(inbound.text)
    if not units:
        return None
    word = next((name for name in ("yes", "no", "undo") if said and said[name]), "")
    cases = await read_cases(connection, house, suggestion.c.unit_id.in_([one.id for one in units]))
    if (told := await _outcome(connection, house, inbound, cases)) is not None:
        return told
    if not word and _ABOUT_POSTS.match(inbound.text) and not await _is_candidate(connection, house, inbound.sender):
        for one in units:
            await ask_for_link(connection, house, one, f"unit:{one.id}")
        return link_sent(house, units[0])
    if said is None or (not word and not said["code"] and not _only_times(house, inbound.text)):
        return await _wrote_freely(connection, house, inbound, cases)
    if said["code"]:
        # A code names one live suggestion; of those that ended under it the latest is meant.
        meant = [case for case in cases if case.code == said["code"]][-1:]
        if not meant:
            if word:
                return wrong_code(house, units[0], said["code"])
            return await _wrote_freely(connection, house, inbound, cases)
    else:
        meant = await _open(connection, house, cases, word)
        if await _is_candidate(connection, house, inbound.sender) or (not word and not meant):
            return None if word else await _wrote_freely(connection, house, inbound, cases)
        if len(meant) != 1:
            return which(house, units[0], meant)
    (case,) = meant
    if not word and not await _was_asked(connection, case):
        return how_to(case) if said["code"] else await _wrote_freely(connection, house, inbound, cases)
    if word == "undo":
        return undone(house, case, await decisions.undo(connection, house, case.id, how="text"))
    if word == "no":
        return await _no(connection, house, case, said["rest"])
    return await _yes(connection, house, case, said["rest"] if word or said["code"] else inbound.text)


async def _outcome(connection: AsyncConnection, house: House, inbound: Inbound, cases: list[Case]) -> str | None:
    """ "ANSAT 4711" after an interview: how it went. None if the text says something else or no interview is over."""
    said = _OUTCOME.match(inbound.text)
    if said is None:
        return None
    met = []
    for case in cases:
        meeting = await live_of(connection, house, case.id)
        if meeting is not None and is_over(house, meeting) and said["code"] in {None, case.code}:
            met.append((case, meeting))
    waiting = any(case.state == "sent" for case in cases)
    if len(met) != 1 or (said["not_hired"] and not said["code"] and waiting):
        return None
    ((case, meeting),) = met
    outcome = next(name for name in aftermath.OUTCOMES if said[name])
    by = f"unit:{case.unit.id}"
    result = await aftermath.conclude(connection, house, meeting.id, by=by, outcome=outcome)
    return refusal(house, case, result) if isinstance(result, Refused) else noted(house, case, outcome)


async def _wrote_freely(connection: AsyncConnection, house: House, inbound: Inbound, cases: list[Case]) -> str | None:
    """A question or a remark: the leader hears how to answer, and a recruiter sees the candidate it is about.

    None without anything before the leader, for a candidate's phone, and for what the line itself must hear: whoever
    looks for work, or wants no more texts.
    """
    live = [case for case in cases if case.live]
    if not live or _FOR_THE_LINE.match(inbound.text) or await _is_candidate(connection, house, inbound.sender):
        return None
    meant = [case for case in live if case.state == "sent" or await owes_times(connection, house, case)]
    from bot.line import queue

    case = (meant or live)[-1]
    await queue.look(connection, case.candidacy_id, "unit", by=house.after_working_days(house.now(), 1))
    await tell(connection, house, case, f"unit:{case.unit.id}", "unit_asked")
    return question(house, case.unit, meant) if meant else seen(house, case.unit)


async def _yes(connection: AsyncConnection, house: House, case: Case, rest: str) -> str:
    now = house.local(house.now())
    read = read_times(rest, now)
    trouble = trouble_with(read.found, now)
    if trouble or read.unclear:
        if not case.live:
            return ended(house, case)
        await tell(connection, house, case, "line", "times_asked")
        return ask_times(house, case, read, trouble)
    result = await decisions.say_yes(
        connection, house, case.id, times=[moment.astimezone(UTC) for moment in read.found], how="text"
    )
    if isinstance(result, Refused):
        return refusal(house, case, result)
    return accepted(house, case, read)


async def _no(connection: AsyncConnection, house: House, case: Case, rest: str) -> str:
    reason = next((code for code, words in _REASONS if re.search(words, rest, re.IGNORECASE)), NOT_SAID)
    result = await decisions.say_no(connection, house, case.id, reason=reason, how="text")
    if isinstance(result, Refused):
        return refusal(house, case, result)
    return declined(house, case, reason)


def _only_times(house: House, text: str) -> bool:
    read = read_times(text, house.local(house.now()))
    return bool(read.found) and not read.unclear


async def _units_of(connection: AsyncConnection, house: House, phone: str) -> list[Place]:
    rows = await connection.execute(
        select(unit).where(unit.c.employer_id == house.employer.id, unit.c.leader_phone == phone).order_by(unit.c.id)
    )
    return [place(house, row._mapping) for row in rows]


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
