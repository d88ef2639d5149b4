"""A person suggests a candidate to a unit or takes it back, or the time runs out; the candidate is never lost in it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line import talk as line_talk
from bot.pool.states import LIVE_SUGGESTION
from bot.store.database import enqueue, take_ids
from bot.store.tables import candidacy, conversation, recruiter, suggestion, unit, vacancy
from bot.units import interviews, letters, texts
from bot.units.cases import (
    Case,
    Place,
    Refused,
    back_to_queue,
    constraint_of,
    language_of,
    lock_case,
    lock_talk,
    place,
    read_case,
    read_cases,
    tell,
)
from bot.units.deadlines import deadline_for, renew
from bot.units.hindrances import here_before, hindrance, not_open, someone_first, unexplained
from bot.units.interview import live_of
from bot.units.links import fingerprint, token_of
from bot.units.portrait import fit_of, portrait
from dialogs import notices
from dialogs.spoken import Spoken
from matching import suggestion as life
from wording.language import Language
from wording.times import in_full

CODE_IN_PREVIEW = "####"
LINK_IN_PREVIEW = "https://…/u/…"
OWN_PAGE_IN_PREVIEW = "https://…/e/…"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion on its way to the unit. id: row id; code: what the leader may text back with."""

    id: int
    code: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A suggestion that was taken back."""

    id: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that will be sent, to whom and by when, before a person says yes to it.

    body: the mail in full as plain text, link and code as placeholders. text: the text to the leader's phone, None if
    the unit wants none. promised: by when the candidate hears from us; renewed, candidate_text: the promise that takes
    its place where the unit's time goes beyond it, and what the candidate then reads. best: nobody has to say why;
    otherwise `suggest` needs an `override`. refused: why it would not go through now.
    """

    unit_name: str
    leader_name: str
    email: str
    phone: str | None
    answer_by: datetime
    reason: str
    portrait: str
    subject: str
    body: str
    text: str | None
    promised: datetime | None
    renewed: datetime | None
    candidate_text: str | None
    best: bool
    refused: Refused | None = None


class UnknownVacancyError(LookupError):
    """There is no such vacancy in this house."""


async def preview(
    connection: AsyncConnection, house: House, candidacy_id: int, vacancy_id: int, *, language: Language = "da"
) -> Preview:
    """What `suggest` would send now. Changes nothing. language: of the words of a refusal.

    Raises UnknownVacancyError, and UnknownCandidacyError from the pool.
    """
    to = await _unit_of(connection, house, vacancy_id)
    fit = await fit_of(connection, house, candidacy_id, vacancy_id)
    refused = await hindrance(connection, house, candidacy_id, fit, language)
    due = await deadline_for(connection, house, candidacy_id)
    answer_by = due.answer_by
    reason = fit.reason(to.language) if fit else ""
    about = portrait(fit.candidate, fit.vacancy.district, to.language) if fit else ""
    letter = letters.suggestion_letter(
        house,
        to,
        portrait=about,
        reason=reason,
        answer_by=answer_by,
        link=LINK_IN_PREVIEW,
        code=CODE_IN_PREVIEW,
        own_page=OWN_PAGE_IN_PREVIEW,
    )
    text = None
    if fit and to.wants_text and to.leader_phone:
        text = texts.suggestion_text(house, to, role=fit.vacancy.role, answer_by=answer_by, code=CODE_IN_PREVIEW)
    return Preview(
        unit_name=to.name,
        leader_name=to.leader_name,
        email=to.leader_email,
        phone=to.leader_phone if text else None,
        answer_by=answer_by,
        reason=reason,
        portrait=about,
        subject=letter.subject,
        body=letter.text,
        text=text,
        promised=due.promised,
        renewed=due.renewed,
        candidate_text=await _told(connection, house, candidacy_id, due.renewed),
        best=fit.best if fit else False,
        refused=refused,
    )


