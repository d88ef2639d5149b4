"""All open vacancies of a day in columns: the same ranking as ranking.py, for one candidate or all, at once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.answers import NEVER, Answers, Points, Positions
from matching.candidate import Candidate
from matching.eligibility import (
    area_failure,
    shift_failure,
    start_failure,
    unit_type_failure,
    vacancy_failure,
    work_failure,
)
from matching.field import Field
from matching.geography import Travel
from matching.journeys import UNKNOWN, Journeys
from matching.rules import Rules
from matching.terms import hours_term, need_term, role_term, shift_term, start_term
from matching.ties import FIRST, SECOND, seed
from matching.vacancy import Vacancy

Seeds = NDArray[np.uint64]

# Pairs weighed at a time: few enough to stay in the processor's cache.
BLOCK = 1 << 16
# So many candidates with the same wish about work and place are weighed for themselves, fewer together with others.
ALIKE = 12
# Fields kept: more than there are trades and kinds of employment to combine in practice.
FIELDS = 256


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

    Every rule and term is asked through the same functions that rank one pair, so that the columns cannot come to
    another result.
    """

    def __init__(self, vacancies: Iterable[Vacancy], rules: Rules, travel: Travel, today: date) -> None:
        self.vacancies = tuple(
            sorted((v for v in vacancies if vacancy_failure(v, today) is None), key=lambda vacancy: vacancy.id)
        )
        self.seeds: Seeds = np.array([seed(v.id) for v in self.vacancies], dtype=np.uint64)
        self._rules = rules
        self._curve: Points = np.array(rules.travel.points, dtype=np.int16)
        self._journeys = Journeys(self.vacancies, rules, travel)
        self._fields: dict[Hashable, Field] = {}

        def work(who: Candidate, post: Vacancy) -> int:
            return NEVER if work_failure(who, post, rules) else role_term(who, post, rules).points

        def unit_type(who: Candidate, post: Vacancy) -> int:
            return NEVER if unit_type_failure(who, post.unit_type) else 0

        def area(who: Candidate, post: Vacancy) -> int:
            return NEVER if area_failure(who, post.district, travel.outside(post.district)) else 0

        def shift(who: Candidate, post: Vacancy) -> int:
            failed = shift_failure(who.shifts, who.shifts_excluded, post.shifts)
            return NEVER if failed else shift_term(who.shifts, post.shifts, rules).points

        def hours(who: Candidate, post: Vacancy) -> int:
            return hours_term(who, post.hours_min, post.hours_max, rules).points

        def start(who: Candidate, post: Vacancy) -> int:
            failed = start_failure(who.start, post.start, rules, today)
            return NEVER if failed else start_term(who.start, post.start, rules, today).points

        posts = self.vacancies
        self._work = Answers(posts, lambda v: (v.role, v.employment, v.accepts_unskilled), _work_wish, work)
        self._place = (
            Answers(posts, lambda v: v.unit_type, lambda c: (c.unit_types, c.unit_types_excluded), unit_type),
            Answers(posts, lambda v: v.district, _area_wish, area),
        )
        self._rest = (
            Answers(posts, lambda v: v.shifts, lambda c: (c.shifts, c.shifts_excluded), shift),
            Answers(posts, lambda v: (v.hours_min, v.hours_max), lambda c: (c.hours_min, c.hours_max), hours),
            Answers(posts, lambda v: v.start, lambda c: c.start, start),
        )
        needs = [need_term(post, rules, today).points for post in posts]
        self._whole = Field.whole(posts, needs, tuple(answers.codes for answers in (*self._place, *self._rest)))

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
        pairs = joined([_first(block, most, seeds, self.seeds) for block in self.blocks(candidates)])
        if len(candidates) == 1:
            return pairs
        order = np.argsort(pairs.candidates, kind="stable")
        return Pairs(pairs.candidates[order], pairs.vacancies[order], pairs.scores[order])

    def blocks(self, candidates: Sequence[Candidate]) -> Iterator[Block]:
        """Every candidate's score at every vacancy that the rules on work leave, a cacheful at a time.

        Candidates who wish the same about work and place share a narrow field of vacancies. Where only a few do, they
        share the wider field of those who wish the same about work, which costs less than many narrow ones.
        """
        alike: dict[tuple[Hashable, Hashable], list[int]] = {}
        for at, candidate in enumerate(candidates):
            alike.setdefault((_work_wish(candidate), _narrow_wish(candidate)), []).append(at)
        mixed: dict[Hashable, list[int]] = {}
        for (work, _), members in alike.items():
            if len(members) >= ALIKE:
                yield from self._field_blocks(candidates, members, narrow=True)
            else:
                mixed.setdefault(work, []).extend(members)
        for members in mixed.values():
            yield from self._field_blocks(candidates, members, narrow=False)

    def _field_blocks(self, candidates: Sequence[Candidate], members: list[int], *, narrow: bool) -> Iterator[Block]:
        field = self._work_field(candidates[members[0]])
        asked: tuple[Answers, ...] = (*self._place, *self._rest)
        if narrow:
            fixed = field.fixed
            for answers, codes in zip(self._place, field.codes, strict=False):
                fixed = fixed + answers.rows([candidates[members[0]]])[0][codes]
            kept = np.flatnonzero(fixed >= 0)
            field = field.part(kept, fixed[kept])
            asked = self._rest
        if not len(field.positions):
            return
        step = max(1, BLOCK // len(field.positions))
        for first in range(0, len(members), step):
            chosen = members[first : first + step]
            group = [candidates[at] for at in chosen]
            scores = self._travel_points(group, field)
            scores += field.fixed
            for answers, codes in zip(asked, field.codes[-len(asked) :], strict=True):
                scores += answers.rows(group).take(codes, axis=1)
            yield Block(np.array(chosen, dtype=np.int64), field.positions, scores)

    def _work_field(self, candidate: Candidate) -> Field:
        """What the rules on work leave. Candidates of one trade share it, so it is kept."""
        wish = _work_wish(candidate)
        field = self._fields.get(wish)
        if field is None:
            points = self._work.rows([candidate])[0][self._work.codes] if self.vacancies else self._whole.fixed
            kept = np.flatnonzero(points >= 0)
            field = self._whole.part(kept, points[kept] + self._whole.fixed[kept])
            if len(self._fields) >= FIELDS:
                self._fields.clear()
            self._fields[wish] = field
        return field

    def _travel_points(self, group: Sequence[Candidate], field: Field) -> Points:
        minutes = self._journeys.minutes(group, field)
        # The curve ends where it is 0, and so it goes on.
        points: Points = self._curve.take(minutes, mode="clip")
        limits = [
            # Of several origins all are districts, so that the precision of one is that of the nearest.
            UNKNOWN
            if member.max_minutes is None
            else member.max_minutes
            + self._rules.travel.slack_minutes[member.from_place.precision if member.from_place else "district"]
            for member in group
        ]
        if min(limits) < UNKNOWN:
            points[minutes > np.array(limits, dtype=np.int32)[:, np.newaxis]] = NEVER
        # Whoever has no place to measure from has none for any vacancy.
        points[minutes[:, 0] == UNKNOWN] = self._rules.travel.unknown_points
        return points


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Several columns of pairs, one after the other."""
    if not parts:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int16))
    if len(parts) == 1:
        return parts[0]
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


def _work_wish(candidate: Candidate) -> Hashable:
    """What decides which vacancies the rules on work leave."""
    return (candidate.role, candidate.authorisation, candidate.accepts_roles, candidate.employment)


def _area_wish(candidate: Candidate) -> Hashable:
    limited = candidate.from_place is not None and candidate.max_minutes is not None
    return (candidate.areas, candidate.areas_excluded, candidate.anywhere, candidate.outside, limited)


def _narrow_wish(candidate: Candidate) -> Hashable:
    """What decides which of those the rules on place and type of unit leave."""
    return (_area_wish(candidate), candidate.unit_types, candidate.unit_types_excluded)
