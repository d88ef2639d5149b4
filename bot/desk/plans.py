"""The plan of the whole pool: asked for, made in a job, kept with all it was made from, and found again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import plan_decisions
from bot.desk.plan_decisions import Decision, settled
from bot.desk.plan_pool import ToPlan, to_plan
from bot.house import House
from bot.pool import kept_plans
from bot.pool.kept_plans import MADE
from bot.pool.rulebook import Rulebook, rulebook
from bot.store import trail
from bot.store.database import enqueue, notify
from bot.store.tables import event, snapshot
from bot.store.trail import Happening
from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.plan import plan_pool
from matching.plan_erasure import MARK, inputs_without, result_without
from matching.plan_replay import snapshot_plan
from matching.pool import Pool
from matching.problem import Problem
from matching.proposals import Plan
from matching.ranking import canonical
from matching.replay import opened, travel_from
from matching.rules import Rules
from matching.second_opinion import blocking_pairs, differs, second_opinion
from matching.vacancy import Vacancy
from matching.worklist import Stuck, candidates_without, units_without

ASKED, BEGUN = "plan_asked", "plan_begun"
# A plan that takes longer than this was cut short by a stop of the service: it may be asked for again.
PATIENCE = timedelta(minutes=10)
# Plans older than this are no longer compared with, and the candidates' wishes in them are nobody's business any more.
KEPT = timedelta(days=30)
# Why somebody fits nowhere is looked into pair by pair, a few seconds' worth: more are a matter of rules, not of persons.
PAIRS = 60_000


class Findings:
    """What one making of the plan came to, as it was kept. The same bytes may serve more than one plan."""

    def __init__(self, kept: bytes) -> None:
        self.body: Mapping[str, Any] = json.loads(kept)

    @cached_property
    def plan(self) -> Plan:
        """The plan itself."""
        return Plan.from_bytes(canonical(self.body["plan"]))

    @cached_property
    def where(self) -> Mapping[str, str]:
        """Candidate to vacancy, by public ids."""
        return self.plan.where

    @cached_property
    def decisions(self) -> Decisions:
        """What it was made with, what was tried before included."""
        return Decisions.from_json(self.body["decisions"])

    @cached_property
    def unplaced(self) -> frozenset[str]:
        """Candidates who fit somewhere, where all places went to others."""
        return frozenset(self.plan.unplaced)

    @property
    def taken_out(self) -> int:
        """How many people were erased since, and are not in it any more."""
        return int(self.body.get(MARK, 0))

    @property
    def lapsed(self) -> tuple[Decision, ...]:
        """Decisions that could not be kept."""
        return tuple(Decision(*row) for row in self.body["lapsed"])


@dataclass(frozen=True, slots=True)
class Made:
    """A plan that was made: when, from what, after which one. digest, inputs, rules, before: the names of what is kept."""

    at: datetime
    digest: str
    inputs: str
    rules: str
    before: str
    findings: Findings

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.findings.plan

    @property
    def where(self) -> Mapping[str, str]:
        """Candidate to vacancy, by public ids."""
        return self.findings.where


@dataclass(frozen=True, slots=True)
class Progress:
    """A plan on its way. step: "asked" while it waits for a worker, "begun" with what it counts on."""

    step: Literal["asked", "begun"]
    since: datetime
    candidates: int = 0
    posts: int = 0


class Shelf:
    """The last few plans and pools of this process by digest. kept_at: what a digest names changes only by an erasure."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._things: dict[str, tuple[datetime | None, Any]] = {}

    def get(self, digest: str, kept_at: datetime | None) -> Any:
        """What lies under a digest, or None; never what lay there before somebody was erased."""
        since, thing = self._things.get(digest, (None, None))
        return thing if kept_at is not None and since == kept_at else None

    def put(self, digest: str, kept_at: datetime | None, thing: Any) -> None:
        """Lays something there; the oldest gives way."""
        self._things[digest] = (kept_at, thing)
        while len(self._things) > self._size:
            self._things.pop(next(iter(self._things)))


