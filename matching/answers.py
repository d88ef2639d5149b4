"""Points by distinct wish and distinct value: a rule or term is asked once for each pair of them, then looked up."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.candidate import Candidate
from matching.vacancy import Vacancy

Points = NDArray[np.int16]
Positions = NDArray[np.int64]

# Points of a pair that failed a rule: so far down that no sum of terms lifts it back to nothing or more.
NEVER = -1000


class Answers:
    """What one rule or term says about all vacancies, as far as they differ in what it looks at.

    value: what of a vacancy it looks at. wish: what of a candidate it looks at. ask: points of a pair, or NEVER.
    """

    def __init__(
        self,
        vacancies: Sequence[Vacancy],
        value: Callable[[Vacancy], Hashable],
        wish: Callable[[Candidate], Hashable],
        ask: Callable[[Candidate, Vacancy], int],
    ) -> None:
        self._wish, self._ask = wish, ask
        first: dict[Hashable, int] = {}
        self._examples: list[Vacancy] = []
        codes = []
        for vacancy in vacancies:
            code = first.setdefault(value(vacancy), len(self._examples))
            if code == len(self._examples):
                self._examples.append(vacancy)
            codes.append(code)
        self.codes: Positions = np.array(codes, dtype=np.int64)
        self._numbers: dict[Hashable, int] = {}
        self._rows: list[list[int]] = []
        self._table: Points = np.empty((0, len(self._examples)), dtype=np.int16)

    def rows(self, members: Sequence[Candidate]) -> Points:
        """Points of each member (rows) at each distinct value (columns); `codes` says which value a vacancy has."""
        numbers = []
        for member in members:
            wish = self._wish(member)
            number = self._numbers.get(wish)
            if number is None:
                number = self._numbers[wish] = len(self._rows)
                self._rows.append([self._ask(member, example) for example in self._examples])
            numbers.append(number)
        if len(self._table) < len(self._rows):
            new = np.array(self._rows[len(self._table) :], dtype=np.int16)
            self._table = np.concatenate([self._table, new])
        if len(numbers) == 1:
            return self._table[numbers[0] : numbers[0] + 1]
        known: Points = self._table[numbers]
        return known
