"""The units: what each lacks, what it has to answer and by when, and its vacancies to add, change and close."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import suggested, vacancies
from bot.desk.candidate_page import page
from bot.desk.notices import notice_of
from bot.desk.queue import counts
from bot.desk.unit_talk import unit_talk
from bot.house import HOUSE, House
from bot.pool.states import LIVE, LIVE_INTERVIEW
from bot.store.tables import interview, suggestion, unit, vacancy
from bot.web.language import language_of
from bot.web.sessions import RECRUITER, signed_in

SHOWN = 200


@signed_in("recruiter", "lead")
async def show_units(request: web.Request) -> web.Response:
    """GET /desk/units: every unit, those with an answer due first, then those that lack most."""
    house, search = request.app[HOUSE], " ".join(request.query.get("q", "").split())[:80]
    async with house.database.transaction() as connection:
        rows = await unit_lines(connection, house, search)
        numbers = await counts(connection, house)
    return page(
        request,
        "desk/units.html",
        None,
        partial=None,
        units=rows,
        asked=search,
        cut=len(rows) == SHOWN,
        counts=numbers.navigation,
    )


async def unit_lines(connection: AsyncConnection, house: House, search: str) -> list[Any]:
    """Units by name, type or district, with open posts, suggestions waiting, and the first deadline."""
    posts = (
        select(
            vacancy.c.unit_id, func.sum(vacancy.c.openings).label("posts"), func.min(vacancy.c.opened_on).label("since")
        )
        .where(vacancy.c.employer_id == house.employer.id, vacancy.c.closed_at.is_(None))
        .group_by(vacancy.c.unit_id)
        .subquery()
    )
    # A unit that said yes owes an answer again once its times no longer count.
    owed = ~exists().where(interview.c.suggestion_id == suggestion.c.id, LIVE_INTERVIEW)
    waiting = (
        select(
            suggestion.c.unit_id,
            func.count().label("pending"),
            func.min(suggestion.c.answer_by).filter(owed).label("deadline"),
        )
        .where(
            suggestion.c.employer_id == house.employer.id,
            suggestion.c.state.in_(LIVE),
            suggestion.c.released_at.is_(None),
        )
        .group_by(suggestion.c.unit_id)
        .subquery()
    )
    wanted = (
        select(
            unit.c.public_id,
            unit.c.name,
            unit.c.unit_type,
            unit.c.district,
            func.coalesce(posts.c.posts, 0).label("posts"),
            posts.c.since,
            func.coalesce(waiting.c.pending, 0).label("pending"),
            waiting.c.deadline,
        )
        .outerjoin(posts, posts.c.unit_id == unit.c.id)
        .outerjoin(waiting, waiting.c.unit_id == unit.c.id)
        .where(unit.c.employer_id == house.employer.id)
        .order_by(waiting.c.deadline.nulls_last(), func.coalesce(posts.c.posts, 0).desc(), unit.c.name)
        .limit(SHOWN)
    )
    for word in search.split()[:8]:
        wanted = wanted.where(func.concat_ws(" ", unit.c.name, unit.c.district, unit.c.unit_type).icontains(word))
    return list(await connection.execute(wanted))


@signed_in("recruiter", "lead")
async def show_unit(request: web.Request) -> web.Response:
    """GET /desk/units/{public_id}: one unit; `?vacancy=` opens one of its vacancies, `?vacancy=new` an empty form."""
    return await _unit_page(request)


@signed_in("recruiter", "lead")
async def save_vacancy(request: web.Request) -> web.StreamResponse:
    """POST .../vacancies: adds a vacancy, or changes the one named."""
    house, form = request.app[HOUSE], await request.post()
    draft = vacancies.read_form(form, language_of(request))
    name = str(form.get("vacancy", ""))
    if draft.faults:
        return await _unit_page(request, draft=draft, editing=name or "new")
    async with house.database.transaction() as connection:
        place = await _the_unit(connection, house, request)
        if not await vacancies.save(connection, house, place.id, name, draft.values, request[RECRUITER].id):
            raise web.HTTPNotFound
    raise web.HTTPSeeOther(f"/desk/units/{place.public_id}?did=vacancy_saved")


@signed_in("recruiter", "lead")
async def close_vacancy(request: web.Request) -> web.StreamResponse:
    """POST .../close: the vacancy leaves every ranking."""
    house, form = request.app[HOUSE], await request.post()
    async with house.database.transaction() as connection:
        place = await _the_unit(connection, house, request)
        name = str(form.get("vacancy", ""))
        if not await vacancies.close(connection, house, place.id, name, request[RECRUITER].id):
            raise web.HTTPNotFound
    raise web.HTTPSeeOther(f"/desk/units/{place.public_id}?did=vacancy_closed")


async def _unit_page(
    request: web.Request, *, draft: vacancies.Draft | None = None, editing: str | None = None
) -> web.Response:
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        place = await _the_unit(connection, house, request)
        rows = await vacancies.open_of(connection, place.id)
        pending = await suggested.of_unit(connection, house, place.id)
        texts = await unit_talk(connection, house, place.id)
        notice = await notice_of(connection, house, request)
        numbers = await counts(connection, house)
    editing = request.query.get("vacancy", "") if editing is None else editing
    chosen = next((row._asdict() for row in rows if row.public_id == editing), None)
    return page(
        request,
        "desk/unit.html",
        None,
        partial=None,
        status=422 if draft else 200,
        place=place,
        vacancies=rows,
        pending=pending,
        texts=texts,
        notice=notice,
        editing=editing if editing == "new" or chosen else "",
        values=draft.values if draft else chosen or {},
        faults=draft.faults if draft else (),
        counts=numbers.navigation,
    )


async def _the_unit(connection: AsyncConnection, house: House, request: web.Request) -> Any:
    place = await vacancies.unit_of(connection, house, request.match_info["public_id"])
    if place is None:
        raise web.HTTPNotFound
    return place
