"""Deferred acceptance (Gale and Shapley, 1962) beside the plan: what people would settle on if each side chose."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappush, heapreplace

import numpy as np
from numpy.typing import NDArray

from matching.pool import Pool
from matching.problem import Problem

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Differs:
    """A candidate whom the second opinion would send elsewhere, as vacancy ids (None: nowhere)."""

    candidate_id: str
    plan: str | None
    second: str | None


def second_opinion(pool: Pool, problem: Problem) -> dict[str, str]:
    """Candidate id to vacancy id: nobody and no unit would both rather have each other, going by score and tie.

    Candidates ask in the order of their list; a vacancy keeps the best who asked. The result is the best for the
    candidates of all results that are stable so. Pins, forbids and holds count as in the plan; fairness does not.
    """
    pairs = problem.pairs
    draws = pool.draws(pairs.candidates, pairs.vacancies)
    order = np.lexsort((draws, -pairs.scores, pairs.candidates))
    first = np.searchsorted(pairs.candidates[order], np.arange(len(pool.people) + 1)).tolist()
    wanted = pairs.vacancies[order].tolist()
    liked = list(zip(pairs.scores[order].tolist(), (-draws[order]).tolist(), strict=True))
    room = problem.free.tolist()
    kept: list[list[tuple[tuple[int, int], int]]] = [[] for _ in room]
    nexts = first[:-1]
    asking = [who for who in range(len(pool.people)) if nexts[who] < first[who + 1]]
    while asking:
        who = asking.pop()
        at = nexts[who]
        if at == first[who + 1]:
            continue
        nexts[who] += 1
        where = wanted[at]
        offer = (liked[at], who)
        if len(kept[where]) < room[where]:
            heappush(kept[where], offer)
        elif kept[where] and offer > kept[where][0]:
            asking.append(heapreplace(kept[where], offer)[1])
        else:
            asking.append(who)
    return {
        pool.people[who].id: pool.board.vacancies[where].id for where, offers in enumerate(kept) for _, who in offers
    }


def differs(plan: dict[str, str], second: dict[str, str]) -> tuple[Differs, ...]:
    """Where the two differ, by candidate id."""
    everybody = sorted(plan.keys() | second.keys())
    return tuple(Differs(who, plan.get(who), second.get(who)) for who in everybody if plan.get(who) != second.get(who))


def blocking_pairs(pool: Pool, problem: Problem, where: dict[str, str]) -> int:
    """How many pairs would both gain by leaving the plan for each other, in points: 0 is stable in that sense."""
    pairs = problem.pairs
    mine = np.full(len(pool.people), -1)
    for who, post in where.items():
        if problem.planned[pool.person[who]]:
            mine[pool.person[who]] = pool.post[post]
    chosen = mine[pairs.candidates] == pairs.vacancies
    has = np.full(len(pool.people), -1)
    has[pairs.candidates[chosen]] = pairs.scores[chosen]
    full = np.bincount(pairs.vacancies[chosen], minlength=len(problem.free)) >= problem.free
    worst = np.full(len(problem.free), 1 << 20)
    np.minimum.at(worst, pairs.vacancies[chosen], pairs.scores[chosen].astype(np.int64))
    worst[~full] = -1
    blocking = (pairs.scores > has[pairs.candidates]) & (pairs.scores > worst[pairs.vacancies])
    return int((blocking & (problem.free[pairs.vacancies] > 0)).sum())
