"""A unit's own page at /e/<token>: what it lacks, to report and to close, and what it has before it; no password."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import HOUSE, House
from bot.pool.states import LIVE_SUGGESTION
from bot.store.database import enqueue
from bot.store.tables import event, suggestion, unit
from bot.store.trail import Happening, record
from bot.units import posts
from bot.units.cases import Case, Place, place, read_cases
from bot.units.interview import Interview, live_of
from bot.units.links import address_of, unit_behind
from bot.units.post_form import Post, fill_post
from bot.web.language import language_of
from bot.web.pages import render
from wording.language import Language, pick, word
from wording.numbers import hours_between, tenths
from wording.work import EMPLOYMENT, ROLES, SHIFTS, shift_list

LONGEST_TOKEN = 200
AGAIN = timedelta(minutes=5)  # Whoever presses twice gets one mail.
MOST_A_DAY = 5  # Anybody can ask in a leader's name.


async def ask(request: web.Request) -> web.Response:
    """GET /e: a leader without a link asks for one."""
    return _plain(request, "units/ask_link.html", sent=False)


async def send(request: web.Request) -> web.Response:
    """POST /e: mails the link to an address that is a leader's, and says the same whether it is one or not."""
    house, given = request.app[HOUSE], await request.post()
    address = str(given.get("mail", "")).strip().lower()[:200]
    async with house.database.transaction() as connection:
        rows = await connection.execute(
            select(unit).where(unit.c.employer_id == house.employer.id, func.lower(unit.c.leader_email) == address)
        )
        for row in rows:
            await ask_for_link(connection, house, place(house, row._mapping), "line")
    return _plain(request, "units/ask_link.html", sent=True)


async def ask_for_link(connection: AsyncConnection, house: House, to: Place, actor: str) -> None:
    """Mails a unit the link to its own page, to the address the house knows; once in five minutes, MOST_A_DAY times a day."""
    now = house.now()
    asked = (event.c.stream_id == to.id) & (event.c.verb == "own_page_asked") & (event.c.at > now - timedelta(days=1))
    before = await connection.execute(select(func.max(event.c.at), func.count()).where(asked))
    last, times = before.one()
    if times >= MOST_A_DAY or (last is not None and last > now - AGAIN):
        return
    deed = Happening(house.employer.id, to.id, actor, "own_page_asked", house.now(), {"unit": to.id})
    await record(connection, [deed])
    await enqueue(connection, house.database, "units.mail", kind="own_page", id=to.id)


async def look(request: web.Request) -> web.Response:
    """GET /e/{token}: what the unit lacks and has before it. Changes nothing."""
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        to = await _unit(connection, house, request)
        return _plain(request, "units/no_link.html", status=404) if to is None else await _page(request, connection, to)


async def check(request: web.Request) -> web.Response:
    """POST /e/{token}: says what a report will do, or what is missing with everything kept. Changes nothing yet."""
    house, given = request.app[HOUSE], await request.post()
    async with house.database.transaction() as connection:
        to = await _unit(connection, house, request)
        if to is None:
            return _plain(request, "units/no_link.html", status=404)
        language = language_of(request, to.language)
        post = fill_post(given, house.local(house.now()).date(), language)
        if post.faults or "edit" in given:
            return await _page(request, connection, to, post=post, status=200 if "edit" in given else 422)
    said, form_id = _post_in_words(post, language), secrets.token_urlsafe(12)
    return _answer(request, to, "units/post_confirm.html", post=post, said=said, form_id=form_id)


async def confirm(request: web.Request) -> web.Response:
    """POST /e/{token}/report: the vacancy counts. A second press of the same button adds no second one."""
    house, given = request.app[HOUSE], await request.post()
    async with house.database.transaction() as connection:
        to = await _unit(connection, house, request)
        if to is None:
            return _plain(request, "units/no_link.html", status=404)
        post = fill_post(given, house.local(house.now()).date(), language_of(request, to.language))
        form_id = str(given.get("form", ""))[:40]
        if post.faults or not form_id:
            return await _page(request, connection, to, post=post, status=422)
        await posts.report(connection, house, to, post.columns(), form_id)
    raise web.HTTPSeeOther(f"/e/{request.match_info['token']}?did=reported")


