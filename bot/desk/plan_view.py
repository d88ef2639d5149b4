"""The plan as its page shows it: proposals, units, what changed, what is left for people, and a second opinion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.plans import Made
from bot.house import House
from bot.store.tables import candidacy, unit, vacancy
from matching.difference import Change
from matching.difference import in_words as change_in_words
from matching.geography import Travel
from matching.map import Spot, draw, in_words
from matching.place import Place
from matching.proposals import Placement, UnitFill
from matching.rules import Rules
from matching.what_if import opened_in_words, wish_in_words
from wording.language import Language, pick

PAGE = 50
SPOTS = 40  # More circles than this and nobody can read a map.


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the pool as the page names them: never more than a first name and a role."""

    public_id: str
    name: str
    role: str
    there: bool = True


@dataclass(frozen=True, slots=True)
class Post:
    """An opening as the page names it."""

    vacancy_id: str
    role: str
    unit_name: str
    unit_id: str
    district: str


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody's place before and after, and why it changed."""

    person: Person
    before: Post | None
    after: Post | None
    why: str


@dataclass(frozen=True, slots=True)
class Task:
    """Something the plan cannot solve: who or where, and what would help."""

    person: Person | None
    unit: UnitLine | None
    help: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How a unit comes out of the plan."""

    public_id: str
    name: str
    district: str
    openings: int
    filled: int
    reachable: int


class Cast:
    """Everybody and every place a page names, read in two questions and looked up by public id."""

    def __init__(self, people: Mapping[str, Person], posts: Mapping[str, Post]) -> None:
        self._people, self._posts = people, posts

    def person(self, public_id: str) -> Person:
        """A candidate; one who is gone has no name any more."""
        return self._people.get(public_id) or Person(public_id, "", "", there=False)

    def post(self, public_id: str | None) -> Post | None:
        """An opening; None for nowhere, or for one that is gone."""
        return self._posts.get(public_id) if public_id else None


async def cast_of(connection: AsyncConnection, house: House, people: Iterable[str], posts: Iterable[str]) -> Cast:
    """Reads the names a page needs."""
    wanted = sorted(set(people))
    own = candidacy.c.employer_id == house.employer.id
    rows = await connection.execute(
        select(candidacy.c.public_id, candidacy.c.summary).where(own, candidacy.c.public_id.in_(wanted))
    )
    known = {
        row.public_id: Person(
            row.public_id, str(row.summary.get("first_name") or ""), str(row.summary.get("role") or "")
        )
        for row in rows
    }
    places = await connection.execute(
        select(vacancy.c.public_id, vacancy.c.role, unit.c.name, unit.c.public_id.label("unit_id"), unit.c.district)
        .join(unit, unit.c.id == vacancy.c.unit_id)
        .where(vacancy.c.employer_id == house.employer.id, vacancy.c.public_id.in_(sorted(set(posts))))
    )
    return Cast(
        known, {row.public_id: Post(row.public_id, row.role, row.name, row.unit_id, row.district) for row in places}
    )


def proposals(made: Made) -> list[Placement]:
    """The proposals in the order people read them: unit by unit, a person's own decisions first."""
    return sorted(made.plan.placements, key=lambda row: (not row.pinned, row.unit_id, row.vacancy_id, row.candidate_id))


def worst_first(made: Made) -> list[UnitFill]:
    """The units that have openings, those with the smallest share filled first."""
    wanting = [row for row in made.plan.units if row.openings]
    return sorted(wanting, key=lambda row: (row.filled / row.openings, row.filled - row.openings, row.unit_id))


async def unit_lines(connection: AsyncConnection, house: House, fills: Sequence[UnitFill]) -> list[UnitLine]:
    """The same with names."""
    known = await _units(connection, house, [row.unit_id for row in fills])
    return [
        UnitLine(
            row.unit_id, known[row.unit_id].name, known[row.unit_id].district, row.openings, row.filled, row.reachable
        )
        for row in fills
        if row.unit_id in known
    ]


async def _units(connection: AsyncConnection, house: House, public_ids: Sequence[str]) -> dict[str, Any]:
    rows = await connection.execute(
        select(unit.c.public_id, unit.c.name, unit.c.district, unit.c.latitude, unit.c.longitude).where(
            unit.c.employer_id == house.employer.id, unit.c.public_id.in_(public_ids)
        )
    )
    return {row.public_id: row for row in rows}


def moves(changes: Sequence[Change], cast: Cast, language: Language) -> list[Move]:
    """Changes between two plans, with names and causes in words."""
    return [
        Move(
            cast.person(change.candidate_id),
            cast.post(change.before),
            cast.post(change.after),
            change_in_words(change, language),
        )
        for change in changes
    ]


async def tasks_of(
    connection: AsyncConnection, house: House, made: Made, language: Language
) -> tuple[list[Task], list[Task]]:
    """Candidates who fit nowhere and units nobody fits, each with the one change that would help most."""
    people, places = made.findings.body["worklist"]["candidates"], made.findings.body["worklist"]["units"]
    cast = await cast_of(connection, house, (row[0] for row in people), ())
    fills = {row.unit_id: row for row in made.plan.units}
    lines = await unit_lines(connection, house, [fills[row[0]] for row in places if row[0] in fills])
    by_id = {line.public_id: line for line in lines}
    return (
        [Task(cast.person(row[0]), None, _candidate_help(row, language)) for row in people],
        [Task(None, by_id[row[0]], _unit_help(row, language)) for row in places if row[0] in by_id],
    )


def _candidate_help(row: Sequence[Any], language: Language) -> str:
    _, cause, value, opens = row
    if cause == "nothing":
        return pick(
            language, "Der er ingen ledige stillinger at sammenligne med.", "There are no openings to compare with."
        )
    if cause == "several":
        return pick(language, "Mere end én ting skal være anderledes.", "More than one thing would have to change.")
    return opened_in_words(cause, value, opens, language)


def _unit_help(row: Sequence[Any], language: Language) -> str:
    _, cause, value, opens = row
    if cause == "nothing":
        return pick(language, "Der er ingen kandidater at sammenligne med.", "There are no candidates to compare with.")
    if cause == "several":
        return pick(language, "Mere end én ting skal være anderledes.", "More than one thing would have to change.")
    wish = wish_in_words(cause, value, language)
    people = pick(language, "kandidat" if opens == 1 else "kandidater", "candidate" if opens == 1 else "candidates")
    return f"{wish}: {opens} {people}."


async def map_of(
    connection: AsyncConnection, house: House, made: Made, rules: Rules, travel: Travel, language: Language
) -> tuple[str, list[str]]:
    """The units with most openings left over as a picture, and the same in sentences."""
    fills = sorted(made.plan.units, key=lambda row: (row.filled - row.openings, row.unit_id))[:SPOTS]
    known = await _units(connection, house, [row.unit_id for row in fills if row.openings])
    spots = [
        Spot(
            place.name,
            Place(place.name, place.latitude, place.longitude, "street"),
            row.openings - row.filled,
            pick(language, f"{row.filled} foreslået", f"{row.filled} proposed"),
        )
        for row in fills
        if (place := known.get(row.unit_id)) is not None
    ]
    return draw(spots, None, travel, rules, language), in_words(spots, None, language)
