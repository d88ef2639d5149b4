"""A unit decides: yes with times, no with a reason, or its last answer back. The page and the text both end here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.states import LIVE_SUGGESTION
from bot.store.database import enqueue
from bot.store.tables import candidacy, suggestion
from bot.units import interviews
from bot.units.cases import Case, Refused, back_to_queue, lock_case, read_cases, tell
from bot.units.interview import live_of
from bot.units.outcomes import NOT_SAID
from bot.units.suggestions import owes_times
from bot.units.times import trouble_with, trouble_words
from matching import suggestion as life
from wording.gsm import plain
from wording.language import Language, pick

LONGEST_PLACE = 60  # Characters; the candidate reads place and name in one text with everything else.
LONGEST_NAME = 40
_ADDRESS_OF_WEB = re.compile(r"https?:|www\.|\w\.(?:dk|com|eu|org|net)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the unit decided. undo_until: how long it can be taken back, UTC."""

    suggestion_id: int
    answer: str  # yes, no, undone.
    undo_until: datetime


async def say_yes(
    connection: AsyncConnection,
    house: House,
    suggestion_id: int,
    *,
    times: Sequence[datetime],
    place: str = "",
    meets: str = "",
    how: str,
) -> Decided | Refused:
    """The unit wants to meet, at one of up to three times; the candidate is offered them when the first moments passed.

    Also takes the new times of a unit whose first ones did not suit. A repeat of the same yes is answered alike.
    how: link, text or desk. Refused: unknown, times, place, too_late, answered, gone, ended.
    """
    found = await lock_case(connection, house, suggestion_id)
    if found is None:
        return _unknown()
    case, _ = found
    language, now = case.unit.language, house.now()
    meeting = await live_of(connection, house, case.id)
    undo_until = now + house.settings.undo_window
    if meeting is not None:
        same = set(meeting.times) == set(times)
        return Decided(case.id, "yes", undo_until) if same else _answered(language)
    refused = await _unfit(connection, case, language) or _unclear(house, times, place, meets, language)
    if refused is not None:
        return refused
    again = case.state == "accepted" and case.released_at is None
    if not again:
        after = life.transition(case.pure, life.Accept(), now)
        if isinstance(after, life.Refused):
            return _refused(case, after)
    await connection.execute(
        update(suggestion)
        .where(suggestion.c.id == case.id)
        .values(state="accepted", answered_at=now, answered_how=how, decline_reason=None)
    )
    planned = await interviews.plan(
        connection, house, case, times=times, place=plain(place.strip()), meets=plain(meets.strip())
    )
    if isinstance(planned, Refused):
        return planned
    verb = "unit_gave_new_times" if again else "unit_said_yes"
    await tell(connection, house, case, f"unit:{case.unit.id}", verb, interview=planned, how=how, times=len(times))
    await back_to_queue(connection, house, case.candidacy_id)
    return Decided(case.id, "yes", undo_until)


async def say_no(
    connection: AsyncConnection, house: House, suggestion_id: int, *, reason: str, how: str
) -> Decided | Refused:
    """The unit says no; the candidate hears nothing of it and is back in the queue at once, with the code beside.

    Also takes the no of a unit that said yes, was asked for other times and would rather not meet after all.
    reason: a code of matching.suggestion.DECLINE_REASONS, or `not_said`; a later no may add the code that was not said.
    Refused: unknown, unknown_reason, too_late, answered, ended.
    """
    found = await lock_case(connection, house, suggestion_id)
    if found is None:
        return _unknown()
    case, _ = found
    now = house.now()
    undo_until = (case.answered_at or now) + house.settings.undo_window
    if case.state == "declined" and case.decline_reason == reason:
        return Decided(case.id, "no", undo_until)
    if case.state == "declined" and case.decline_reason == NOT_SAID and reason in life.DECLINE_REASONS:
        await connection.execute(update(suggestion).where(suggestion.c.id == case.id).values(decline_reason=reason))
        await tell(connection, house, case, f"unit:{case.unit.id}", "unit_gave_reason", reason=reason)
        return Decided(case.id, "no", undo_until)
    # The life of a suggestion wants a code; "NEJ 4711" alone is a no all the same and is kept as one.
    known = reason if reason != NOT_SAID else next(iter(life.DECLINE_REASONS))
    # A unit that owes new times is asked anew, as if it had not answered yet.
    asked = replace(case.pure, state="sent") if await owes_times(connection, house, case) else case.pure
    after = life.transition(asked, life.Decline(known), now)
    if isinstance(after, life.Refused):
        return _refused(case, after)
    await connection.execute(
        update(suggestion)
        .where(suggestion.c.id == case.id)
        .values(state="declined", answered_at=now, answered_how=how, decline_reason=reason, released_at=now)
    )
    await tell(connection, house, case, f"unit:{case.unit.id}", "unit_said_no", reason=reason, how=how)
    await back_to_queue(connection, house, case.candidacy_id)
    return Decided(case.id, "no", now + house.settings.undo_window)


