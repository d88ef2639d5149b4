"""A unit's page at /u/<token>: one suggestion, no password; looking changes nothing, answering takes a confirm."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.house import HOUSE, House
from bot.units import aftermath, decisions
from bot.units.cases import Refused
from bot.units.form import Filled, fill, first_form
from bot.units.outcomes import outcome_words
from bot.units.seen import Seen, see
from bot.web.language import danish
from bot.web.pages import render
from matching.suggestion import DECLINE_REASONS
from wording.language import pick
from wording.phones import in_pairs

HEADINGS = {
    "old": danish("Linket er udløbet"),
    "late": danish("Fristen er gået"),
    "withdrawn": danish("Forslaget er trukket tilbage"),
    "over": danish("Forslaget er afsluttet"),
    "yes": danish("Tak, vi spørger kandidaten"),
    "agreed": danish("Samtalen er aftalt"),
    "met": danish("Hvordan gik samtalen?"),
    "told": danish("Tak, det er noteret"),
    "no": danish("Tak for svaret"),
}


async def look(request: web.Request) -> web.Response:
    """GET /u/{token}: shows where the suggestion stands. Changes nothing, however often a mail scanner comes by."""
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        seen = await see(connection, house, request)
    return _unknown(request) if seen is None else _show(request, house, seen)


async def check(request: web.Request) -> web.Response:
    """POST /u/{token}: says what will happen, or what is missing with everything kept. Changes nothing yet."""
    house, given = request.app[HOUSE], await request.post()
    async with house.database.transaction() as connection:
        seen = await see(connection, house, request)
    if seen is None:
        return _unknown(request)
    if not seen.asking:
        return _show(request, house, seen)
    filled = fill(house, _fields(given), language=seen.language)
    if filled.faults or "edit" in given:
        return _show(request, house, seen, filled=filled, status=200 if "edit" in given else 422)
    return _page(request, house, seen, "units/confirm.html", filled=filled)


async def confirm(request: web.Request) -> web.Response:
    """POST /u/{token}/confirm: the answer counts. A second press finds it answered and shows the same page."""
    house, given = request.app[HOUSE], await request.post()
    async with house.database.transaction() as connection:
        seen = await see(connection, house, request)
        if seen is None:
            return _unknown(request)
        filled = fill(house, _fields(given), language=seen.language)
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
            seen = await see(connection, house, request)
    return _ended(request, house, seen, result)


async def take_back(request: web.Request) -> web.Response:
    """POST /u/{token}/undo: the answer is taken back, or the page says why it no longer can be."""
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        seen = await see(connection, house, request)
        if seen is None:
            return _unknown(request)
        result = await decisions.undo(connection, house, seen.case.id, how="link")
        seen = await see(connection, house, request)
    return _ended(request, house, seen, result, said="?undone=1")


async def check_outcome(request: web.Request) -> web.Response:
    """POST /u/{token}/outcome: how the interview went, said once more before it counts. Changes nothing yet."""
    house, given = request.app[HOUSE], await request.post()
    async with house.database.transaction() as connection:
        seen = await see(connection, house, request)
    if seen is None:
        return _unknown(request)
    outcome = aftermath.outcome_of(str(given.get("outcome", "")))
    if seen.stage != "met" or outcome is None:
        return _show(request, house, seen)
    return _page(request, house, seen, "units/outcome.html", outcome=outcome)


async def confirm_outcome(request: web.Request) -> web.Response:
    """POST /u/{token}/outcome/confirm: it counts. Refused before the interview is over, and when it has been said."""
    house, given = request.app[HOUSE], await request.post()
    async with house.database.transaction() as connection:
        seen = await see(connection, house, request)
        if seen is None:
            return _unknown(request)
        outcome = aftermath.outcome_of(str(given.get("outcome", "")))
        if seen.meeting is None or outcome is None:
            return _show(request, house, seen)
        by = f"unit:{seen.case.unit.id}"
        result = await aftermath.conclude(connection, house, seen.meeting.id, by=by, outcome=outcome)
        seen = await see(connection, house, request)
    return _ended(request, house, seen, result)


def routes(house: House) -> list[web.RouteDef]:
    """The addresses of one suggestion."""
    return [
        web.get("/u/{token}", look),
        web.post("/u/{token}", check),
        web.post("/u/{token}/confirm", confirm),
        web.post("/u/{token}/undo", take_back),
        web.post("/u/{token}/outcome", check_outcome),
        web.post("/u/{token}/outcome/confirm", confirm_outcome),
    ]


def _fields(given: Mapping[str, object]) -> dict[str, str]:
    return {name: value for name, value in given.items() if isinstance(value, str)}


def _ended(request: web.Request, house: House, seen: Seen | None, result: object, *, said: str = "") -> web.Response:
    """The page as it stands now, by its own address; with a refusal, what spoke against it."""
    if isinstance(result, Refused) and seen is not None:
        return _show(request, house, seen, trouble=result.words, status=409)
    raise web.HTTPSeeOther(f"/u/{request.match_info['token']}{said}")


def _show(
    request: web.Request,
    house: House,
    seen: Seen,
    *,
    filled: Filled | None = None,
    trouble: str = "",
    status: int | None = None,
) -> web.Response:
    if seen.asking and filled is None:
        unit, avoid = seen.case.unit, seen.before.times if seen.before else ()
        filled = first_form(house, place=unit.address, meets=unit.leader_name, avoid=avoid)
    return _page(
        request,
        house,
        seen,
        "units/answer.html" if seen.asking else "units/stands.html",
        status=status or (410 if seen.gone else 200),
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
    outcome: str = "",
) -> web.Response:
    language = seen.language
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
        outcomes={code: pick(language, *words) for code, words in aftermath.OUTCOMES.items()},
        outcome=outcome or outcome_words(seen.case.decline_reason or "", language),
        undo_minutes=house.settings.unit_undo_minutes,
        undone="undone" in request.query,
    )


def _unknown(request: web.Request) -> web.Response:
    number = in_pairs(request.app[HOUSE].employer.line_number)
    return render(request, "units/unknown.html", status=404, headers={"X-Robots-Tag": "noindex"}, number=number)