async def suggest(
    connection: AsyncConnection,
    house: House,
    *,
    candidacy_id: int,
    vacancy_id: int,
    ranking_id: int | None,
    recruiter_id: int,
    override: str = "",
) -> Suggested | Refused:
    """A recruiter sends the candidate before a unit: mail, and a text if the unit wants one, leave after the commit.

    ranking_id: the ranking the recruiter saw and kept. override: why not the first of it; must be given for another.
    Refused: someone_first (names who), not_ready, gone, not_open, not_eligible, here_before,
    reason_missing, forbidden_words.
    Raises UnknownVacancyError, and UnknownCandidacyError from the pool.
    """
    talk = await lock_talk(connection, candidacy_id)
    language = await _language_of_recruiter(connection, recruiter_id)
    to = await _unit_of(connection, house, vacancy_id)
    fit = await fit_of(connection, house, candidacy_id, vacancy_id)
    refused = await hindrance(connection, house, candidacy_id, fit, language)
    if refused is not None or fit is None:
        return refused or not_open(language)
    refused = await unexplained(connection, fit, ranking_id, override.strip(), language)
    if refused is not None:
        return refused
    now = house.now()
    due = await deadline_for(connection, house, candidacy_id)
    answer_by = due.answer_by
    (number,) = await take_ids(connection, 1)
    row: dict[str, object] = {
        "id": number,
        "employer_id": house.employer.id,
        "candidacy_id": candidacy_id,
        "vacancy_id": vacancy_id,
        "unit_id": to.id,
        "ranking_id": ranking_id,
        "state": "sent",
        "link": fingerprint(token_of(house, number, now)),
        "reason": fit.reason(to.language),
        "override": override.strip(),
        "suggested_by": recruiter_id,
        "proposed_at": now,
        "answer_by": answer_by,
    }
    code = await _insert(connection, house, row)
    if code is None:
        return await someone_first(connection, house, candidacy_id, language) or here_before(language)
    case = await read_case(connection, house, suggestion.c.id == number)
    assert case is not None
    facts = {"ranking": ranking_id, "overridden": bool(override.strip()), "answer_by": answer_by.isoformat()}
    await tell(connection, house, case, f"recruiter:{recruiter_id}", "suggested", **facts)
    await enqueue(connection, house.database, "units.mail", kind="suggestion", id=number)
    await enqueue(connection, house.database, "units.deadline", at=answer_by, suggestion_id=number)
    if to.wants_text and to.leader_phone:
        body = texts.suggestion_text(house, to, role=case.role, answer_by=answer_by, code=code)
        await texts.write(connection, house, to, body)
    await renew(connection, house, candidacy_id, due)
    if talk is not None and (told := await _told(connection, house, candidacy_id, due.renewed)):
        await line_talk.write(connection, house, talk, told)
    await back_to_queue(connection, house, candidacy_id)
    return Suggested(number, code)


async def withdraw(
    connection: AsyncConnection, house: House, *, suggestion_id: int, by: str, reason: str = "recruiter"
) -> Withdrawn | Refused:
    """Takes a live suggestion back, with its interview if there is one; a unit that was written to is told.

    by: who does it ("recruiter:7", "candidate", "line"). Refused: unknown, wrong_state.
    """
    found = await lock_case(connection, house, suggestion_id)
    if found is None:
        return Refused("unknown", "Forslaget findes ikke.")
    case, _ = found
    after = life.transition(case.pure, life.Withdraw(reason), house.now())
    if isinstance(after, life.Refused):
        return Refused("wrong_state", "Forslaget er ikke længere i gang.")
    await close(connection, house, case, state="withdrawn", reason=reason)
    ended = await interviews.cancel_of(connection, house, case.id, by=by)
    await tell(connection, house, case, by, "suggestion_withdrawn", reason=reason)
    if ended is None or ended.state != "agreed":
        # Whoever loses an appointment is told of that; one mail is enough.
        await enqueue(connection, house.database, "units.mail", kind="withdrawn", id=case.id)
    await back_to_queue(connection, house, case.candidacy_id)
    return Withdrawn(case.id)


async def withdraw_all(connection: AsyncConnection, house: House, candidacy_id: int, *, by: str, reason: str) -> int:
    """Takes back whatever is live for a candidacy (it stopped, was erased or was hired). Returns how many."""
    await lock_talk(connection, candidacy_id)
    live = await read_cases(connection, house, suggestion.c.candidacy_id == candidacy_id, LIVE_SUGGESTION)
    for case in live:
        await withdraw(connection, house, suggestion_id=case.id, by=by, reason=reason)
    return len(live)


