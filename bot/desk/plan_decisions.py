"""What recruiters have decided about the plan: who goes where, who must not, who is left out; kept in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.kept_plans import erased_of
from bot.store import trail
from bot.store.tables import candidacy, event, recruiter, vacancy
from bot.store.trail import Happening
from matching.decisions import Decisions

Kind = Literal["pin", "forbid", "hold"]
VERBS: dict[str, Kind] = {"plan_pinned": "pin", "plan_forbidden": "forbid", "plan_held": "hold"}
FREED = "plan_freed"


@dataclass(frozen=True, slots=True)
class Decision:
    """One that stands. candidate, vacancy: public ids; a hold has no vacancy. by_name: who decided it, and when."""

    kind: Kind
    candidate: str
    vacancy: str
    by_name: str = ""
    at: datetime | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells two decisions apart. Of pins a candidate has one, whatever the place."""
        return self.kind, self.candidate, "" if self.kind == "pin" else self.vacancy


@dataclass(frozen=True, slots=True)
class Settled:
    """The decisions a plan can be made with, and those of people that can no longer be kept."""

    decisions: Decisions
    lapsed: tuple[Decision, ...] = field(default=())


async def standing(connection: AsyncConnection, house: House) -> list[Decision]:
    """Every decision that nobody took back, oldest first; none about somebody who was erased."""
    rows = await connection.execute(
        select(event.c.verb, event.c.data, event.c.at, recruiter.c.name)
        .outerjoin(recruiter, event.c.actor == "recruiter:" + recruiter.c.id.cast(event.c.actor.type))
        .where(event.c.stream_id == house.employer.id, event.c.verb.in_((*VERBS, FREED)))
        .order_by(event.c.position)
    )
    stand: dict[tuple[str, str, str], Decision] = {}
    for row in rows:
        who, where = str(row.data.get("candidate", "")), str(row.data.get("vacancy", ""))
        kind = VERBS.get(row.verb) or row.data.get("kind")
        decision = Decision(kind, who, where, row.name or "", row.at)
        stand.pop(decision.key, None)
        if row.verb != FREED:
            stand[decision.key] = decision
    gone = set(await erased_of(connection, house, sorted({one.candidate for one in stand.values()})))
    return [one for one in stand.values() if one.candidate not in gone]


async def decide(
    connection: AsyncConnection, house: House, decision: Decision, recruiter_id: int, *, freed: bool = False
) -> None:
    """Writes a decision, or that it is taken back, into the plan's chain and the candidate's own. Ids and codes only."""
    verb = FREED if freed else next(verb for verb, kind in VERBS.items() if kind == decision.kind)
    actor, now, own = f"recruiter:{recruiter_id}", house.now(), house.employer.id
    data = {"kind": decision.kind, "candidate": decision.candidate, "vacancy": decision.vacancy}
    happenings = [Happening(own, own, actor, verb, now, data)]
    number = await connection.scalar(
        select(candidacy.c.id).where(candidacy.c.public_id == decision.candidate, candidacy.c.employer_id == own)
    )
    if number is not None:
        place = await connection.scalar(select(vacancy.c.unit_id).where(vacancy.c.public_id == decision.vacancy))
        about = {"kind": decision.kind, "vacancy": decision.vacancy, **({"unit": place} if place else {})}
        happenings.append(Happening(own, number, actor, verb, now, about))
    await trail.record(connection, happenings)


def settled(
    decided: Sequence[Decision], people: set[str], openings: dict[str, int], refused: frozenset[tuple[str, str]]
) -> Settled:
    """The decisions as the plan takes them. people, openings: who and what there is to plan; refused: pairs a unit or
    the candidate has already ended.

    A pin that can no longer be kept lapses, the youngest first when a place has too few openings; it is named, and
    nothing else about the plan is stopped by it.
    """
    held = {one.candidate for one in decided if one.kind == "hold"}
    pins: dict[str, str] = {}
    lapsed, room = [], dict(openings)
    for one in decided:
        if one.kind != "pin":
            continue
        if one.candidate not in people or one.candidate in held or room.get(one.vacancy, 0) < 1:
            lapsed.append(one)
            continue
        room[one.vacancy] -= 1
        pins[one.candidate] = one.vacancy
    forbids = {(one.candidate, one.vacancy) for one in decided if one.kind == "forbid"} | refused
    kept = frozenset(pair for pair in forbids if pair[0] in people and pins.get(pair[0]) != pair[1])
    return Settled(Decisions(pins, kept, frozenset(held & people)), tuple(lapsed))


def with_one(decided: Sequence[Decision], wanted: Decision, *, freed: bool = False) -> list[Decision]:
    """The decisions as they would stand. A decision takes the place of what was decided against it."""

    def gives_way(one: Decision) -> bool:
        if one.key == wanted.key:
            return True
        if freed or one.candidate != wanted.candidate:
            return False
        if wanted.kind == "pin":
            return one.kind == "hold" or (one.kind == "forbid" and one.vacancy == wanted.vacancy)
        return one.kind == "pin" and (wanted.kind == "hold" or one.vacancy == wanted.vacancy)

    kept = [one for one in decided if not gives_way(one)]
    return kept if freed else [*kept, wanted]