_FOUND, _POOLS = Shelf(4), Shelf(2)


async def ask(connection: AsyncConnection, house: House, actor: str) -> None:
    """Has a plan made after the commit. actor: who wants it, as the trail names people."""
    own = house.employer.id
    await trail.record(connection, [Happening(own, own, actor, ASKED, house.now())])
    await enqueue(connection, house.database, "desk.plan")
    await notify(connection, "plan")


async def progress(connection: AsyncConnection, house: House) -> Progress | None:
    """How far the plan is that somebody waits for; None when none is on its way."""
    row = (
        await connection.execute(
            select(event.c.verb, event.c.at, event.c.data)
            .where(event.c.stream_id == house.employer.id, event.c.verb.in_((ASKED, BEGUN, MADE)))
            .order_by(event.c.position.desc())
            .limit(1)
        )
    ).one_or_none()
    if row is None or row.verb == MADE or row.at < house.now() - PATIENCE:
        return None
    if row.verb == ASKED:
        return Progress("asked", row.at)
    return Progress("begun", row.at, row.data.get("candidates", 0), row.data.get("posts", 0))


async def latest(connection: AsyncConnection, house: House) -> Made | None:
    """The newest plan there is."""
    row = (
        await connection.execute(
            select(event.c.data, event.c.at)
            .where(event.c.stream_id == house.employer.id, event.c.verb == MADE)
            .order_by(event.c.position.desc())
            .limit(1)
        )
    ).one_or_none()
    found = await _findings(connection, row.data["result"]) if row else None
    if row is None or found is None:
        return None
    return Made(row.at, row.data["result"], row.data["inputs"], row.data["rules"], row.data["before"], found)


async def before(connection: AsyncConnection, made: Made) -> Plan | None:
    """The plan that one followed, if it is still kept."""
    found = await _findings(connection, made.before) if made.before else None
    return found.plan if found else None


async def _findings(connection: AsyncConnection, digest: str) -> Findings | None:
    since = await kept_plans.kept_at(connection, digest)
    found: Findings | None = _FOUND.get(digest, since)
    if found is None and (kept := await kept_plans.body(connection, digest)) is not None:
        found = Findings(kept)
        _FOUND.put(digest, since, found)
    return found


async def pool_of(connection: AsyncConnection, made: Made) -> Pool | None:
    """The pool a plan was made from, for asking what another decision would change. None when it is no longer kept."""
    since = await kept_plans.kept_at(connection, made.inputs)
    kept = _POOLS.get(made.inputs, since)
    if kept is not None:
        return kept  # type: ignore[no-any-return]
    inputs, rules = await kept_plans.body(connection, made.inputs), await kept_plans.body(connection, made.rules)
    if inputs is None or rules is None:
        return None
    pool = await asyncio.to_thread(_pool_from, inputs, Rules.from_source(rules))
    _POOLS.put(made.inputs, since, pool)
    return pool


def _pool_from(inputs: bytes, rules: Rules) -> Pool:
    parts = opened(inputs, rules)
    people = [Candidate.from_json(part) for name, part in parts.items() if name.startswith("candidate:")]
    posts = [Vacancy.from_json(part) for name, part in parts.items() if name.startswith("vacancy:")]
    return Pool(people, posts, rules, travel_from(parts["travel"]), date.fromisoformat(parts["today"]))