async def undo(connection: AsyncConnection, house: House, suggestion_id: int, *, how: str) -> Decided | Refused:
    """The unit takes its answer back and may answer anew; a deadline that is near moves so that there is time for it.

    A candidate who had been offered the times is told kindly, by the dialog.
    Refused: unknown, wrong_state, undo_over, agreed (call instead), candidate_taken.
    """
    found = await lock_case(connection, house, suggestion_id)
    if found is None:
        return _unknown()
    case, _ = found
    language, now = case.unit.language, house.now()
    meeting = await live_of(connection, house, case.id)
    if meeting is not None and meeting.state == "agreed":
        words = pick(
            language,
            f"Samtalen er allerede aftalt med kandidaten. Ring til os på {house.employer.phone}.",
            f"The interview is already agreed with the candidate. Call us on {house.employer.phone}.",
        )
        return Refused("agreed", words)
    others = await read_cases(connection, house, suggestion.c.candidacy_id == case.candidacy_id, LIVE_SUGGESTION)
    before = {str(one.id): one.pure for one in [*others, case]}
    after = life.step(before, str(case.id), life.Undo(house.settings.undo_window), now)
    if isinstance(after, life.Refused):
        return _refused(case, after)
    if (refused := await _unfit(connection, case, language)) is not None:
        return refused
    was = case.state
    answer_by = max(case.answer_by, now + house.settings.undo_window)
    await connection.execute(
        update(suggestion)
        .where(suggestion.c.id == case.id)
        .values(
            state="sent",
            answered_at=None,
            answered_how=None,
            decline_reason=None,
            released_at=None,
            answer_by=answer_by,
        )
    )
    if answer_by > case.answer_by:
        await enqueue(connection, house.database, "units.deadline", at=answer_by, suggestion_id=case.id)
    actor = f"unit:{case.unit.id}"
    await interviews.cancel_of(connection, house, case.id, by=actor)
    await tell(connection, house, case, actor, "unit_took_answer_back", was=was, how=how)
    await back_to_queue(connection, house, case.candidacy_id)
    return Decided(case.id, "undone", now)


def undo_until(house: House, case: Case) -> datetime | None:
    """Until when the unit's answer can be taken back; None if there is none or the time is over."""
    if case.answered_at is None or case.state not in {"accepted", "declined"}:
        return None
    if case.state == "accepted" and case.released_at is not None:
        return None
    until = case.answered_at + house.settings.undo_window
    return until if house.now() <= until else None


async def _unfit(connection: AsyncConnection, case: Case, language: Language) -> Refused | None:
    stage = await connection.scalar(select(candidacy.c.stage).where(candidacy.c.id == case.candidacy_id))
    if stage == "confirmed":
        return None
    words = pick(
        language,
        "Kandidaten søger ikke mere. I skal ikke gøre noget.",
        "The candidate is no longer looking. There is nothing for you to do.",
    )
    return Refused("gone", words)


def _unclear(house: House, times: Sequence[datetime], place: str, meets: str, language: Language) -> Refused | None:
    trouble = trouble_with([house.local(moment) for moment in times], house.local(house.now()))
    if trouble is not None:
        return Refused("times", trouble_words(trouble, language))
    return trouble_with_words(place, LONGEST_PLACE, language) or trouble_with_words(meets, LONGEST_NAME, language)


def trouble_with_words(text: str, longest: int, language: Language) -> Refused | None:
    """Why a line the candidate will read cannot be sent in a text; None if it can."""
    if len(text.strip()) > longest:
        words = pick(language, f"Skriv det med højst {longest} tegn.", f"Use at most {longest} characters.")
        return Refused("place", words)
    if not text.isprintable():
        words = pick(
            language, "Skriv det på én linje uden særlige tegn.", "Write it on one line, without control signs."
        )
        return Refused("place", words)
    if _ADDRESS_OF_WEB.search(text):
        words = pick(
            language,
            "Webadresser kan ikke sendes i en sms. Skriv vej og nummer.",
            "Web addresses cannot go in a text. Write street and number.",
        )
        return Refused("place", words)
    return None


def _unknown() -> Refused:
    return Refused("unknown", "Forslaget findes ikke.")


def _answered(language: Language) -> Refused:
    words = pick(language, "Der er allerede svaret på forslaget.", "The suggestion has already been answered.")
    return Refused("answered", words)


def _refused(case: Case, refused: life.Refused) -> Refused:
    """The rules' refusal in the unit's words."""
    language = case.unit.language
    match refused.reason:
        case "too_late":
            words = pick(
                language,
                "Fristen er gået, og kandidaten er givet videre.",
                "The deadline has passed and the candidate has moved on.",
            )
        case "undo_over":
            words = pick(
                language, "Det er for sent at fortryde. Ring til os.", "It is too late to undo. Please call us."
            )
        case "candidate_taken":
            words = pick(
                language,
                "Kandidaten er allerede givet videre til et andet sted.",
                "The candidate has already moved on to another place.",
            )
        case "unknown_reason":
            words = pick(language, "Vælg en grund.", "Choose a reason.")
        case _ if case.state in {"accepted", "declined"}:
            return _answered(language)
        case _:
            words = pick(language, "Forslaget er ikke længere i gang.", "The suggestion is no longer open.")
            return Refused("ended", words)
    return Refused(refused.reason, words)
