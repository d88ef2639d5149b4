"""All open vacancies of a day in columns: the same ranking as ranking.py, for one candidate or all, at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.candidate import Candidate
from matching.eligibility import (
    area_failure,
    shift_failure,
    start_failure,
    unit_type_failure,
    vacancy_failure,
    work_failure,
)
from matching.geography import Travel, metric
from matching.place import Place
from matching.rules import Rules
from matching.terms import hours_term, need_term, role_term, shift_term, start_term
from matching.ties import FIRST, SECOND, seed
from matching.vacancy import Vacancy

Points = NDArray[np.int16]
Positions = NDArray[np.int64]
Seeds = NDArray[np.uint64]

# Points of a pair that failed a rule: so far down that no sum of terms lifts it back to nothing or more.
NEVER = -1000
# Pairs weighed at a time: small enough to stay in the processor's cache.
BLOCK = 1 << 17


@dataclass(frozen=True, slots=True)
class Block:
    """Some candidates against some vacancies: positions of both, and a score a pair; below 0 is not eligible."""

    candidates: Positions
    vacancies: Positions
    scores: Points


@dataclass(frozen=True, slots=True)
class Pairs:
    """Eligible pairs as three columns: position of the candidate, position of the vacancy, score."""

    candidates: Positions
    vacancies: Positions
    scores: Points


class Board:
    """The vacancies that may be ranked today. `vacancies` are in the order of their ids; positions count in it.

    Every rule and term is asked once for each distinct value and not for each vacancy, through the same functions that
    rank one pair, so that the columns cannot come to another result.
    """

    def __init__(self, vacancies: Iterable[Vacancy], rules: Rules, travel: Travel, today: date) -> None:
        self.vacancies = tuple(
            sorted((v for v in vacancies if vacancy_failure(v, today) is None), key=lambda vacancy: vacancy.id)
        )
        self.rules, self.travel, self.today = rules, travel, today
        self.seeds: Seeds = np.array([seed(v.id) for v in self.vacancies], dtype=np.uint64)
        self._need = _points([need_term(v, rules, today).points for v in self.vacancies])
        metres = np.array([metric(v.place.lat, v.place.lon) for v in self.vacancies], dtype=np.int64).reshape(-1, 2)
        self._east, self._north = np.ascontiguousarray(metres[:, 0]), np.ascontiguousarray(metres[:, 1])
        self._work, self._work_of = self._distinct(lambda v: (v.role, v.employment, v.accepts_unskilled))
        self._types, self._type_of = self._distinct(lambda v: v.unit_type)
        self._districts, self._district_of = self._distinct(lambda v: v.district)
        self._shifts, self._shift_of = self._distinct(lambda v: v.shifts)
        self._hours, self._hours_of = self._distinct(lambda v: (v.hours_min, v.hours_max))
        self._starts, self._start_of = self._distinct(lambda v: v.start)
        self._rows: dict[Hashable, Points] = {}
        self._curve = _points(rules.travel.points)
        self._table: dict[tuple[str, str], dict[str, int]] = {}
        for (origin, unit, mode), minutes in travel.minutes.items():
            self._table.setdefault((origin, mode), {})[unit] = minutes

    def best(self, candidate: Candidate, most: int | None = None) -> list[tuple[str, int]]:
        """The candidate's first `most` vacancies (None: all) in order, as (vacancy id, score)."""
        pairs = self.top([candidate], len(self.vacancies) if most is None else most)
        return [
            (self.vacancies[at].id, score)
            for at, score in zip(pairs.vacancies.tolist(), pairs.scores.tolist(), strict=True)
        ]

    def top(self, candidates: Sequence[Candidate], most: int) -> Pairs:
        """The first `most` vacancies of every candidate, grouped by candidate in the order they were given."""
        seeds: Seeds = np.array([seed(candidate.id) for candidate in candidates], dtype=np.uint64)
        found = [_first(block, most, seeds, self.seeds) for block in self.blocks(candidates)]
        pairs = joined(found)
        order = np.argsort(pairs.candidates, kind="stable")
        return Pairs(pairs.candidates[order], pairs.vacancies[order], pairs.scores[order])

    def blocks(self, candidates: Sequence[Candidate]) -> Iterator[Block]:
        """Every candidate's score at every vacancy that the rules on work and place leave, a cacheful at a time."""
        alike: dict[Hashable, list[int]] = {}
        for at, candidate in enumerate(candidates):
            alike.setdefault(_wish(candidate), []).append(at)
        for members in alike.values():
            field, fixed = self._field(candidates[members[0]])
            if not len(field):
                continue
            step = max(1, BLOCK // len(field))
            for first in range(0, len(members), step):
                chosen = members[first : first + step]
                scores = self._scores([candidates[at] for at in chosen], field, fixed)
                yield Block(np.array(chosen, dtype=np.int64), field, scores)

    def _field(self, candidate: Candidate) -> tuple[Positions, Points]:
        """What the rules on work and place leave to a candidate, and the points that are the same for all like them."""
        points = self._work_points(candidate)[self._work_of]
        if candidate.unit_types or candidate.unit_types_excluded:
            points = points + self._type_points(candidate)[self._type_of]
        areas = _allowed(
            area_failure(candidate, post.district, self.travel.outside(post.district)) is None
            for post in self._districts
        )
        points = points + areas[self._district_of]
        field = np.flatnonzero(points >= 0)
        return field, points[field] + self._need[field]

    def _scores(self, members: Sequence[Candidate], field: Positions, fixed: Points) -> Points:
        scores = self._travel_points(members, field) + fixed
        for rows, codes in (
            ([self._shift_points(member) for member in members], self._shift_of),
            ([self._hours_points(member) for member in members], self._hours_of),
            ([self._start_points(member) for member in members], self._start_of),
        ):
            scores += np.take(np.stack(rows), codes[field], axis=1)
        return scores

    def _travel_points(self, members: Sequence[Candidate], field: Positions) -> Points:
        known: dict[Hashable, int] = {}
        rows: list[Points] = []
        for member in members:
            key = (member.from_place or member.areas, member.mode, member.max_minutes)
            if key not in known:
                known[key] = len(rows)
                rows.append(self._journey_points(member, field))
        if len(rows) == 1:
            return np.repeat(rows[0][np.newaxis], len(members), axis=0)
        chosen = [known[member.from_place or member.areas, member.mode, member.max_minutes] for member in members]
        return np.stack(rows)[chosen]

    def _journey_points(self, member: Candidate, field: Positions) -> Points:
        origins = self.travel.origins(member)
        if not origins:
            return np.full(len(field), self.rules.travel.unknown_points, dtype=np.int16)
        minutes = self._minutes(origins[0], member.mode, field)
        for origin in origins[1:]:
            np.minimum(minutes, self._minutes(origin, member.mode, field), out=minutes)
        points = self._curve[np.minimum(minutes, len(self._curve) - 1)]
        if member.max_minutes is not None:
            # Of several origins all are districts, so that the precision of the first is that of the nearest.
            limit = member.max_minutes + self.rules.travel.slack_minutes[origins[0].precision]
            points[minutes > limit] = NEVER
        return points

    def _minutes(self, origin: Place, mode: str, field: Positions) -> Positions:
        x, y = metric(origin.lat, origin.lon)
        east, north = self._east[field] - x, self._north[field] - y
        # The root of a whole number below 2**52 is rounded correctly, so this is isqrt.
        metres = np.sqrt((east * east + north * north).astype(np.float64)).astype(np.int64)
        speed, detour = self.rules.travel.speeds[mode], self.rules.travel.detour_percent
        metres *= -detour
        minutes: Positions = speed.extra_minutes - metres // (100 * speed.metres_per_minute)
        table = self._table.get((origin.name, mode))
        if table:
            known = np.array([table.get(self.vacancies[at].unit_id, -1) for at in field.tolist()], dtype=np.int64)
            minutes = np.where(known < 0, minutes, known)
        return minutes

    def _work_points(self, who: Candidate) -> Points:
        def ask(post: Vacancy) -> int:
            failed = work_failure(who, post, self.rules) is not None
            return NEVER if failed else role_term(who, post, self.rules).points

        key = ("work", who.role, who.authorisation, who.accepts_roles, who.employment)
        return self._row(key, lambda: [ask(post) for post in self._work])

    def _type_points(self, who: Candidate) -> Points:
        return _allowed(unit_type_failure(who, post.unit_type) is None for post in self._types)

    def _shift_points(self, who: Candidate) -> Points:
        def ask(post: Vacancy) -> int:
            failed = shift_failure(who.shifts, who.shifts_excluded, post.shifts) is not None
            return NEVER if failed else shift_term(who.shifts, post.shifts, self.rules).points

        key = ("shift", who.shifts, who.shifts_excluded)
        return self._row(key, lambda: [ask(post) for post in self._shifts])

    def _hours_points(self, who: Candidate) -> Points:
        key = ("hours", who.hours_min, who.hours_max)
        return self._row(
            key, lambda: [hours_term(who, post.hours_min, post.hours_max, self.rules).points for post in self._hours]
        )

    def _start_points(self, who: Candidate) -> Points:
        def ask(post: Vacancy) -> int:
            failed = start_failure(who.start, post.start, self.rules, self.today) is not None
            return NEVER if failed else start_term(who.start, post.start, self.rules, self.today).points

        return self._row(("start", who.start), lambda: [ask(post) for post in self._starts])

    def _row(self, key: Hashable, ask: Callable[[], list[int]]) -> Points:
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = _points(ask())
        return row

    def _distinct(self, value: Callable[[Vacancy], Hashable]) -> tuple[tuple[Vacancy, ...], Positions]:
        """One vacancy for each distinct value, and for every vacancy which of them it is like."""
        first: dict[Hashable, int] = {}
        examples: list[Vacancy] = []
        codes = []
        for vacancy in self.vacancies:
            code = first.setdefault(value(vacancy), len(examples))
            if code == len(examples):
                examples.append(vacancy)
            codes.append(code)
        return tuple(examples), np.array(codes, dtype=np.int64)


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Several columns of pairs, one after the other."""
    if not parts:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int16))
    return Pairs(
        np.concatenate([part.candidates for part in parts]),
        np.concatenate([part.vacancies for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )


def ties(one: Seeds, other: Seeds) -> Seeds:
    """`ties.tie` for columns of seeds."""
    mixed = one ^ other
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(FIRST)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(SECOND)
    return mixed ^ (mixed >> np.uint64(31))


def _first(block: Block, most: int, candidate_seeds: Seeds, vacancy_seeds: Seeds) -> Pairs:
    """The first `most` of each row of a block, in order."""
    width = block.scores.shape[1]
    if most < width:
        floor = np.partition(block.scores, width - most, axis=1)[:, width - most, np.newaxis]
        rows, columns = np.nonzero(block.scores >= np.maximum(floor, 0))
    else:
        rows, columns = np.nonzero(block.scores >= 0)
    scores = block.scores[rows, columns]
    candidates, vacancies = block.candidates[rows], block.vacancies[columns]
    drawn = ties(candidate_seeds[candidates], vacancy_seeds[vacancies])
    # The last key counts first; a pair of equal draws stays in the order of the ids, in which vacancies are kept.
    order = np.lexsort((drawn, -scores, rows))
    place = np.arange(len(order)) - np.searchsorted(rows, rows)
    order = order[place < most]
    return Pairs(candidates[order], vacancies[order], scores[order])


def _wish(candidate: Candidate) -> Hashable:
    """What decides which vacancies the rules on work and place leave."""
    return (
        candidate.role,
        candidate.authorisation,
        candidate.accepts_roles,
        candidate.employment,
        candidate.unit_types,
        candidate.unit_types_excluded,
        candidate.areas,
        candidate.areas_excluded,
        candidate.anywhere,
        candidate.outside,
        candidate.from_place is not None and candidate.max_minutes is not None,
    )


def _allowed(answers: Iterable[bool]) -> Points:
    return _points([0 if allowed else NEVER for allowed in answers])


def _points(values: Sequence[Any]) -> Points:
    return np.array(values, dtype=np.int16)
