"""A unit's page at /u/<token>: one suggestion, no password; looking changes nothing, answering takes a confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import HOUSE, House
from bot.store.tables import suggestion
from bot.units import decisions
from bot.units.cases import Case, Refused, read_case
from bot.units.decisions import undo_until
from bot.units.form import Filled, fill, first_form
from bot.units.interview import Interview, live_of
from bot.units.links import READABLE, fingerprint
from bot.units.mail import portrait_of
from bot.units.outcomes import outcome_words
from bot.units.suggestions import owes_times
from bot.web.language import danish, language_of
from bot.web.pages import render
from matching.suggestion import DECLINE_REASONS
from wording.language import Language, pick
from wording.phones import in_pairs

LONGEST_TOKEN = 64
HEADINGS = {
    "old": danish("Linket er udløbet"),
    "late": danish("Fristen er gået"),
    "withdrawn": danish("Forslaget er trukket tilbage"),
    "over": danish("Forslaget er afsluttet"),
    "yes": danish("Tak, vi spørger kandidaten"),
    "agreed": danish("Samtalen er aftalt"),
    "no": danish("Tak for svaret"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A suggestion as its page shows it. stage: open, times, yes, agreed, no, late, withdrawn, over, old.

    undo_until: UTC, None if nothing can be taken back.
    """

    case: Case
    stage: str
    portrait: str
    meeting: Interview | None
    undo_until: datetime | None


async def look(request: web.Request) -> web.Response:
    """GET /u/{token}: shows where the suggestion stands. Changes nothing, however often a mail scanner comes by."""
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        seen = await _see(connection, house, request.match_info["token"])
    if seen is None:
        return _unknown(request)
    return _show(request, house, seen)


async def check(request: web.Request) -> web.Response:
    """POST /u/{token}: says what will happen, or what is missing with everything kept. Changes nothing yet."""
    house, given = request.app[HOUSE], await request.post()
    async with house.database.transaction() as connection:
        seen = await _see(connection, house, request.match_info["token"])
    if seen is None:
        return _unknown(request)
    if seen.stage not in {"open", "times"}:
        return _show(request, house, seen)
    filled = _filled(request, house, seen, given)
    if filled.faults or "edit" in given:
        return _show(request, house, seen, filled=filled, status=200 if "edit" in given else 422)
    return _page(request, house, seen, "units/confirm.html", filled=filled)


async def confirm(request: web.Request) -> web.Response:
    """POST /u/{token}/confirm: the answer counts. A second press finds it answered and shows the same page."""
    house, given = request.app[HOUSE], await request.post()
    token = request.match_info["token"]
    async with house.database.transaction() as connection:
        seen = await _see(connection, house, token)
        if seen is None:
            return _unknown(request)
        filled = _filled(request, house, seen, given)
        result: decisions.Decided | Refused
        if filled.faults:
            return _show(request, house, seen, filled=filled, status=422)
        if filled.answer == "yes":
            result = await decisions.say_yes(
                connection,
                house,
                seen.case.id,
                times=filled.times,
                place=filled.place,
                meets=filled.meets,
                how="link",
            )
        else:
            result = await decisions.say_no(connection, house, seen.case.id, reason=filled.reason, how="link")
        if isinstance(result, Refused):
            seen = await _see(connection, house, token)
    if isinstance(result, Refused) and seen is not None:
        return _show(request, house, seen, trouble=result.words, status=409)
    raise web.HTTPSeeOther(f"/u/{token}")


async def take_back(request: web.Request) -> web.Response:
    """POST /u/{token}/undo: the answer is taken back, or the page says why it no longer can be."""
    house, token = request.app[HOUSE], request.match_info["token"]
    async with house.database.transaction() as connection:
        seen = await _see(connection, house, token)
        if seen is None:
            return _unknown(request)
        result = await decisions.undo(connection, house, seen.case.id, how="link")
        seen = await _see(connection, house, token)
    if isinstance(result, Refused) and seen is not None:
        return _show(request, house, seen, trouble=result.words, status=409)
    raise web.HTTPSeeOther(f"/u/{token}")


def routes(house: House) -> list[web.RouteDef]:
    """The addresses of this room."""
    return [
        web.get("/u/{token}", look),
        web.post("/u/{token}", check),
        web.post("/u/{token}/confirm", confirm),
        web.post("/u/{token}/undo", take_back),
    ]


async def _see(connection: AsyncConnection, house: House, token: str) -> Seen | None:
    if len(token) > LONGEST_TOKEN:
        return None
    case = await read_case(connection, house, suggestion.c.link == fingerprint(token))
    if case is None:
        return None
    now = house.now()
    meeting = await live_of(connection, house, case.id)
    stage = "over"
    if now > case.answer_by + READABLE and meeting is None:
        stage = "old"
    elif case.state == "sent":
        stage = "open" if now < case.answer_by else "late"
    elif case.state == "accepted" and meeting is not None:
        stage = "agreed" if meeting.state == "agreed" else "yes"
    elif await owes_times(connection, house, case):
        stage = "times" if now < case.answer_by else "late"
    elif case.state in {"declined", "withdrawn", "expired"}:
        stage = {"declined": "no", "withdrawn": "withdrawn", "expired": "late"}[case.state]
    # What a unit no longer has to decide on, it no longer has to know.
    portrait = await portrait_of(connection, house, case) if stage in {"open", "times", "yes"} else ""
    return Seen(case, stage, portrait, meeting, undo_until(house, case) if stage in {"yes", "no"} else None)


def _filled(request: web.Request, house: House, seen: Seen, given: Mapping[str, object]) -> Filled:
    fields = {name: value for name, value in given.items() if isinstance(value, str)}
    return fill(house, fields, only_times=seen.stage == "times", language=_language(request, seen))


def _language(request: web.Request, seen: Seen) -> Language:
    return language_of(request, seen.case.unit.language)


def _show(
    request: web.Request,
    house: House,
    seen: Seen,
    *,
    filled: Filled | None = None,
    trouble: str = "",
    status: int | None = None,
) -> web.Response:
    asking = seen.stage in {"open", "times"}
    if asking and filled is None:
        filled = first_form(house, place=seen.case.unit.address, meets=seen.case.unit.leader_name)
    gone = seen.stage in {"late", "withdrawn", "over", "old"}
    return _page(
        request,
        house,
        seen,
        "units/answer.html" if asking else "units/stands.html",
        status=status or (410 if gone else 200),
        filled=filled,
        trouble=trouble,
    )


def _page(
    request: web.Request,
    house: House,
    seen: Seen,
    template: str,
    *,
    status: int = 200,
    filled: Filled | None = None,
    trouble: str = "",
) -> web.Response:
    language = _language(request, seen)
    return render(
        request,
        template,
        status=status,
        language=seen.case.unit.language,
        headers={"X-Robots-Tag": "noindex"},
        seen=seen,
        case=seen.case,
        stage=seen.stage,
        filled=filled,
        trouble=trouble,
        headings=HEADINGS,
        here=f"/u/{request.match_info['token']}",
        reasons={code: pick(language, *words) for code, words in DECLINE_REASONS.items()},
        outcome=outcome_words(seen.case.decline_reason or "", language),
        undo_minutes=house.settings.unit_undo_minutes,
    )


def _unknown(request: web.Request) -> web.Response:
    number = in_pairs(request.app[HOUSE].employer.line_number)
    return render(request, "units/unknown.html", status=404, headers={"X-Robots-Tag": "noindex"}, number=number)
