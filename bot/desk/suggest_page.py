"""Suggesting a candidate: first everything that would be sent, in full, to whom and by when; then a person says yes."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import suggested
from bot.desk.acts_page import next_address
from bot.desk.candidate_page import page, the_candidate
from bot.desk.choices import Choice, Choices, choices_from
from bot.desk.profile import Candidacy
from bot.desk.side import Thread, side_of
from bot.house import HOUSE, House
from bot.pool import rankings
from bot.pool.rankings import Shown
from bot.units import suggestions
from bot.units.cases import Refused, lock_talk
from bot.units.deadlines import Deadline, deadline_for
from bot.units.hindrances import someone_first
from bot.units.suggestions import Preview
from bot.web.language import danish, language_of
from bot.web.pages import is_partial, words
from bot.web.sessions import RECRUITER, signed_in
from dialogs.reading.masking import find_cpr, mask_cpr
from wording.language import Language, pick

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Proposal:
    """A choice with its preview. seen: the ranking and the deadlines when they were shown, so that a change is noticed.

    instead_of: the vacancy that ranks first, when this is another. words: why it did not go through, if it did not.
    """

    person: Candidacy
    choice: Choice
    preview: Preview
    seen: str
    instead_of: Choice | None
    reason: str
    words: str = ""

    @property
    def name(self) -> str:
        """The candidate's first name, or nothing."""
        return str(self.person.summary.get("first_name") or "")


def digest(shown: Shown) -> str:
    """A short name for exactly this ranking."""
    return sha256(shown.ranking.to_bytes()).hexdigest()[:16]


def mark_of(due: Deadline) -> str:
    """A short name for the unit's deadline and the candidate's new promise, as a form keeps them."""
    return f"{due.answer_by:%Y%m%d%H%M}-{due.renewed:%Y%m%d%H%M}" if due.renewed else f"{due.answer_by:%Y%m%d%H%M}"


@signed_in("recruiter", "lead")
async def show_preview(request: web.Request) -> web.Response:
    """GET .../suggest?vacancy=: what would be sent. Changes nothing."""
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        person = await the_candidate(connection, house, request)
        return await _preview_page(request, connection, person, request.query.get("vacancy", ""))


@signed_in("recruiter", "lead")
async def suggest(request: web.Request) -> web.StreamResponse:
    """POST .../suggest: it is sent, the ranking it was chosen from is kept, and the next candidate opens.

    Whoever comes second is told first of all who was first, when and for which unit; nothing else matters then. Nothing
    is sent but what was shown: neither from another ranking nor with another deadline.
    """
    house, thread, form = request.app[HOUSE], Thread.of(request), await request.post()
    vacancy, reason = str(form.get("vacancy", "")), str(form.get("reason", "")).strip()[:LONGEST_REASON]
    async with house.database.transaction() as connection:
        person = await the_candidate(connection, house, request)
        await lock_talk(connection, person.id)
        first = await someone_first(connection, house, person.id, language_of(request))
        if first is not None:
            return await _preview_page(request, connection, person, vacancy, reason=mask_cpr(reason), note=first.words)
        if find_cpr(reason):
            note = pick(
                language_of(request),
                "Der står et CPR-nummer i begrundelsen. Det må ikke gemmes: skriv den uden.",
                "There is a CPR number in the reason. It must not be kept: write it without.",
            )
            return await _preview_page(request, connection, person, vacancy, reason=mask_cpr(reason), note=note)
        shown = await rankings.rank_now(connection, house, person.id)
        if vacancy not in shown.row_ids:
            note = words(request, danish("Stillingen er lukket, siden du så den. Vælg et andet sted."))
            return await _preview_page(request, connection, person, vacancy, reason=reason, note=note)
        ranking_seen, _, deadlines_seen = str(form.get("seen", "")).partition(" ")
        if ranking_seen != digest(shown):
            note = words(
                request,
                danish("Rangeringen er ændret, siden du så den. Se den igennem, og send igen, hvis den holder."),
            )
            return await _preview_page(request, connection, person, vacancy, reason=reason, note=note)
        if deadlines_seen != mark_of(await deadline_for(connection, house, person.id)):
            note = words(request, danish("Fristerne er rykket, siden du så dem. Se dem igennem, og send igen."))
            return await _preview_page(request, connection, person, vacancy, reason=reason, note=note)
        # A refusal takes the kept ranking back with it: only what a person acted on is stored.
        savepoint = await connection.begin_nested()
        ranking_id = await rankings.keep(connection, house, person.id, shown)
        sent = await suggestions.suggest(
            connection,
            house,
            candidacy_id=person.id,
            vacancy_id=shown.row_ids[vacancy],
            ranking_id=ranking_id,
            recruiter_id=request[RECRUITER].id,
            override=reason,
        )
        if isinstance(sent, Refused):
            await savepoint.rollback()
            return await _preview_page(request, connection, person, vacancy, reason=reason, note=sent.words)
        await savepoint.commit()
        told = {"did": "suggested", "who": person.public_id, "code": sent.code}
        target = await next_address(connection, house, thread, person, **told)
    raise web.HTTPSeeOther(target)


async def _preview_page(
    request: web.Request,
    connection: AsyncConnection,
    person: Candidacy,
    vacancy: str,
    *,
    reason: str = "",
    note: str = "",
) -> web.Response:
    house, language = request.app[HOUSE], language_of(request)
    shown = await rankings.rank_now(connection, house, person.id)
    first = await someone_first(connection, house, person.id, language)
    proposal = await proposal_of(connection, house, person, shown, vacancy, language, reason=reason, note=note)
    side = None if is_partial(request) else await side_of(connection, house, request, person.public_id)
    return page(
        request,
        "desk/suggest.html",
        side,
        status=409 if note or proposal is None else 200,
        proposal=proposal,
        person=person,
        note=first.words if first else note,
        notice=None,
        chosen=True,
    )


async def proposal_of(
    connection: AsyncConnection,
    house: House,
    person: Candidacy,
    shown: Shown,
    vacancy: str,
    language: Language,
    *,
    reason: str = "",
    note: str = "",
) -> Proposal | None:
    """What would be sent for one vacancy; None if it is closed or does not fit."""
    choices = choices_from(shown, await suggested.of_candidacy(connection, house, person.id), language)
    choice = choices.find(vacancy)
    if choice is None:
        return None
    preview = await suggestions.preview(connection, house, person.id, shown.row_ids[vacancy], language=language)
    refused = preview.refused.words if preview.refused else ""
    return Proposal(
        person=person,
        choice=choice,
        preview=preview,
        seen=f"{digest(shown)} {mark_of(Deadline(preview.answer_by, preview.promised, preview.renewed))}",
        instead_of=None if preview.best else choices.eligible[0],
        reason=reason or _ready_reason(choices, choice, language),
        words=note or refused,
    )


def _ready_reason(choices: Choices, choice: Choice, language: Language) -> str:
    """When all that rank higher have answered already, that is the reason, and nobody needs to write it."""
    above = choices.eligible[: choice.place - 1]
    if not above or any(other.earlier is None for other in above):
        return ""
    names = ", ".join(dict.fromkeys(other.unit_name for other in above))
    return f"{names} har allerede svaret." if language == "da" else f"{names} already answered."
