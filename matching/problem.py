"""What is left to plan once people have decided: free posts, pairs still open, and what yesterday's plan is worth."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matching.board import Pairs
from matching.decisions import Decisions
from matching.fairness import layers
from matching.network import Chosen
from matching.pool import Pool
from matching.terms import need_term

Whole = NDArray[np.int64]


class Problem:
    """pairs, worth: eligible pairs nobody has ruled out, and their points with the bonus for staying. stays: those of
    yesterday's plan. previous: each candidate's vacancy of yesterday, or -1. planned: whom the plan is to place.
    free: openings left by vacancy; unit: the unit of each. unit_ids, openings, pinned, layers: by unit, for
    fairness.py. Raises ValueError naming the decisions that cannot all be kept."""

    def __init__(self, pool: Pool, decided: Decisions, previous: Mapping[str, str]) -> None:
        clashes = decided.clashes(pool.person, {name: post.openings for name, post in pool.posts.items()})
        if clashes:
            raise ValueError("; ".join(clashes))
        self.previous = np.full(len(pool.people), -1)
        for who, where in previous.items():
            if who in pool.person and where in pool.post:
                self.previous[pool.person[who]] = pool.post[where]
        self.planned: Chosen = np.ones(len(pool.people), np.bool_)
        for who in decided.held_candidates | decided.pins.keys():
            if who in pool.person:
                self.planned[pool.person[who]] = False
        self.pairs = self._open(pool, decided)
        self.stays: Chosen = self.pairs.vacancies == self.previous[self.pairs.candidates]
        self.worth: Whole = self.pairs.scores + pool.rules.plan.stay_points * self.stays.astype(np.int64)
        self._count_posts(pool, decided)

    def reachable(self) -> Whole:
        """How many candidates are eligible at each unit."""
        width = len(self.unit_ids)
        seen = np.zeros(len(self.previous) * width, np.bool_)
        seen[self.pairs.candidates * width + self.unit[self.pairs.vacancies]] = True
        counts: Whole = seen.reshape(len(self.previous), width).sum(axis=0)
        return counts

    def _open(self, pool: Pool, decided: Decisions) -> Pairs:
        pairs, width = pool.pairs, len(pool.board.vacancies)
        kept = self.planned[pairs.candidates]
        never = [
            pool.person[who] * width + pool.post[where]
            for who, where in decided.forbids
            if who in pool.person and where in pool.post
        ]
        if never:
            kept &= ~np.isin(pairs.candidates * width + pairs.vacancies, never)
        held = [pool.post[where] for where in decided.held_vacancies if where in pool.post]
        if held:
            kept &= ~np.isin(pairs.vacancies, held)
        return Pairs(pairs.candidates[kept], pairs.vacancies[kept], pairs.scores[kept])

    def _count_posts(self, pool: Pool, decided: Decisions) -> None:
        board = pool.board.vacancies
        pins = [pool.posts[where] for where in decided.pins.values()]
        self.unit_ids = sorted({post.unit_id for post in board} | {post.unit_id for post in pins})
        number = {unit: at for at, unit in enumerate(self.unit_ids)}
        self.unit: Whole = np.array([number[post.unit_id] for post in board], dtype=np.int64)
        self.free: Whole = np.array([post.openings for post in board], dtype=np.int64)
        self.openings, self.pinned = [0] * len(number), [0] * len(number)
        needs = [0] * len(number)
        for at, post in enumerate(board):
            unit = number[post.unit_id]
            if post.id in decided.held_vacancies:
                self.free[at] = 0
                continue
            self.openings[unit] += post.openings
            needs[unit] = max(needs[unit], need_term(post, pool.rules, pool.today).points)
        for post in pins:
            self.pinned[number[post.unit_id]] += 1
            if post.id in pool.post:
                self.free[pool.post[post.id]] -= 1
            else:
                # Pinned to a post that is closed to everybody else: one opening, already given away.
                self.openings[number[post.unit_id]] += 1
        self.layers = layers(self.openings, needs, self.pinned, pool.rules)
