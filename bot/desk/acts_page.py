"""What recruiters do to a candidate by a form: every one a POST, a transaction, and a next page that says what happened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import acts, mending, trail_words
from bot.desk.candidate_page import candidate_page, folds_of, the_candidate
from bot.desk.mending import Unclear
from bot.desk.profile import Candidacy
from bot.desk.queue import cursor_of, next_in_line
from bot.desk.side import Thread
from bot.desk.suggested import by_code
from bot.house import HOUSE, House
from bot.line import facts
from bot.line import talk as line_talk
from bot.privacy import reopening
from bot.units import aftermath, suggestions
from bot.units.cases import Refused, lock_talk
from bot.web.language import danish, language_of
from bot.web.pages import words
from bot.web.sessions import RECRUITER, Recruiter, signed_in
from dialogs import notices
from dialogs.spoken import Spoken
from wording.language import Language
from wording.times import day_in_full
from wording.work import ROLES

LONGEST_NOTE = 4000
LONGEST_WAIT = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Desk:
    """One act under way: who does it to whom, in whose transaction, and what the form said."""

    connection: AsyncConnection
    house: House
    person: Candidacy
    recruiter: Recruiter
    form: Any

    def text(self, name: str, *, longest: int = LONGEST_NOTE) -> str:
        """A field's text without the space around it; what is longer than `longest` is cut."""
        return str(self.form.get(name, "")).strip()[:longest]


# What an act came to: the code of the notice (then the next candidate opens, or this one stays), or what was unclear.
Ended = tuple[str, bool] | Unclear
NEXT, STAY = True, False


