"""What filling a unit's openings is worth to the plan: falling in layers, so that no unit is left behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.rules import Rules

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layers:
    """Steps of all units in one column, a unit's own in falling order: the unit, the value of one filling, how many."""

    units: Whole
    values: Whole
    room: Whole

    def filled(self, fill: Whole) -> Whole:
        """How much of each step is used when each unit has so many openings filled: the first steps first."""
        before = np.cumsum(self.room) - self.room
        starts = np.zeros(len(fill), dtype=np.int64)
        firsts = np.flatnonzero(np.diff(self.units, prepend=-1))
        starts[self.units[firsts]] = before[firsts]
        return np.clip(fill[self.units] - (before - starts[self.units]), 0, self.room)


def layers(openings: list[int], needs: list[int], pinned: list[int], rules: Rules) -> Layers:
    """The steps of each unit.

    openings: posts of the unit, the pinned among them. needs: points of its need term, 0 to weights.need. pinned: posts
    people have already given away; they have used up the first steps. The first opening is worth twice a full layer, so
    that no unit is left with nobody for the sake of another's second; after that value falls with the share filled. A
    unit in full need weighs somewhat more than one in none (plan.need_divisor).
    """
    units, values, room = [], [], []
    top, scale = rules.plan.layers, rules.weights.need
    for unit, (posts, need, taken) in enumerate(zip(openings, needs, pinned, strict=True)):
        steps: dict[int, int] = {}
        for post in range(taken, posts):
            height = 2 * top if post == 0 else top - top * post // posts
            steps[height] = steps.get(height, 0) + 1
        for height, count in steps.items():
            units.append(unit)
            values.append(height * (rules.plan.need_divisor * scale + need))
            room.append(count)
    return Layers(np.array(units, np.int64), np.array(values, np.int64), np.array(room, np.int64))
