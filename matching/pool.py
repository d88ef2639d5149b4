"""The pool of one day in columns: who is eligible where, before anybody has decided anything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.board import Board, Pairs, joined, ties
from matching.candidate import Candidate
from matching.geography import Travel
from matching.ranking import Ranked, weigh
from matching.rules import Rules
from matching.ties import seed
from matching.vacancy import Vacancy

Whole = NDArray[np.int64]

# Draws are kept this short so that a sum of them stays a whole number whatever the size of the pool.
DRAW_BITS = 24


class Pool:
    """people: everybody, by id. posts: all vacancies by id, the closed ones too. board: those that may be ranked today.

    pairs: everybody with every vacancy they are eligible for, by candidate and then vacancy. Made once, a pool answers
    any number of plans with different decisions.
    """

    def __init__(
        self, candidates: Iterable[Candidate], vacancies: Iterable[Vacancy], rules: Rules, travel: Travel, today: date
    ) -> None:
        self.rules, self.travel, self.today = rules, travel, today
        self.people = sorted(candidates, key=lambda who: who.id)
        self.posts = {post.id: post for post in vacancies}
        self.board = Board(self.posts.values(), rules, travel, today)
        self.seeds = np.array([seed(who.id) for who in self.people], dtype=np.uint64)
        self.person = {who.id: at for at, who in enumerate(self.people)}
        self.post = {post.id: at for at, post in enumerate(self.board.vacancies)}
        self.pairs = self._eligible()

    def draws(self, candidates: Whole, vacancies: Whole) -> Whole:
        """A stable number for each pair, by which equals are told apart."""
        drawn = ties(self.seeds[candidates], self.board.seeds[vacancies]) >> np.uint64(64 - DRAW_BITS)
        return drawn.astype(np.int64)

    def score(self, candidate_id: str, vacancy_id: str) -> int | None:
        """Points of one pair, None when the rules do not allow it."""
        who, where = self.people[self.person[candidate_id]], self.posts[vacancy_id]
        row = weigh(who, where, self.rules, self.travel, self.today)
        return row.score if isinstance(row, Ranked) else None

    def _eligible(self) -> Pairs:
        parts = []
        for block in self.board.blocks(self.people):
            rows, columns = np.nonzero(block.scores >= 0)
            parts.append(Pairs(block.candidates[rows], block.vacancies[columns], block.scores[rows, columns]))
        pairs = joined(parts)
        order = np.argsort(pairs.candidates * len(self.board.vacancies) + pairs.vacancies)
        return Pairs(pairs.candidates[order], pairs.vacancies[order], pairs.scores[order])
