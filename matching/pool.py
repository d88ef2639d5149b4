"""The pool of one day in columns, ready to be planned: who is eligible where, what is free, what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.board import Board, Pairs, joined, ties
from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.fairness import layers
from matching.geography import Travel
from matching.network import Chosen
from matching.rules import Rules
from matching.terms import need_term
from matching.ties import seed
from matching.vacancy import Vacancy

Whole = NDArray[np.int64]

# Draws are kept this short so that a sum of them stays a whole number whatever the size of the pool.
DRAW_BITS = 24


class Pool:
    """people: who is planned, by id. board: the posts. pairs, worth: eligible pairs, and points with the bonus for
    staying. stays: pairs of yesterday's plan. free: openings left by vacancy. unit_ids, openings, pinned, layers: by
    unit, as fairness.py wants them; unit: each vacancy's. previous: each candidate's vacancy of yesterday, or -1."""

    def __init__(
        self,
        everybody: Mapping[str, Candidate],
        posts: Mapping[str, Vacancy],
        rules: Rules,
        travel: Travel,
        today: date,
        decided: Decisions,
        previous: Mapping[str, str],
    ) -> None:
        out = decided.held_candidates | decided.pins.keys()
        self.people = sorted((who for who in everybody.values() if who.id not in out), key=lambda who: who.id)
        open_posts = (post for post in posts.values() if post.id not in decided.held_vacancies)
        self.board = Board(open_posts, rules, travel, today)
        self.seeds = np.array([seed(who.id) for who in self.people], dtype=np.uint64)
        self._person = {who.id: at for at, who in enumerate(self.people)}
        self._post = {post.id: at for at, post in enumerate(self.board.vacancies)}
        self.pairs = self._eligible(decided.forbids)
        self.previous = np.full(len(self.people), -1)
        for who, where in previous.items():
            if who in self._person and where in self._post:
                self.previous[self._person[who]] = self._post[where]
        self.stays: Chosen = self.pairs.vacancies == self.previous[self.pairs.candidates]
        self.stay_points = rules.plan.stay_points
        self.worth: Whole = self.pairs.scores + self.stay_points * self.stays.astype(np.int64)
        self.eligible_somewhere: Chosen = np.bincount(self.pairs.candidates, minlength=len(self.people)) > 0
        pins = [posts[where] for where in decided.pins.values()]
        self._count_posts(pins)
        needs = [0] * len(self.unit_ids)
        for post, unit in zip(self.board.vacancies, self.unit.tolist(), strict=True):
            needs[unit] = max(needs[unit], need_term(post, rules, today).points)
        self.layers = layers(self.openings, needs, self.pinned, rules)

    def draws(self, candidates: Whole, vacancies: Whole) -> Whole:
        """A stable number for each pair, by which equals are told apart."""
        drawn = ties(self.seeds[candidates], self.board.seeds[vacancies]) >> np.uint64(64 - DRAW_BITS)
        return drawn.astype(np.int64)

    def reachable(self) -> Whole:
        """How many candidates are eligible at each unit."""
        width = len(self.unit_ids)
        seen = np.zeros(len(self.people) * width, np.bool_)
        seen[self.pairs.candidates * width + self.unit[self.pairs.vacancies]] = True
        counts: Whole = seen.reshape(len(self.people), width).sum(axis=0)
        return counts

    def _eligible(self, forbids: Iterable[tuple[str, str]]) -> Pairs:
        parts = []
        for block in self.board.blocks(self.people):
            rows, columns = np.nonzero(block.scores >= 0)
            parts.append(Pairs(block.candidates[rows], block.vacancies[columns], block.scores[rows, columns]))
        pairs = joined(parts)
        keys = pairs.candidates * len(self.board.vacancies) + pairs.vacancies
        order = np.argsort(keys)
        never = [
            self._person[who] * len(self.board.vacancies) + self._post[where]
            for who, where in forbids
            if who in self._person and where in self._post
        ]
        if never:
            order = order[~np.isin(keys[order], never)]
        return Pairs(pairs.candidates[order], pairs.vacancies[order], pairs.scores[order])

    def _count_posts(self, pins: list[Vacancy]) -> None:
        board = self.board.vacancies
        self.unit_ids = sorted({post.unit_id for post in board} | {post.unit_id for post in pins})
        number = {unit: at for at, unit in enumerate(self.unit_ids)}
        self.unit: Whole = np.array([number[post.unit_id] for post in board], dtype=np.int64)
        self.free: Whole = np.array([post.openings for post in board], dtype=np.int64)
        self.openings, self.pinned = [0] * len(number), [0] * len(number)
        for post in board:
            self.openings[number[post.unit_id]] += post.openings
        for post in pins:
            self.pinned[number[post.unit_id]] += 1
            if post.id in self._post:
                self.free[self._post[post.id]] -= 1
            else:
                # Pinned to a post that is closed or held for everybody else: one opening, already given away.
                self.openings[number[post.unit_id]] += 1
