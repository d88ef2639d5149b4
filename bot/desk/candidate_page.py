"""The page of one candidate beside the queue: profile, places, talk, notes and history; looking is all it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import acts, profile, suggested, trail_words
from bot.desk.choices import Choices, choices_from
from bot.desk.fact_words import NEEDED, in_order
from bot.desk.mending import Field, Unclear, field_of
from bot.desk.notices import notice_of
from bot.desk.planned import Planned, map_of, planned_for
from bot.desk.profile import Candidacy, Note, Promised, Said, Talk
from bot.desk.queue import capped
from bot.desk.side import EMPTY, NAMES, Side, Thread, side_of
from bot.desk.suggested import Suggested
from bot.desk.trail_words import Deed
from bot.desk.wording import Wording
from bot.house import HOUSE, House
from bot.pool.rankings import rank_now
from bot.pool.states import SEARCHING
from bot.web.language import language_of
from bot.web.pages import is_partial, render
from bot.web.sessions import RECRUITER, Recruiter, signed_in
from dialogs.facts import PROFILE_FACTS
from wording.language import Language

# What folds out on request: it costs the database something, or is nobody's business until somebody asks.
FOLDS = ("talk", "history", "others", "all", "map")


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact on the page; `said` is None for a needed one nobody has told. authorised: how far its check has come."""

    fact: str
    said: Said | None
    field: Field | None
    check: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything the page of a candidate shows. decided: a recruiter's last decision, as its place in the trail."""

    person: Candidacy
    facts: tuple[FactLine, ...]
    promises: list[Promised]
    suggestions: list[Suggested]
    choices: Choices | None
    notes: list[Note]
    talk: Talk | None
    history: list[Deed] | None
    folds: frozenset[str]
    mend: str
    decided: int
    unclear: Unclear | None = None
    planned: Planned | None = None
    picture: tuple[Markup, list[str]] | None = None

    @property
    def name(self) -> str:
        """The first name, or nothing while nobody told it."""
        return str(self.person.summary.get("first_name") or "")

    @property
    def live(self) -> Suggested | None:
        """The suggestion a unit has before it now."""
        return next((one for one in self.suggestions if one.live), None)

    @property
    def searching(self) -> bool:
        """Whether the search goes on."""
        return self.person.stage in SEARCHING


async def open_candidate(
    connection: AsyncConnection,
    house: House,
    person: Candidacy,
    recruiter: Recruiter,
    language: Language,
    *,
    folds: frozenset[str] = frozenset(),
    mend: str = "",
    unclear: Unclear | None = None,
) -> Opened:
    """Reads all the page needs. Unfolding the talk is written into the trail."""
    said = await profile.standing_answers(connection, person.id)
    earlier = await suggested.of_candidacy(connection, house, person.id)
    choices = planned = picture = None
    if person.stage in SEARCHING:
        shown = await rank_now(connection, house, person.id)
        choices = choices_from(shown, earlier, language)
        planned = await planned_for(connection, house, person.public_id, choices, language)
        picture = map_of(shown, choices, language) if "map" in folds and choices.eligible else None
    talk = None
    if person.holder_id == recruiter.id:
        folds |= {"talk"}  # Whoever holds the talk sits in it.
    if "talk" in folds and person.conversation_id is not None:
        talk = await profile.whole_talk(connection, house, person.conversation_id)
        await acts.log_opening(connection, house, person, recruiter)
    return Opened(
        person=person,
        facts=fact_lines(house, said, language),
        promises=await profile.open_promises(connection, person.id),
        suggestions=earlier,
        choices=choices,
        notes=await profile.notes(connection, person.id),
        talk=talk,
        history=await trail_words.deeds(connection, house, person.id) if "history" in folds else None,
        folds=folds,
        mend=mend,
        decided=await acts.last_decision(connection, person.id),
        unclear=unclear,
        planned=planned,
        picture=picture,
    )


