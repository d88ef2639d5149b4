"""A suggestion with all that an act on it needs, locked in the order in which every act locks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, RowMapping, Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.places import town_of
from bot.store.database import notify
from bot.store.tables import candidacy, conversation, suggestion, unit, vacancy
from bot.store.trail import Happening, record
from matching import suggestion as life
from wording.language import Language


@dataclass(frozen=True, slots=True)
class Refused:
    """An act that does not fit. code: for the caller to decide by; words: for the person who tried."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as this room writes to it."""

    id: int
    public_id: str
    name: str
    street: str
    postcode: str
    town: str
    leader_name: str
    leader_email: str
    leader_phone: str | None
    wants_text: bool
    language: Language

    @property
    def address(self) -> str:
        """ "Prøvevej 4, 2300 København S", as far as it is known."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.town}".strip()) if part)


@dataclass(frozen=True, slots=True)
class Case:
    """One suggestion: a candidacy before a unit, and where it stands. All ids are row ids of this house."""

    id: int
    candidacy_id: int
    vacancy_id: int
    ranking_id: int | None
    state: life.State
    code: str
    reason: str
    suggested_by: int
    proposed_at: datetime
    sent_at: datetime | None
    answer_by: datetime
    answered_at: datetime | None
    decline_reason: str | None
    released_at: datetime | None
    role: str
    unit: Place

    @property
    def pure(self) -> life.Suggestion:
        """The same, as the rules of its life know it."""
        return life.Suggestion(
            id=str(self.id),
            candidate_id=str(self.candidacy_id),
            unit_id=str(self.unit.id),
            state=self.state,
            answer_by=self.answer_by,
            answered_at=self.answered_at,
            reason=self.decline_reason,
            concluded=self.state == "accepted" and self.released_at is not None,
        )

    @property
    def live(self) -> bool:
        """Whether the candidate is still before this unit."""
        return self.pure.live


def constraint_of(error: IntegrityError) -> str | None:
    """The name of the constraint that spoke."""
    return getattr(getattr(error.orig, "diag", None), "constraint_name", None)


def language_of(code: str | None) -> Language:
    """A stored language as the two this room writes."""
    return "en" if code == "en" else "da"


async def lock_talk(connection: AsyncConnection, candidacy_id: int) -> int | None:
    """Locks the candidacy's conversations, the first thing every act does, so that two people never act at once.

    Returns the conversation written in last, or None for a candidacy without one; then the candidacy itself is locked.
    """
    found = (
        await connection.execute(
            select(conversation.c.id, conversation.c.last_inbound_at)
            .where(conversation.c.candidacy_id == candidacy_id)
            .order_by(conversation.c.id)
            .with_for_update()
        )
    ).all()
    if not found:
        await connection.execute(select(candidacy.c.id).where(candidacy.c.id == candidacy_id).with_for_update())
        return None
    written = [row for row in found if row.last_inbound_at is not None]
    return int(max(written, key=lambda row: (row.last_inbound_at, row.id)).id if written else found[-1].id)


async def lock_case(connection: AsyncConnection, house: House, suggestion_id: int) -> tuple[Case, int | None] | None:
    """The suggestion as it stands once its conversation is locked, and that conversation; None if unknown."""
    owner = await connection.scalar(
        select(suggestion.c.candidacy_id).where(
            suggestion.c.id == suggestion_id, suggestion.c.employer_id == house.employer.id
        )
    )
    if owner is None:
        return None
    talk = await lock_talk(connection, owner)
    case = await read_case(connection, house, suggestion.c.id == suggestion_id)
    return None if case is None else (case, talk)


async def read_case(connection: AsyncConnection, house: House, *conditions: Any) -> Case | None:
    """The one suggestion of this house that meets the conditions; None if there is none."""
    row = (await connection.execute(_cases(house).where(*conditions))).one_or_none()
    return None if row is None else _case(house, row)


async def read_cases(connection: AsyncConnection, house: House, *conditions: Any) -> list[Case]:
    """All suggestions of this house that meet the conditions, oldest first."""
    return [
        _case(house, row)
        for row in await connection.execute(_cases(house).where(*conditions).order_by(suggestion.c.id))
    ]


async def read_unit(connection: AsyncConnection, house: House, unit_id: int) -> Place | None:
    """A unit of this house; None if unknown."""
    row = (
        await connection.execute(select(unit).where(unit.c.id == unit_id, unit.c.employer_id == house.employer.id))
    ).one_or_none()
    return None if row is None else place(house, row._mapping)


def place(house: House, row: RowMapping) -> Place:
    """A row of the table `unit` as a Place."""
    return Place(
        id=row["id"],
        public_id=row["public_id"],
        name=row["name"],
        street=row["street"],
        postcode=row["postcode"],
        town=town_of(house.files, row["postcode"]),
        leader_name=row["leader_name"],
        leader_email=row["leader_email"],
        leader_phone=row["leader_phone"],
        wants_text=row["wants_text"],
        language=language_of(row["language"]),
    )


async def tell(connection: AsyncConnection, house: House, case: Case, actor: str, verb: str, **data: Any) -> None:
    """Writes what happened into the chains of the candidacy and of the unit, and wakes the pages that show them."""
    facts = {"suggestion": case.id, "unit": case.unit.id, "vacancy": case.vacancy_id, **data}
    streams = (case.candidacy_id, case.unit.id)
    await record(
        connection, [Happening(house.employer.id, stream, actor, verb, house.now(), facts) for stream in streams]
    )
    await notify(connection, "queue", f"candidacy:{case.candidacy_id}", f"unit:{case.unit.id}")


async def back_to_queue(connection: AsyncConnection, house: House, candidacy_id: int) -> None:
    """Lets the queue see at once what this candidacy needs now."""
    from bot.line import queue

    await queue.refresh(connection, house, candidacy_id)


def _cases(house: House) -> Select[Any]:
    return (
        select(
            *(column.label(f"s_{column.name}") for column in suggestion.c),
            *unit.c,
            vacancy.c.role.label("vacancy_role"),
        )
        .join(unit, unit.c.id == suggestion.c.unit_id)
        .join(vacancy, vacancy.c.id == suggestion.c.vacancy_id)
        .where(suggestion.c.employer_id == house.employer.id)
    )


def _case(house: House, row: Row[Any]) -> Case:
    return Case(
        id=row.s_id,
        candidacy_id=row.s_candidacy_id,
        vacancy_id=row.s_vacancy_id,
        ranking_id=row.s_ranking_id,
        state=cast("life.State", row.s_state),
        code=row.s_code,
        reason=row.s_reason,
        suggested_by=row.s_suggested_by,
        proposed_at=row.s_proposed_at,
        sent_at=row.s_sent_at,
        answer_by=row.s_answer_by or row.s_proposed_at,
        answered_at=row.s_answered_at,
        decline_reason=row.s_decline_reason,
        released_at=row.s_released_at,
        role=row.vacancy_role,
        unit=place(house, row._mapping),
    )