async def make(house: House) -> None:
    """The job: reads, plans beside the loop, keeps, and wakes the pages. Each part commits by itself."""
    now = house.now()
    today = house.local(now).date()
    book, own = rulebook(house), house.employer.id
    async with house.database.transaction() as connection:
        given = await to_plan(connection, house, today)
        decided = await plan_decisions.standing(connection, house)
        last = await latest(connection, house)
        sizes = {"candidates": len(given.candidates), "posts": len(given.vacancies)}
        await trail.record(connection, [Happening(own, own, "line", BEGUN, now, sizes)])
        await notify(connection, "plan")
    inputs, result = await asyncio.to_thread(_made, given, decided, last, book, today)
    async with house.database.transaction() as connection:
        await kept_plans.alone(connection, house)
        named = {who.id for who in given.candidates} | {one.candidate for one in decided}
        for who in await kept_plans.erased_of(connection, house, sorted(named | set(last.where if last else ()))):
            # Erased while the plan was made: it is kept as if they had not been there.
            inputs, result = inputs_without(inputs, who) or b"{}", result_without(result, who)
        bodies = {sha256(body).hexdigest(): body for body in (inputs, result, book.source)}
        data = {
            "inputs": sha256(inputs).hexdigest(),
            "result": sha256(result).hexdigest(),
            "rules": sha256(book.source).hexdigest(),
            "before": last.digest if last else "",
            "rules_version": book.rules.version,
            **sizes,
        }
        await connection.execute(
            insert(snapshot).on_conflict_do_nothing(),
            [{"digest": bytes.fromhex(name), "body": body, "kept_at": now} for name, body in bodies.items()],
        )
        await trail.record(connection, [Happening(own, own, "line", MADE, house.now(), data)])
        await _clear(connection, house)
        await notify(connection, "plan", "queue")


def _made(
    given: ToPlan, decided: list[Decision], last: Made | None, book: Rulebook, today: date
) -> tuple[bytes, bytes]:
    openings = {post.id: post.openings for post in given.vacancies}
    kept = settled(decided, {who.id for who in given.candidates}, openings, given.tried)
    previous = dict(last.where) if last else {}
    pool = Pool(given.candidates, given.vacancies, book.rules, book.travel, today)
    plan = plan_pool(pool, kept.decisions, previous)
    problem = Problem(pool, kept.decisions, previous)
    second = second_opinion(pool, problem)
    rest = (book.rules, book.travel, today)
    stuck = set(plan.without)
    people = [who for who in given.candidates if who.id in stuck][: PAIRS // max(1, len(given.vacancies))]
    alone = {unit.unit_id for unit in plan.units if not unit.reachable and not unit.filled}
    posts = [post for post in given.vacancies if post.unit_id in alone]
    asked = given.candidates[: PAIRS // max(1, len(posts))]
    result = {
        "plan": json.loads(plan.to_bytes()),
        "decisions": kept.decisions.to_json(),
        "lapsed": [[one.kind, one.candidate, one.vacancy] for one in kept.lapsed],
        "worklist": {
            "candidates": [_row(row) for row in candidates_without(plan, people, given.vacancies, *rest)],
            "units": [_row(row) for row in units_without(plan, asked, posts, *rest)],
        },
        "second": {
            "moved": [[row.candidate_id, row.plan, row.second] for row in differs(plan.where, second)],
            "placed": len(second) + len(kept.decisions.pins),
            "blocking": blocking_pairs(pool, problem, plan.where),
        },
    }
    inputs = snapshot_plan(
        given.candidates, given.vacancies, book.rules, book.travel, today, decisions=kept.decisions, previous=previous
    )
    return inputs, canonical(result)


def _row(stuck: Stuck) -> list[str | int]:
    return [stuck.id, stuck.cause, stuck.value, stuck.opens]


async def _clear(connection: AsyncConnection, house: House) -> None:
    """Forgets the bodies of plans nobody compares with any more; what the trail says of them stays."""
    rows = await connection.execute(
        select(event.c.data, event.c.at)
        .where(event.c.stream_id == house.employer.id, event.c.verb == MADE, event.c.at > house.now() - 2 * KEPT)
        .order_by(event.c.position.desc())
    )
    names: dict[str, datetime] = {}
    for number, row in enumerate(rows):
        for part in ("inputs", "result"):
            # The same bytes may serve a later plan too: the youngest use counts.
            names.setdefault(row.data[part], row.at if number > 1 else house.now())
    gone = [bytes.fromhex(name) for name, at in names.items() if at < house.now() - KEPT]
    if gone:
        await connection.execute(delete(snapshot).where(snapshot.c.digest.in_(gone)))
