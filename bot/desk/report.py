"""What a lead needs to know, counted in the database: promises, times, suggestions and their spread. No persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House

# Fewer than this in a row could be somebody one knows: the row is told as "under five".
FEW = 5

NOW = """
    SELECT count(*) FILTER (WHERE needs IS NOT NULL) AS waiting,
      count(*) FILTER (WHERE needs IS NOT NULL AND due_at < :now) AS late,
      count(*) FILTER (WHERE needs IS NOT NULL AND due_at >= :now AND due_at < :tonight) AS today,
      count(*) FILTER (WHERE needs IS NOT NULL AND summary ->> 'possible' = '0') AS nowhere,
      count(*) FILTER (WHERE needs IS NULL AND parked_until > :day) AS parked
    FROM candidacy WHERE employer_id = :employer AND (needs IS NOT NULL OR parked_until IS NOT NULL)
    """
BEFORE_UNITS = """
    SELECT count(*) AS number, count(*) FILTER (WHERE answer_by < :now) AS late FROM suggestion
    WHERE employer_id = :employer AND state IN ('proposed', 'sent') AND released_at IS NULL
    """
# A promise that was moved was not kept: it is counted by itself, and so is the new one that took its place.
PROMISES = """
    SELECT count(*) FILTER (WHERE kept_how = 'renewed') AS moved,
      count(*) FILTER (WHERE kept_how IS DISTINCT FROM 'renewed' AND kept_at <= due_at) AS kept,
      count(*) FILTER (WHERE kept_how IS DISTINCT FROM 'renewed' AND kept_at > due_at) AS late,
      count(*) FILTER (WHERE kept_at IS NULL AND due_at < :now) AS broken,
      count(*) FILTER (WHERE kept_at IS NULL AND due_at >= :now) AS open
    FROM promise WHERE employer_id = :employer AND made_at >= :since
    """
# From the confirmed profile to the first suggestion or the first word of a person, whichever came first.
FIRST_ANSWER = """
    WITH first AS (
      SELECT c.confirmed_at, least(
        (SELECT min(s.proposed_at) FROM suggestion s WHERE s.candidacy_id = c.id AND s.proposed_at >= c.confirmed_at),
        (SELECT min(e.at) FROM event e WHERE e.stream_id = c.id AND e.at >= c.confirmed_at
           AND e.verb IN ('wrote', 'kept_word', 'took_over'))) AS at
      FROM candidacy c WHERE c.employer_id = :employer AND c.confirmed_at >= :since)
    SELECT count(*) AS confirmed, count(at) AS answered,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM at - confirmed_at)) AS median,
      percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM at - confirmed_at)) AS slow
    FROM first
    """
UNIT_ANSWER = """
    SELECT count(*) AS asked, count(answered_at) AS answered,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - proposed_at)) AS median,
      percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - proposed_at)) AS slow
    FROM suggestion WHERE employer_id = :employer AND proposed_at >= :since AND state <> 'withdrawn'
    """
OUTCOMES = """
    count(s.id) AS suggestions, count(s.id) FILTER (WHERE s.state = 'accepted') AS yes,
    count(s.id) FILTER (WHERE s.state = 'declined') AS no, count(s.id) FILTER (WHERE s.state = 'expired') AS silent,
    count(s.id) FILTER (WHERE s.decline_reason = 'hired') AS hired
    """
BY_UNIT = f"""
    WITH posts AS (SELECT unit_id, sum(openings) AS openings FROM vacancy
      WHERE employer_id = :employer AND closed_at IS NULL GROUP BY unit_id)
    SELECT u.public_id, u.name, u.district, coalesce(posts.openings, 0) AS openings, {OUTCOMES}
    FROM unit u LEFT JOIN posts ON posts.unit_id = u.id
      LEFT JOIN suggestion s ON s.unit_id = u.id AND s.proposed_at >= :since AND s.state <> 'withdrawn'
    WHERE u.employer_id = :employer
    GROUP BY u.id, posts.openings HAVING coalesce(posts.openings, 0) > 0 OR count(s.id) > 0
    ORDER BY count(s.id), coalesce(posts.openings, 0) DESC, u.name
    """  # noqa: S608  # Our own columns, no values.
BY_ROLE = f"""
    SELECT v.role AS code, {OUTCOMES} FROM suggestion s JOIN vacancy v ON v.id = s.vacancy_id
    WHERE s.employer_id = :employer AND s.proposed_at >= :since AND s.state <> 'withdrawn'
    GROUP BY v.role ORDER BY count(s.id) DESC, v.role
    """  # noqa: S608
CONFIRMED = """
    WITH people AS (
      SELECT c.id, c.stage, c.summary, EXISTS (SELECT FROM suggestion s WHERE s.candidacy_id = c.id) AS suggested,
        EXISTS (SELECT FROM interview i WHERE i.candidacy_id = c.id AND i.agreed_at IS NOT NULL) AS met,
        (SELECT t.language FROM conversation t WHERE t.candidacy_id = c.id ORDER BY t.id LIMIT 1) AS language
      FROM candidacy c WHERE c.employer_id = :employer AND c.confirmed_at >= :since AND c.stage <> 'erased')
    """
COUNTED = """count(*) AS people, count(*) FILTER (WHERE suggested) AS suggested, count(*) FILTER (WHERE met) AS met,
      count(*) FILTER (WHERE stage = 'hired') AS hired"""
BY_AREA = f"""{CONFIRMED} SELECT area AS code, {COUNTED} FROM people
    CROSS JOIN LATERAL (SELECT jsonb_array_elements_text(CASE WHEN jsonb_typeof(summary -> 'areas') = 'array'
        AND jsonb_array_length(summary -> 'areas') > 0 THEN summary -> 'areas' ELSE '[""]'::jsonb END) AS area) a
    GROUP BY area ORDER BY count(*) DESC, area"""  # noqa: S608
BY_LANGUAGE = f"""{CONFIRMED} SELECT coalesce(language, '') AS code, {COUNTED} FROM people
    GROUP BY 1 ORDER BY count(*) DESC, 1"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Spread:
    """How suggestions were shared among the units with openings. gini: 0 all alike, 1 all to one; None without any."""

    units: int
    without: int
    most: int
    gini: float | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything on the page. Times in seconds; rows as the database gives them, named by its columns."""

    now: Any
    before_units: Any
    promises: Any
    first_answer: Any
    unit_answer: Any
    by_unit: Sequence[Any]
    by_role: Sequence[Any]
    by_area: Sequence[Any]
    by_language: Sequence[Any]
    spread: Spread

    @property
    def kept_share(self) -> int | None:
        """Percent of the promises that fell due in time or were answered, and were kept in time; None without any."""
        settled = self.promises.kept + self.promises.late + self.promises.moved + self.promises.broken
        return round(100 * self.promises.kept / settled) if settled else None


async def numbers(connection: AsyncConnection, house: House, since: datetime) -> Numbers:
    """Counts everything from `since` to now. Rows about people have groups of FEW and more; smaller ones say so."""
    now = house.now()
    day = house.local(now).date()
    given: Mapping[str, Any] = {
        "employer": house.employer.id,
        "since": since,
        "now": now,
        "day": day,
        "tonight": house.on_day(day, hour=23),
    }

    async def rows(query: str) -> Sequence[Any]:
        names = {name: given[name] for name in given if f":{name}" in query}
        return (await connection.execute(text(query), names)).all()

    by_unit = await rows(BY_UNIT)
    return Numbers(
        now=(await rows(NOW))[0],
        before_units=(await rows(BEFORE_UNITS))[0],
        promises=(await rows(PROMISES))[0],
        first_answer=(await rows(FIRST_ANSWER))[0],
        unit_answer=(await rows(UNIT_ANSWER))[0],
        by_unit=by_unit,
        by_role=await rows(BY_ROLE),
        by_area=await rows(BY_AREA),
        by_language=await rows(BY_LANGUAGE),
        spread=spread_of([(row.suggestions, row.openings) for row in by_unit]),
    )


def spread_of(units: Sequence[tuple[int, int]]) -> Spread:
    """The spread of suggestions over units that lack somebody, as (suggestions, openings); each unit counts by openings."""
    wanting = sorted((got / lacks, lacks, got) for got, lacks in units if lacks)
    total, weight = sum(got for _, _, got in wanting), sum(lacks for _, lacks, _ in wanting)
    gini = None
    if total:
        # Twice the area between the line of equal shares and the shares as they are, one opening after the other.
        before, area = 0.0, 0.0
        for _, lacks, got in wanting:
            area += lacks / weight * (2 * before + got) / total
            before += got
        gini = round(1 - area, 2)
    return Spread(
        len(wanting), sum(1 for _, _, got in wanting if not got), max((got for _, _, got in wanting), default=0), gini
    )
