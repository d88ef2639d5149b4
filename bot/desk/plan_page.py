"""The plan's pages: what it proposes for the whole pool, what a decision would change before it is taken, and taking it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import web
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import acts, plan_decisions, plan_view, plans, profile
from bot.desk.candidate_page import page
from bot.desk.plan_decisions import Decision, Kind
from bot.desk.plans import Made
from bot.desk.queue import counts
from bot.house import HOUSE, House
from bot.pool.rulebook import rulebook
from bot.web.language import danish, language_of
from bot.web.sessions import RECRUITER, signed_in
from matching.difference import difference
from matching.preview import Preview, preview
from matching.preview import in_words as preview_in_words

VIEWS = {
    "proposals": danish("Forslag"),
    "units": danish("Steder"),
    "changes": danish("Ændret"),
    "decided": danish("Bestemt"),
    "tasks": danish("Opgaver"),
    "map": danish("Kort"),
    "second": danish("Anden mening"),
}
# Said once the plan that was asked for is there; until then the page says how far it is.
DID = {
    "asked": danish("Planen er lavet."),
    "decided": danish("Bestemt, og planen er lavet om."),
    "freed": danish("Taget tilbage, og planen er lavet om."),
}
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision somebody thinks of. freed: to take it back."""

    decision: Decision
    freed: bool


@signed_in("recruiter", "lead")
async def show_plan(request: web.Request) -> web.Response:
    """GET /desk/plan: the newest plan, one view of it at a time, and how far the next one is."""
    house = request.app[HOUSE]
    view = request.query.get("view", "proposals")
    view = view if view in VIEWS else "proposals"
    async with house.database.transaction() as connection:
        made = await plans.latest(connection, house)
        context: dict[str, Any] = {
            "made": made,
            "view": view,
            "views": VIEWS,
            "progress": await plans.progress(connection, house),
            "did": DID.get(request.query.get("did", "")),
            "counts": (await counts(connection, house)).navigation,
            "decided": await plan_decisions.standing(connection, house),
        }
        if made is not None:
            context |= await _view(connection, house, request, made, view)
    return page(request, "desk/plan.html", None, partial=None, **context)


async def _view(
    connection: AsyncConnection, house: House, request: web.Request, made: Made, view: str
) -> dict[str, Any]:
    """What one view needs besides the plan."""
    language, size = language_of(request), plan_view.PAGE
    if view == "decided":
        rows: list[Any] = await plan_decisions.standing(connection, house)
        people, posts = {one.candidate for one in rows}, {one.vacancy for one in rows if one.vacancy}
        lapsed = {one.key for one in made.findings.lapsed}
        return {"rows": rows, "lapsed": lapsed, "cast": await plan_view.cast_of(connection, house, people, posts)}
    if view == "tasks":
        people_left, units_left = await plan_view.tasks_of(connection, house, made, language)
        return {"people_left": people_left, "units_left": units_left}
    if view == "map":
        book = rulebook(house)
        picture, lines = await plan_view.map_of(connection, house, made, book.rules, book.travel, language)
        return {"picture": Markup(picture), "lines": lines}  # noqa: S704  # Drawn by us; names are escaped in it.
    if view == "units":
        rows = plan_view.worst_first(made)
        first = _first(request, len(rows))
        shown = await plan_view.unit_lines(connection, house, rows[first : first + size])
        return {"rows": shown, **_paging(first, len(rows))}
    if view == "second":
        moved = made.findings.body["second"]["moved"]
        first = _first(request, len(moved))
        shown = moved[first : first + size]
        ids = {post for row in shown for post in row[1:] if post}
        names = await plan_view.cast_of(connection, house, {row[0] for row in shown}, ids)
        return {"rows": shown, "cast": names, **_paging(first, len(moved))}
    if view == "changes":
        earlier = await plans.before(connection, made)
        found = difference(earlier, made.plan, made.findings.decisions) if earlier else None
        changes = found.changes if found else ()
        first = _first(request, len(changes))
        part = changes[first : first + size]
        ids = {post for change in part for post in (change.before, change.after) if post}
        names = await plan_view.cast_of(connection, house, {change.candidate_id for change in part}, ids)
        return {"rows": plan_view.moves(part, names, language), "found": found, **_paging(first, len(changes))}
    placed = plan_view.proposals(made)
    first = _first(request, len(placed))
    page_of = placed[first : first + size]
    names = await plan_view.cast_of(
        connection, house, {row.candidate_id for row in page_of}, {row.vacancy_id for row in page_of}
    )
    return {"rows": page_of, "cast": names, **_paging(first, len(placed))}


