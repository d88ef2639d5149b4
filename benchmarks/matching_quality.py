"""How good a plan is beside what one would do instead: first come first served, greedy, deferred acceptance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.decisions import Decisions
from matching.plan import plan_pool
from matching.pool import Pool
from matching.problem import Problem
from matching.second_opinion import blocking_pairs, second_opinion


@dataclass(frozen=True, slots=True)
class Quality:
    """filled: share of the openings. minutes: mean and 95th percentile. worst: the lowest share of a reachable unit;
    empty: reachable units with nobody; gini: of the shares. blocking: pairs that would rather have each other."""

    filled: float
    score: int
    minutes: float
    far: float
    worst: float
    empty: int
    gini: float
    blocking: int


def methods(pool: Pool) -> dict[str, dict[str, str]]:
    """Where each way of doing it sends everybody, by candidate id."""
    problem = Problem(pool, Decisions(), {})
    pairs = pool.pairs
    drawn = pool.draws(pairs.candidates, pairs.vacancies)
    arrival = np.argsort(np.argsort(pool.seeds))[pairs.candidates]
    return {
        "first come": _one_by_one(pool, problem, np.lexsort((drawn, -pairs.scores, arrival))),
        "greedy": _one_by_one(pool, problem, np.lexsort((drawn, -pairs.scores))),
        "Gale-Shapley": second_opinion(pool, problem),
        "plan": plan_pool(pool, Decisions(), {}).where,
    }


def quality(pool: Pool, where: dict[str, str]) -> Quality:
    """The figures of one way."""
    problem = Problem(pool, Decisions(), {})
    at = {who: pool.person[who] for who in where}
    minutes, score = [], 0
    for who, post in where.items():
        trip = pool.travel.trip(pool.people[at[who]], pool.posts[post], pool.rules)
        if trip is not None:
            minutes.append(trip.minutes)
        score += pool.score(who, post) or 0
    fill = np.bincount([problem.unit[pool.post[post]] for post in where.values()], minlength=len(problem.unit_ids))
    shares = (fill / np.array(problem.openings))[problem.reachable() > 0]
    return Quality(
        filled=len(where) / sum(problem.openings),
        score=score,
        minutes=float(np.mean(minutes)),
        far=float(np.percentile(minutes, 95)),
        worst=float(shares.min()),
        empty=int((shares == 0).sum()),
        gini=float(np.abs(shares[:, None] - shares).mean() / (2 * shares.mean())),
        blocking=blocking_pairs(pool, problem, where),
    )


def _one_by_one(pool: Pool, problem: Problem, order: np.ndarray) -> dict[str, str]:
    """Pairs in this order, each taken if both sides still have room."""
    room, placed = problem.free.tolist(), {}
    pairs = pool.pairs
    for who, post in zip(pairs.candidates[order].tolist(), pairs.vacancies[order].tolist(), strict=True):
        if who not in placed and room[post]:
            placed[who] = post
            room[post] -= 1
    return {pool.people[who].id: pool.board.vacancies[post].id for who, post in placed.items()}