async def check_closing(request: web.Request) -> web.Response:
    """POST /e/{token}/close: which post is filled or given up, said once more. Changes nothing unless it was confirmed."""
    house, given = request.app[HOUSE], await request.post()
    name = str(given.get("post", ""))
    async with house.database.transaction() as connection:
        to = await _unit(connection, house, request)
        if to is None:
            return _plain(request, "units/no_link.html", status=404)
        sure = given.get("sure") == "yes"
        row = next((row for row in await posts.open_posts(connection, to) if row.public_id == name), None)
        if sure:
            await posts.close_post(connection, house, to, name)
    if sure or row is None:
        raise web.HTTPSeeOther(f"/e/{request.match_info['token']}?did=closed")
    said = post_line(row, language_of(request, to.language))
    return _answer(request, to, "units/post_close.html", post=row, said=said)


def routes(house: House) -> list[web.RouteDef]:
    """The addresses of a unit's own page."""
    return [
        web.get("/e", ask),
        web.post("/e", send),
        web.get("/e/{token}", look),
        web.post("/e/{token}", check),
        web.post("/e/{token}/report", confirm),
        web.post("/e/{token}/close", check_closing),
    ]


def post_line(row: Row[Any], language: Language) -> str:
    """ "2 SOSU-hjælper · fast stilling · dag og aften · 37 timer"; of a row of `vacancy`."""
    parts = [
        f"{row.openings} {word(ROLES, row.role, language)}",
        word(EMPLOYMENT, row.employment, language),
        shift_list(row.shifts, language),
        hours_between(tenths(row.hours_min), tenths(row.hours_max), language),
    ]
    return " · ".join(part for part in parts if part)


async def _unit(connection: AsyncConnection, house: House, request: web.Request) -> Place | None:
    token = request.match_info["token"]
    found = await unit_behind(connection, house, token) if len(token) <= LONGEST_TOKEN else None
    return found[0] if found is not None and found[1] else None


async def _before_them(
    connection: AsyncConnection, house: House, to: Place
) -> list[tuple[Case, Interview | None, str]]:
    """The suggestions the unit has now, each with its interview and the way to its page."""
    cases = await read_cases(connection, house, suggestion.c.unit_id == to.id, LIVE_SUGGESTION)
    found = []
    for case in cases:
        link = address_of(house, case.id, case.proposed_at).removeprefix(house.settings.public_base_url.rstrip("/"))
        found.append((case, await live_of(connection, house, case.id), link))
    return found


async def _page(
    request: web.Request, connection: AsyncConnection, to: Place, *, post: Post | None = None, status: int = 200
) -> web.Response:
    house, language = request.app[HOUSE], language_of(request, to.language)
    rows = await posts.open_posts(connection, to)
    return _answer(
        request,
        to,
        "units/own_page.html",
        status=status,
        before=[
            (word(ROLES, case.role, language), case, meeting, link)
            for case, meeting, link in await _before_them(connection, house, to)
        ],
        lacking=[(row, post_line(row, language)) for row in rows],
        post=post or Post(),
        opened=post is not None,
        did=request.query.get("did", ""),
        choices={
            name: [(code, pick(language, *words)) for code, words in table.items()]
            for name, table in (("role", ROLES), ("employment", EMPLOYMENT), ("shifts", SHIFTS))
        },
    )


def _post_in_words(post: Post, language: Language) -> list[str]:
    columns = post.columns()
    return [
        f"{columns['openings']} {word(ROLES, post.role, language)}",
        word(EMPLOYMENT, post.employment, language),
        shift_list(post.shifts, language),
        hours_between(tenths(columns["hours_min"]), tenths(columns["hours_max"]), language),
    ]


def _answer(request: web.Request, to: Place, template: str, *, status: int = 200, **context: Any) -> web.Response:
    here = f"/e/{request.match_info['token']}"
    return render(
        request,
        template,
        status=status,
        language=to.language,
        headers={"X-Robots-Tag": "noindex"},
        to=to,
        here=here,
        **context,
    )


def _plain(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    return render(request, template, status=status, headers={"X-Robots-Tag": "noindex"}, **context)