def fact_lines(house: House, said: dict[str, Said], language: Language) -> tuple[FactLine, ...]:
    """Every fact that stands, and those that are needed and missing, in the order of the page."""
    role = said["role"].value if "role" in said else None
    # "Hele byen" stands in the place of areas.
    missing = {fact for fact in NEEDED if fact not in said and not (fact == "areas" and "anywhere" in said)}
    # What the line notes for itself (that the profile was confirmed, say) is not something to mend.
    shown = [fact for fact in said if fact in PROFILE_FACTS or fact.partition(":")[0] in {"authorised", "accepts"}]
    lines = []
    for fact in in_order({*shown, *missing}):
        value = said[fact].value if fact in said else None
        check = ""
        if fact == f"authorised:{role}":
            checked = said.get(f"verified:{role}")
            seen = checked is not None and checked.value is True and checked.said_by.startswith("recruiter:")
            check = "verified" if seen else ("claimed" if value else "none")
        lines.append(FactLine(fact, said.get(fact), field_of(house, fact, value, language), check))
    return tuple(lines)


def folds_of(request: web.Request) -> frozenset[str]:
    """What the address asks to be folded out."""
    return frozenset(request.query.getall("open", [])) & frozenset(FOLDS)


async def the_candidate(connection: AsyncConnection, house: House, request: web.Request) -> Candidacy:
    """The candidacy named in the address. Raises HTTPNotFound."""
    person = await profile.find_candidacy(connection, house, request.match_info["public_id"])
    if person is None:
        raise web.HTTPNotFound
    return person


@signed_in("recruiter", "lead")
async def show_queue(request: web.Request) -> web.Response:
    """GET /desk: the list, and the first candidate of it already open."""
    house, language = request.app[HOUSE], language_of(request)
    async with house.database.transaction() as connection:
        only = request.query.get("only") in {"list", "more"}
        side = await side_of(connection, house, request, counted=not only)
        if only:
            beside = side.beside(request.query.get("beside", ""))
            template = "desk/list.html" if request.query["only"] == "list" else "desk/lines.html"
            return page(request, template, beside, partial=None)
        first = side.page.rows[0].public_id if side.page.rows else ""
        person = await profile.find_candidacy(connection, house, first)
        opened = None
        if person is not None:
            side = side.beside(person.public_id)
            opened = await open_candidate(connection, house, person, request[RECRUITER], language)
        notice = await notice_of(connection, house, request)
    return page(request, "desk/queue.html", side, opened=opened, notice=notice, chosen=False)


@signed_in("recruiter", "lead")
async def show_candidate(request: web.Request) -> web.Response:
    """GET /desk/candidates/{public_id}: one candidate, whole page or only the part beside the list."""
    return await candidate_page(request)


async def candidate_page(request: web.Request, *, status: int = 200, unclear: Unclear | None = None) -> web.Response:
    """The page of the candidate in the address. unclear: what was wrong in the form that was sent; it stays open."""
    house, language = request.app[HOUSE], language_of(request)
    async with house.database.transaction() as connection:
        person = await the_candidate(connection, house, request)
        opened = await open_candidate(
            connection,
            house,
            person,
            request[RECRUITER],
            language,
            folds=folds_of(request),
            mend=unclear.about if unclear else request.query.get("mend", ""),
            unclear=unclear,
        )
        # Beside a list that stays where it is only the candidate is asked for.
        side = None if is_partial(request) else await side_of(connection, house, request, person.public_id)
        notice = await notice_of(connection, house, request)
    return page(request, "desk/queue.html", side, status=status, opened=opened, notice=notice, chosen=True)


def page(
    request: web.Request,
    template: str,
    side: Side | None,
    *,
    partial: str | None = "detail",
    status: int = 200,
    **more: Any,
) -> web.Response:
    """A page of the desk: what every one of them needs, and `more`. side: None when only a part is asked for."""
    context = {
        "side": side,
        "thread": side.thread if side else Thread.of(request),
        "counts": side.counts.navigation if side and side.counts else {},
        "capped": capped,
        "names": NAMES,
        "empty": EMPTY,
        "w": Wording(language_of(request)),
        "now": request.app[HOUSE].now(),
        **more,
    }
    return render(request, template, status=status, partial=partial, **context)
