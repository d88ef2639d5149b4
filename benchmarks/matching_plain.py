"""The same ranking as one would write it in plain Python with some care: a loop, early exits, scores only."""

from __future__ import annotations

from datetime import date

from benchmarks.matching_pool import TODAY
from matching.candidate import Candidate
from matching.eligibility import CLOCK, area_failure, work_failure
from matching.geography import Travel, metric
from matching.rules import Rules
from matching.terms import need_term, role_term
from matching.ties import seed, tie
from matching.vacancy import Vacancy


class Plain:
    """Vacancies with what does not depend on the candidate worked out once."""

    def __init__(self, vacancies: list[Vacancy], rules: Rules, travel: Travel) -> None:
        self.rules, self.travel = rules, travel
        self.rows = [
            (v, metric(v.place.lat, v.place.lon), need_term(v, rules, TODAY).points, seed(v.id)) for v in vacancies
        ]

    def best(self, who: Candidate, most: int) -> list[tuple[str, int]]:
        """The first `most` vacancies as (id, score)."""
        rules, travel = self.rules, self.travel
        speed, slack = rules.travel.speeds[who.mode], rules.travel.slack_minutes
        starts = [metric(place.lat, place.lon) for place in travel.origins(who)]
        precision = who.from_place.precision if who.from_place else "district"
        limit = None if who.max_minutes is None else who.max_minutes + slack[precision]
        ready = max(who.start or TODAY, TODAY)
        last, own, curve = len(rules.travel.points) - 1, seed(who.id), rules.travel.points
        work: dict[object, int | None] = {}
        areas: dict[str, bool] = {}
        found = []
        for post, (east, north), need, number in self.rows:
            kind = (post.role, post.employment, post.accepts_unskilled)
            if kind not in work:
                failed = work_failure(who, post, rules)
                work[kind] = None if failed else role_term(who, post, rules).points
            role = work[kind]
            if role is None:
                continue
            if post.unit_type in who.unit_types_excluded or (who.unit_types and post.unit_type not in who.unit_types):
                continue
            if post.district not in areas:
                areas[post.district] = area_failure(who, post.district, travel.outside(post.district)) is None
            if not areas[post.district] or who.shifts_excluded & post.shifts:
                continue
            both = who.shifts & post.shifts
            if who.shifts and post.shifts:
                if not both or (who.shifts & CLOCK and post.shifts & CLOCK and not both & CLOCK):
                    continue
                shift = (2 * rules.weights.shift * len(both) + len(post.shifts)) // (2 * len(post.shifts))
            else:
                shift = rules.weights.shift
            journey = rules.travel.unknown_points
            if starts:
                metres = int(min((x - east) ** 2 + (y - north) ** 2 for x, y in starts) ** 0.5)
                way = -(-metres * rules.travel.detour_percent // (100 * speed.metres_per_minute))
                minutes = way + speed.extra_minutes
                if limit is not None and minutes > limit:
                    continue
                journey = curve[min(minutes, last)]
            start = self._start(ready, max(post.start or TODAY, TODAY))
            if start is None:
                continue
            found.append((-(journey + role + shift + self._hours(who, post) + start + need), tie(own, number), post.id))
        found.sort()
        return [(name, -score) for score, _, name in found[:most]]

    def _start(self, ready: date, wanted: date) -> int | None:
        rules, days = self.rules, (ready - wanted).days
        if days > rules.start_latest_days:
            return None
        lost = -(-max(0, abs(days) - rules.start_grace_days) // rules.start_days_per_point)
        return max(0, rules.weights.start - lost)

    def _hours(self, who: Candidate, post: Vacancy) -> int:
        more = max(0, (post.hours_min or 0) - who.hours_max) if who.hours_max is not None else 0
        fewer = max(0, (who.hours_min or 0) - post.hours_max) if post.hours_max is not None else 0
        return max(0, self.rules.weights.hours - (more + fewer) // self.rules.tenths_per_point)
