"""What the line knows right now about whoever holds a phone: facts with their words, what is missing, what is promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.bubbles import Span
from bot.demo.labels import LABELS, in_words, label
from bot.house import House
from bot.pool.states import LIVE, TO_COME
from bot.store.tables import (
    answer,
    candidacy,
    contact_point,
    conversation,
    interview,
    promise,
    recruiter,
    suggestion,
    suppression,
    unit,
)
from dialogs.facts import missing
from dialogs.script import Asked
from wording.language import Language

# These answer a question of the talk rather than tell about the person.
SILENT: Final = frozenset({"confirmed", "interview_time"})
ORDER: Final = tuple(LABELS)
WHERE: Final = frozenset({"areas", "anywhere", "outside"})
NEEDED: Final = frozenset({"role", "authorised", "hours_per_week", "shifts", "start", "employment", "first_name"})


@dataclass(frozen=True, slots=True)
class Line:
    """One fact. label: Danish, shown through `_`; words: what it was read from; bubble: where those words stand.

    value: "" for one that is still to be told. before: the value that was there before it was corrected, "" if it never
    was. by: the recruiter who mended it.
    """

    fact: str
    label: str
    value: str = ""
    words: str = ""
    bubble: str = ""
    before: str = ""
    by: str = ""

    @property
    def anchor(self) -> str:
        """Where in the talk the words stand (bubble.html gives them this id)."""
        return f"{self.bubble}-{self.fact.replace(':', '-')}" if self.bubble else ""


@dataclass(frozen=True, slots=True)
class Placed:
    """How far a search has come with a unit: suggested, and perhaps an interview. chosen: when they meet."""

    unit: str
    unit_public_id: str
    state: str
    answer_by: datetime | None
    interview: str
    chosen: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the page shows beside the phone. lines: what is known and what is still to be told, each in its place.

    public_id: of the candidacy, None before the first text; holder: the recruiter who has the talk, "" if the line has.
    """

    public_id: str | None = None
    stage: str = ""
    needs: str = ""
    language: str = "da"
    holder: str = ""
    stopped: bool = False
    promised: datetime | None = None
    asked: Asked | None = None
    lines: tuple[Line, ...] = ()
    placed: Placed | None = None
    spans: Mapping[int, Sequence[Span]] = field(default_factory=dict)

    @property
    def asked_for(self) -> tuple[str, ...]:
        """What the open question is about, as Danish labels."""
        return tuple(LABELS.get(topic.name, topic.name) for topic in self.asked.topics) if self.asked else ()

    @property
    def asked_facts(self) -> frozenset[str]:
        """The facts the open question wants."""
        return frozenset(topic.facts[0] for topic in self.asked.topics) if self.asked else frozenset()

    @property
    def lacking(self) -> int:
        """How many facts are still to be told."""
        return sum(not line.value for line in self.lines)

    @property
    def told(self) -> int:
        """How many of the facts a profile needs are known; where to work counts once, however it was said."""
        names = {line.fact.partition(":")[0] for line in self.lines if line.value}
        return len(names & NEEDED) + bool(names & WHERE)


async def known_of(connection: AsyncConnection, house: House, number: str, language: Language) -> Known:
    """What is known of whoever texts from this number."""
    row = (
        await connection.execute(
            select(
                candidacy.c.id,
                candidacy.c.public_id,
                candidacy.c.stage,
                candidacy.c.needs,
                conversation.c.language,
                conversation.c.asked,
                recruiter.c.name.label("holder"),
                suppression.c.id.label("stopped"),
            )
            .select_from(contact_point)
            .join(conversation, conversation.c.contact_point_id == contact_point.c.id)
            .join(candidacy, candidacy.c.id == conversation.c.candidacy_id)
            .outerjoin(recruiter, recruiter.c.id == conversation.c.holder_id)
            .outerjoin(
                suppression,
                (suppression.c.employer_id == contact_point.c.employer_id)
                & (suppression.c.channel == "sms")
                & (suppression.c.address == contact_point.c.address)
                & suppression.c.lifted_at.is_(None),
            )
            .where(
                contact_point.c.employer_id == house.employer.id,
                contact_point.c.channel == "sms",
                contact_point.c.address == number,
            )
        )
    ).one_or_none()
    if row is None:
        return Known(lines=tuple(_lines({}, (), language, house.local(house.now()).date())))
    answers = (
        await connection.execute(
            select(answer, recruiter.c.name.label("by"))
            .outerjoin(recruiter, answer.c.said_by == "recruiter:" + recruiter.c.id.cast(answer.c.said_by.type))
            .where(answer.c.candidacy_id == row.id)
            .order_by(answer.c.id)
        )
    ).all()
    today = house.local(house.now()).date()
    standing = {one.fact: one for one in answers if one.withdrawn_at is None}
    return Known(
        public_id=row.public_id,
        stage=row.stage,
        needs=row.needs or "",
        language=row.language,
        holder=row.holder or "",
        stopped=row.stopped is not None,
        promised=await _promised(connection, row.id),
        asked=Asked.from_json(row.asked),
        lines=tuple(_lines(standing, answers, language, today)),
        placed=await _placed(connection, row.id),
        spans=_spans(list(standing.values())),
    )


def _lines(standing: Mapping[str, Any], answers: Sequence[Any], language: Language, today: date) -> list[Line]:
    before = {one.fact: in_words(one.fact, one.value, language, today) for one in answers if one.withdrawn_at}
    lines = [
        Line(fact, label(fact))
        for topic in missing({f: one.value for f, one in standing.items()})
        for fact in topic.facts[:1]
    ]
    for fact, one in standing.items():
        if fact.partition(":")[0] in SILENT:
            continue
        value = in_words(fact, one.value, language, today)
        lines.append(
            Line(
                fact=fact,
                label=label(fact),
                value=value,
                words=one.words,
                bubble=f"m{one.message_id}" if one.message_id else "",
                before="" if before.get(fact, value) == value else before[fact],
                by=one.by or "",
            )
        )
    place = {name: number for number, name in enumerate(ORDER)}
    return sorted(lines, key=lambda line: place.get(line.fact.partition(":")[0], len(place)))


def _spans(standing: Sequence[Any]) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = {}
    for one in standing:
        told = one.fact.partition(":")[0] not in SILENT
        if told and one.message_id and one.span_start is not None and one.span_end is not None:
            spans.setdefault(one.message_id, []).append(Span(one.fact, one.span_start, one.span_end))
    return spans


async def _promised(connection: AsyncConnection, candidacy_id: int) -> datetime | None:
    due: datetime | None = await connection.scalar(
        select(promise.c.due_at)
        .where(promise.c.candidacy_id == candidacy_id, promise.c.kept_at.is_(None))
        .order_by(promise.c.due_at)
        .limit(1)
    )
    return due


async def _placed(connection: AsyncConnection, candidacy_id: int) -> Placed | None:
    row = (
        await connection.execute(
            select(
                unit.c.name,
                unit.c.public_id,
                suggestion.c.state,
                suggestion.c.answer_by,
                interview.c.state.label("interview"),
                interview.c.chosen,
            )
            .select_from(suggestion)
            .join(unit, unit.c.id == suggestion.c.unit_id)
            .outerjoin(
                interview,
                (interview.c.suggestion_id == suggestion.c.id) & interview.c.state.in_((*TO_COME, "held")),
            )
            .where(
                suggestion.c.candidacy_id == candidacy_id,
                suggestion.c.state.in_(LIVE),
            )
            .order_by(suggestion.c.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return None
    return Placed(row.name, row.public_id, row.state, row.answer_by, row.interview or "", row.chosen)
