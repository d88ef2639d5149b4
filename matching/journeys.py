"""Minutes of many journeys at once, whole and equal to what geography.py gives for each of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.candidate import Candidate
from matching.field import Field
from matching.geography import Travel, metric
from matching.place import Place
from matching.rules import Rules
from matching.travel_table import Point, Row, point
from matching.vacancy import Vacancy

Minutes = NDArray[np.int32]

# Stands for "nobody said where to measure from" until points are given.
UNKNOWN = 1 << 30


class Journeys:
    """The travel table by origin and mode, and the estimate where it has nothing."""

    def __init__(self, vacancies: Sequence[Vacancy], rules: Rules, travel: Travel) -> None:
        units: dict[tuple[str, Point], int] = {}
        lie = [(one.unit_id, point(one.place.lat, one.place.lon)) for one in vacancies] if travel.table else []
        self._unit_of = np.array([units.setdefault(unit, len(units)) for unit in lie], dtype=np.int64)
        self._units = list(units)
        self._rules, self._travel = rules, travel
        self._measured: dict[tuple[Place, str], Minutes | None] = {}

    def minutes(self, members: Sequence[Candidate], field: Field) -> Minutes:
        """Minutes from each member's nearest origin (rows) to each vacancy of the field (columns), or UNKNOWN."""
        if len(members) == 1:
            return self._distinct(members, field)
        numbers: dict[object, int] = {}
        rows = [numbers.setdefault((m.from_place or m.areas, m.mode), len(numbers)) for m in members]
        first = {row: member for member, row in zip(reversed(members), reversed(rows), strict=True)}
        distinct = self._distinct([first[row] for row in range(len(numbers))], field)
        return distinct[rows] if len(distinct) > 1 else np.repeat(distinct, len(rows), axis=0)

    def _distinct(self, members: Sequence[Candidate], field: Field) -> Minutes:
        origins = [self._travel.origins(member) for member in members]
        starts = [(place, member.mode) for member, places in zip(members, origins, strict=True) for place in places]
        if len(starts) == len(members) and all(origins):
            return self._legs(starts, field)
        nearest = np.full((len(members), len(field.positions)), UNKNOWN, dtype=np.int32)
        somewhere = [row for row, places in enumerate(origins) if places]
        if somewhere:
            firsts = np.cumsum([0, *(len(origins[row]) for row in somewhere[:-1])])
            nearest[somewhere] = np.minimum.reduceat(self._legs(starts, field), firsts, axis=0)
        return nearest

    def _legs(self, starts: Sequence[tuple[Place, str]], field: Field) -> Minutes:
        points = np.array([metric(place.lat, place.lon) for place, _ in starts], dtype=np.float64)
        speeds = [self._rules.travel.speeds[mode] for _, mode in starts]
        east = field.east - points[:, :1]
        north = field.north - points[:, 1:]
        east *= east
        north *= north
        east += north
        # A root is rounded correctly, and a quotient that is not whole lies far from a whole one: both steps are exact.
        way = np.floor(np.sqrt(east, out=east), out=east)
        way *= self._rules.travel.detour_percent
        way /= np.array([[100.0 * speed.metres_per_minute] for speed in speeds])
        minutes = np.ceil(way, out=way).astype(np.int32)
        minutes += np.array([[speed.extra_minutes] for speed in speeds], dtype=np.int32)
        for row, start in enumerate(starts):
            known = self._known(start)
            if known is not None:
                here = known[field.positions]
                minutes[row] = np.where(here < 0, minutes[row], here)
        return minutes

    def _known(self, start: tuple[Place, str]) -> Minutes | None:
        """The table's minutes from a place to every vacancy of the board, below 0 where it has none."""
        if self._travel.table is None:
            return None
        if start not in self._measured:
            row = self._travel.table.row(*start)
            self._measured[start] = self._column(row) if row else None
        return self._measured[start]

    def _column(self, row: Row) -> Minutes:
        found = [row.get(unit, -1) if unit in row else row.get((unit[0], None), -1) for unit in self._units]
        column: Minutes = np.array(found, dtype=np.int32)[self._unit_of]
        return column
