"""Some of the vacancies in columns: where they lie, and which distinct value each has of what rules and terms look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.geography import metric
from matching.vacancy import Vacancy

Floats = NDArray[np.float64]
Points = NDArray[np.int16]
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Field:
    """positions: of the vacancies on the board. fixed: points they have for every candidate of this field. codes: a
    column for each question (answers.py). east, north: whole metres, which floats hold exactly, squared and added too.
    """

    positions: Positions
    fixed: Points
    codes: tuple[Positions, ...]
    east: Floats
    north: Floats

    @classmethod
    def whole(cls, vacancies: Sequence[Vacancy], fixed: Sequence[int], codes: tuple[Positions, ...]) -> Field:
        """All vacancies of a board."""
        metres = [metric(vacancy.place.lat, vacancy.place.lon) for vacancy in vacancies]
        return cls(
            np.arange(len(vacancies)),
            np.array(fixed, dtype=np.int16),
            codes,
            np.array([east for east, _ in metres], dtype=np.float64),
            np.array([north for _, north in metres], dtype=np.float64),
        )

    def part(self, kept: Positions, fixed: Points) -> Field:
        """The vacancies at these places of the field, with other fixed points."""
        codes = tuple(column[kept] for column in self.codes)
        return Field(self.positions[kept], fixed, codes, self.east[kept], self.north[kept])