def _first(request: web.Request, total: int) -> int:
    """Where the page that is asked for begins; what is no place in the list is its beginning."""
    asked = request.query.get("from", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 8 else 0
    return number if number < total else 0


def _paging(first: int, total: int) -> dict[str, int]:
    return {"first": first, "total": total, "size": plan_view.PAGE}


@signed_in("recruiter", "lead")
async def make_plan(request: web.Request) -> web.StreamResponse:
    """POST /desk/plan: has the plan made again, beside the pages."""
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        if await plans.progress(connection, house) is None:
            await plans.ask(connection, house, f"recruiter:{request[RECRUITER].id}")
    raise web.HTTPSeeOther("/desk/plan?did=asked")


@signed_in("recruiter", "lead")
async def show_decision(request: web.Request) -> web.Response:
    """GET /desk/plan/decide: what a decision would change, before anybody has taken it. Looking changes nothing."""
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        return await _decision_page(connection, request, house, _asked(request.query))


async def _decision_page(
    connection: AsyncConnection, request: web.Request, house: House, asked: Asked, *, note: str = ""
) -> web.Response:
    language, made = language_of(request), await plans.latest(connection, house)
    if made is None:
        raise web.HTTPSeeOther("/desk/plan")
    seen, clash = await _consequence(connection, house, made, asked)
    changes = seen.difference.changes if seen else ()
    ids = {post for change in changes for post in (change.before, change.after) if post}
    who, where = asked.decision.candidate, asked.decision.vacancy
    names = await plan_view.cast_of(
        connection,
        house,
        {who, *(change.candidate_id for change in changes)},
        {*ids, *([where] if where else []), *filter(None, [made.where.get(who)])},
    )
    if not names.person(who).there:
        raise web.HTTPNotFound
    return page(
        request,
        "desk/plan_decide.html",
        None,
        partial=None,
        status=422 if note else 200,
        asked=asked,
        person=names.person(who),
        post=names.post(where),
        proposed=names.post(made.where.get(who)),
        seen=seen,
        words=preview_in_words(seen, language) if seen else "",
        rows=plan_view.moves(changes, names, language),
        clash=clash,
        note=note,
        made=made,
        counts=(await counts(connection, house)).navigation,
    )


async def _consequence(
    connection: AsyncConnection, house: House, made: Made, asked: Asked
) -> tuple[Preview | None, bool]:
    """The plan there would be; None when the one there is is too old to ask, and whether the decision cannot be kept."""
    pool = await plans.pool_of(connection, made)
    if pool is None:
        return None, False
    decided = await plan_decisions.standing(connection, house)
    there = plan_decisions.with_one(decided, asked.decision, freed=asked.freed)
    people = set(pool.person)
    openings = {name: post.openings for name, post in pool.posts.items()}
    # What a unit or a candidate ended stays ended; the rest of the forbids are decisions that stand or were taken back.
    own = {(one.candidate, one.vacancy) for one in decided if one.kind == "forbid"}
    tried = frozenset(made.findings.decisions.forbids - own)
    wanted = plan_decisions.settled(there, people, openings, tried)
    if asked.decision.key in {one.key for one in wanted.lapsed} and not asked.freed:
        return None, True
    return await asyncio.to_thread(preview, pool, made.plan, made.findings.decisions, wanted.decisions), False


@signed_in("recruiter", "lead")
async def decide(request: web.Request) -> web.StreamResponse:
    """POST /desk/plan/decide: takes the decision with its reason, and has the plan made again."""
    house, recruiter = request.app[HOUSE], request[RECRUITER]
    form = await request.post()
    asked = _asked(form)
    reason = str(form.get("reason", "")).strip()[:LONGEST_REASON]
    async with house.database.transaction() as connection:
        person = await profile.find_candidacy(connection, house, asked.decision.candidate)
        if person is None:
            raise web.HTTPNotFound
        if not reason and not asked.freed:
            return await _decision_page(connection, request, house, asked, note=danish("Skriv kort hvorfor."))
        await plan_decisions.decide(connection, house, asked.decision, recruiter.id, freed=asked.freed)
        if reason:
            await acts.write_note(connection, house, person, recruiter, reason)
        await plans.ask(connection, house, f"recruiter:{recruiter.id}")
    raise web.HTTPSeeOther(f"/desk/plan?did={'freed' if asked.freed else 'decided'}")


def _asked(fields: Any) -> Asked:
    """The decision an address or a form names. Raises HTTPBadRequest when it names none."""
    kind, who, where = (str(fields.get(name, ""))[:64] for name in ("kind", "candidate", "vacancy"))
    if kind not in {"pin", "forbid", "hold"} or not who or (kind != "hold" and not where):
        raise web.HTTPBadRequest
    return Asked(Decision(cast("Kind", kind), who, "" if kind == "hold" else where), fields.get("freed") == "yes")
