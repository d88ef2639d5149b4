"""What a plan does from one day to the next: who moves when the pool changes, and when a person overrules it."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from statistics import mean, median
from time import perf_counter

import numpy as np

from benchmarks.matching_pool import TODAY, city
from matching.decisions import Decisions
from matching.network import Network
from matching.plan import best, plan_pool
from matching.pool import Pool
from matching.prices import Potentials
from matching.problem import Problem
from matching.rules import Rules


def churn(candidates: int, vacancies: int, rules: Rules, times: int) -> tuple[float, float, float]:
    """When 5 % of the candidates are new: suggestions changed with and without the bonus for staying, and the share of
    the score given up for it."""
    people, posts, travel = city(candidates, vacancies)
    others, _, _ = city(max(1, candidates // 20), 1, seed=2)
    before = plan_pool(Pool(people, posts, rules, travel, TODAY), Decisions(), {})
    kept, free, lost = [], [], []
    for turn in range(times):
        gone = set(Random(turn).sample([who.id for who in people], len(others)))
        today = [who for who in people if who.id not in gone] + [replace(who, id=f"n{who.id}") for who in others]
        pool = Pool(today, posts, rules, travel, TODAY)
        staying, fresh = plan_pool(pool, Decisions(), before.where), plan_pool(pool, Decisions(), {})
        both = [who.id for who in today if who.id in before.where]
        kept.append(mean(staying.where.get(who) != before.where[who] for who in both))
        free.append(mean(fresh.where.get(who) != before.where[who] for who in both))
        lost.append((fresh.score - staying.score) / fresh.score)
    return mean(kept), mean(free), mean(lost)


def ripple(candidates: int, vacancies: int, rules: Rules, times: int) -> tuple[float, int, int]:
    """When a person sends somebody else to a place: seconds of the preview, and others moved, median and 95 %."""
    people, posts, travel = city(candidates, vacancies)
    pool = Pool(people, posts, rules, travel, TODAY)
    before, random, took, moved = plan_pool(pool, Decisions(), {}), Random(1), [], []
    for _ in range(times):
        at = random.randrange(len(pool.pairs.scores))
        who = pool.people[pool.pairs.candidates[at]].id
        decided = Decisions().pin(who, pool.board.vacancies[pool.pairs.vacancies[at]].id)
        start = perf_counter()
        after = plan_pool(pool, decided, before.where)
        took.append(perf_counter() - start)
        others = (before.where.keys() | after.where.keys()) - {who}
        moved.append(sum(before.where.get(other) != after.where.get(other) for other in others))
    return median(took), int(median(moved)), int(np.percentile(moved, 95))


def crowding(candidates: int, vacancies: int, rules: Rules) -> tuple[float, float, float]:
    """The share of vacancies in nobody's first three by score alone and by score less price, and the points a first
    place gives up for it."""
    people, posts, travel = city(candidates, vacancies)
    pool = Pool(people, posts, rules, travel, TODAY)
    problem = Problem(pool, Decisions(), {})
    network, _, ways, _ = best(pool, problem)
    alone, _ = _first_three(pool, pool.pairs.scores.astype(np.int64))
    priced, firsts = _first_three(pool, _left(network, ways, problem))
    return (
        _unseen(pool, alone),
        _unseen(pool, priced),
        1 - firsts.mean() / _first_three(pool, pool.pairs.scores)[1].mean(),
    )


def _left(network: Network, ways: Potentials, problem: Problem) -> np.ndarray:
    assert network.candidates == len(problem.previous)
    return problem.pairs.scores + ways.vacancies[problem.pairs.vacancies]


def _first_three(pool: Pool, value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which vacancies are among the first three of somebody, and the scores of everybody's first."""
    pairs = pool.pairs
    order = np.lexsort((pool.draws(pairs.candidates, pairs.vacancies), -value, pairs.candidates))
    owner = pairs.candidates[order]
    place = np.arange(len(order)) - np.searchsorted(owner, owner)
    return pairs.vacancies[order[place < 3]], pairs.scores[order[place == 0]]


def _unseen(pool: Pool, seen: np.ndarray) -> float:
    reachable = np.unique(pool.pairs.vacancies)
    return 1 - len(np.unique(seen)) / len(reachable)