def act(
    work: Callable[[Desk, web.Request], Awaitable[Ended]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler around an act: the candidate is found, the act commits, and the browser is sent on to what follows."""

    @signed_in("recruiter", "lead")
    async def handler(request: web.Request) -> web.StreamResponse:
        house, thread = request.app[HOUSE], Thread.of(request)
        async with house.database.transaction() as connection:
            # Locked as everybody locks, then read again: two recruiters decide one after the other, never at once.
            await lock_talk(connection, (await the_candidate(connection, house, request)).id)
            person = await the_candidate(connection, house, request)
            desk = Desk(connection, house, person, request[RECRUITER], await request.post())
            ended = await _somebody_first(desk, request) or await work(desk, request)
            target = ""
            if not isinstance(ended, Unclear):
                target = await _onward(desk, thread, *ended, folds=sorted(folds_of(request)))
        if isinstance(ended, Unclear):
            return await candidate_page(request, status=422, unclear=ended)
        raise web.HTTPSeeOther(target)

    handler.__doc__ = work.__doc__
    return handler


async def _somebody_first(desk: Desk, request: web.Request) -> Unclear | None:
    """What a colleague decided since this form was shown; None for forms that decide nothing, or when nobody did."""
    seen = desk.text("seen")[:18]  # No trail is longer than eighteen digits can count.
    if not seen.isdecimal() or int(seen) >= await acts.last_decision(desk.connection, desk.person.id):
        return None
    own = f"recruiter:{desk.recruiter.id}"
    for deed in await trail_words.deeds(desk.connection, desk.house, desk.person.id):
        if deed.position > int(seen) and deed.verb in acts.DECISIONS and deed.actor != own:
            language = language_of(request)
            line = danish(
                "{name} var først: {name} {what}. Se kandidaten igennem, og gør det igen, hvis det skal være."
            )
            what = trail_words.sentence(deed, language)
            return Unclear(words(request, line, name=trail_words.actor(deed, language), what=what), "first")
    return None


async def _onward(desk: Desk, thread: Thread, did: str, on: bool, *, folds: list[str]) -> str:
    told = {"did": did, "who": desk.person.public_id}
    if not on:
        return thread.candidate(desk.person.public_id, open=folds, **told)
    return await next_address(desk.connection, desk.house, thread, desk.person, **told)


async def next_address(
    connection: AsyncConnection, house: House, thread: Thread, person: Candidacy, **told: str
) -> str:
    """The page that follows a decision on a candidate: the next in the same group, or the group's empty page."""
    place = cursor_of(person.due_at, person.public_id)
    following = await next_in_line(connection, house, group=thread.group, after=place, other_than=person.public_id)
    plain = Thread(thread.group)
    return plain.candidate(following, **told) if following else plain.address(**told)


@act
async def mend(desk: Desk, request: web.Request) -> Ended:
    """POST .../facts: a fact as a recruiter knows it."""
    fact = desk.text("fact")
    if desk.form.get("forget"):
        await facts.correct(desk.connection, desk.house, desk.person.id, fact, None, desk.recruiter.id)
        return "mended", STAY
    value = mending.read_value(desk.house, fact, desk.form, language_of(request))
    if isinstance(value, Unclear):
        return Unclear(value.words, fact)
    try:
        await facts.correct(desk.connection, desk.house, desk.person.id, fact, value, desk.recruiter.id)
    except facts.UnknownFactError as error:
        raise web.HTTPBadRequest from error
    return "mended", STAY


@act
async def check(desk: Desk, request: web.Request) -> Ended:
    """POST .../authorisation: what the public register says about a role."""
    role = desk.text("role")
    if role not in ROLES:
        raise web.HTTPBadRequest
    seen = desk.text("seen") == "yes"
    await acts.check_authorisation(desk.connection, desk.house, desk.person, desk.recruiter, role, seen)
    return "checked", STAY


@act
async def note(desk: Desk, request: web.Request) -> Ended:
    """POST .../notes."""
    body = desk.text("body")
    if not body:
        return Unclear(words(request, danish("Skriv noget i noten først.")), "note")
    masked = await acts.write_note(desk.connection, desk.house, desk.person, desk.recruiter, body)
    return "noted_without_cpr" if masked else "noted", STAY


@act
async def park(desk: Desk, request: web.Request) -> Ended:
    """POST .../park: until a day, with a reason; with `tell` the candidate is promised that day by text."""
    until, reason = _future_day(desk, desk.text("until")), desk.text("reason")
    if until is None:
        return Unclear(words(request, danish("Vælg en dag efter i dag og inden for et år.")), "park")
    if not reason:
        return Unclear(words(request, danish("Skriv med få ord, hvorfor kandidaten skal vente.")), "park")
    masked = await acts.park(desk.connection, desk.house, desk.person, desk.recruiter, until, reason)
    if desk.form.get("tell"):
        await _promise(desk, until)
    return "parked_without_cpr" if masked else "parked", NEXT


@act
async def resume(desk: Desk, request: web.Request) -> Ended:
    """POST .../resume: back into the queue before the day."""
    await acts.resume(desk.connection, desk.house, desk.person, desk.recruiter)
    return "resumed", STAY


@act
async def promise(desk: Desk, request: web.Request) -> Ended:
    """POST .../promise: what was promised is kept (how), or a new day is promised by text."""
    how = desk.text("how")
    if how in {"call", "message"}:
        await acts.keep_promises(desk.connection, desk.house, desk.person, desk.recruiter, how)
        return "kept", STAY
    until = _future_day(desk, desk.text("until"))
    if until is None:
        return Unclear(words(request, danish("Vælg en dag efter i dag og inden for et år.")), "promise")
    await _promise(desk, until)
    return "promised", NEXT


@act
async def settle(desk: Desk, request: web.Request) -> Ended:
    """POST .../settle: what asked for a person has been seen to."""
    await acts.settle_need(desk.connection, desk.house, desk.person, desk.recruiter)
    return "settled", STAY


@act
async def end(desk: Desk, request: web.Request) -> Ended:
    """POST .../end: hired or withdrawn, said by a person."""
    how = desk.text("end")
    if how == "hired":
        await acts.end_search(desk.connection, desk.house, desk.person, desk.recruiter, "hired")
    elif how == "withdrawn":
        await acts.end_search(desk.connection, desk.house, desk.person, desk.recruiter, "withdrawn")
    else:
        raise web.HTTPBadRequest
    return how, NEXT


@act
async def conclude(desk: Desk, request: web.Request) -> Ended:
    """POST .../conclude: the interview led to a job, did not, or nobody came; then the candidate is in the queue again."""
    code, hired = desk.text("code"), desk.text("hired") == "yes"
    suggestion = await by_code(desk.connection, desk.house, desk.person.id, code)
    if suggestion is None or suggestion.interview_id is None:
        raise web.HTTPNotFound
    if hired:
        await acts.end_search(desk.connection, desk.house, desk.person, desk.recruiter, "hired")
        return "hired", NEXT
    outcome: aftermath.Outcome = "no_show" if desk.text("hired") == "absent" else "not_hired"
    by = f"recruiter:{desk.recruiter.id}"
    ended = await aftermath.conclude(desk.connection, desk.house, suggestion.interview_id, by=by, outcome=outcome)
    if isinstance(ended, Refused):
        return Unclear(ended.words, "conclude")
    return "resumed", STAY


@act
async def reopen(desk: Desk, request: web.Request) -> Ended:
    """POST .../reopen: the search goes on after all: it ended by a slip, or the candidate asked for it (how)."""
    ended = await reopening.reopen(
        desk.connection,
        desk.house,
        desk.person.id,
        recruiter_id=desk.recruiter.id,
        asked=desk.text("asked") or None,
        language=language_of(request),
    )
    return Unclear(ended.words, "reopen") if isinstance(ended, Refused) else ("reopened", STAY)


@act
async def withdraw(desk: Desk, request: web.Request) -> Ended:
    """POST .../withdraw: a suggestion is taken back while nobody has acted on it, or later by choice."""
    suggestion = await by_code(desk.connection, desk.house, desk.person.id, desk.text("code"))
    if suggestion is None:
        raise web.HTTPNotFound
    by = f"recruiter:{desk.recruiter.id}"
    taken_back = await suggestions.withdraw(desk.connection, desk.house, suggestion_id=suggestion.id, by=by)
    if isinstance(taken_back, Refused):
        return Unclear(taken_back.words, "withdraw")
    return "withdrawn_suggestion", STAY


def promise_text(person: Candidacy, until: date) -> Spoken:
    """What a candidate reads when a new day is promised, in the language of their talk."""
    language: Language = "da" if person.language in {None, "da"} else "en"
    name = str(person.summary.get("first_name") or "")
    return notices.NEW_PROMISE.told(language, name=name, day=day_in_full(until, language))


async def _promise(desk: Desk, until: date) -> None:
    due = acts.at_noon(desk.house, until)
    await acts.promise_anew(desk.connection, desk.house, desk.person, desk.recruiter, due)
    if desk.person.conversation_id is not None:
        body = promise_text(desk.person, until)
        author = f"recruiter:{desk.recruiter.id}"
        await line_talk.write(
            desk.connection, desk.house, desk.person.conversation_id, body, author=author, keeps=False
        )


def _future_day(desk: Desk, written: str) -> date | None:
    today = desk.house.local(desk.house.now()).date()
    try:
        until = date.fromisoformat(written)
    except ValueError:
        return None
    return until if today < until <= today + LONGEST_WAIT else None