async def expire(connection: AsyncConnection, house: House, suggestion_id: int) -> bool:
    """Releases the candidate to the queue if the unit's time has run out; does nothing when life moved on.

    Covers the first answer and the new times a unit owes after a candidate could not come. Returns whether it released.
    """
    found = await lock_case(connection, house, suggestion_id)
    if found is None:
        return False
    case, _ = found
    now = house.now()
    if case.state == "sent" and not isinstance(life.transition(case.pure, life.Expire(), now), life.Refused):
        await close(connection, house, case, state="expired", reason="no_answer")
    elif await owes_times(connection, house, case) and now >= case.answer_by:
        # The unit wanted to meet but let the candidate wait: its yes stands in the record, the candidate is free.
        await close(connection, house, case, state="accepted", reason="no_new_times")
    else:
        return False
    await tell(connection, house, case, "line", "suggestion_expired", was=case.state)
    await back_to_queue(connection, house, case.candidacy_id)
    return True


async def close(connection: AsyncConnection, house: House, case: Case, *, state: life.State, reason: str) -> None:
    """Ends a suggestion and frees its code and its candidate. The caller has locked the case and tells the trail."""
    await connection.execute(
        update(suggestion)
        .where(suggestion.c.id == case.id)
        .values(state=state, decline_reason=reason, released_at=house.now())
    )


async def owes_times(connection: AsyncConnection, house: House, case: Case) -> bool:
    """Whether the unit has said yes but no interview is planned: its page then asks for new times."""
    return case.state == "accepted" and case.released_at is None and (await live_of(connection, house, case.id)) is None


async def _told(
    connection: AsyncConnection, house: House, candidacy_id: int, renewed: datetime | None
) -> Spoken | None:
    """What the candidate reads when a promise is put off; None if it is not. Nothing of it tells that a unit was asked."""
    if renewed is None:
        return None
    row = (
        await connection.execute(
            select(candidacy.c.summary, conversation.c.language)
            .join(conversation, conversation.c.candidacy_id == candidacy.c.id)
            .where(candidacy.c.id == candidacy_id)
            .order_by(conversation.c.last_inbound_at.desc().nulls_last())
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return None
    name = str((row.summary or {}).get("first_name") or "")
    return notices.TAKES_LONGER.told(row.language, name=name, due=in_full(house.local(renewed), row.language))


async def _unit_of(connection: AsyncConnection, house: House, vacancy_id: int) -> Place:
    row = (
        await connection.execute(
            select(unit)
            .join(vacancy, vacancy.c.unit_id == unit.c.id)
            .where(vacancy.c.id == vacancy_id, vacancy.c.employer_id == house.employer.id)
        )
    ).one_or_none()
    if row is None:
        raise UnknownVacancyError(f"there is no vacancy {vacancy_id}")
    return place(house, row._mapping)


async def _language_of_recruiter(connection: AsyncConnection, recruiter_id: int) -> Language:
    return language_of(await connection.scalar(select(recruiter.c.language).where(recruiter.c.id == recruiter_id)))


async def _insert(connection: AsyncConnection, house: House, row: dict[str, object]) -> str | None:
    """Inserts under a code no live suggestion has. None if the database says that somebody else was first."""
    taken = set(
        await connection.scalars(
            select(suggestion.c.code).where(
                suggestion.c.employer_id == house.employer.id, suggestion.c.released_at.is_(None)
            )
        )
    )
    while True:
        free = [code for number in range(1000, 10000) if (code := str(number)) not in taken]
        code = secrets.choice(free)
        try:
            async with connection.begin_nested():
                await connection.execute(suggestion.insert().values(**row, code=code))
        except IntegrityError as error:
            if constraint_of(error) == "uq_suggestion_live":
                return None
            if constraint_of(error) != "uq_suggestion_code":
                raise
            taken.add(code)  # Another transaction took it between the look and the insert.
        else:
            return code
