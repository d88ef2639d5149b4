"""From the answers that stand to the candidate the rules see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.places import home_place, wanted_place
from bot.store.tables import answer, candidacy
from config.files import ConfigFiles
from matching.candidate import Authorisation, Candidate, Mode

MODES = frozenset({"bike", "transit", "car"})


class UnknownCandidacyError(LookupError):
    """There is no such candidacy."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer that was not withdrawn: its value, the words that gave it and who said it."""

    value: Any
    words: str = ""
    said_by: str = "candidate"


async def candidate_of(connection: AsyncConnection, house: House, candidacy_id: int) -> Candidate:
    """The candidate as the rules see it now, from the standing answers only. Raises UnknownCandidacyError."""
    rows = (
        await connection.execute(
            select(
                candidacy.c.public_id, candidacy.c.door, answer.c.fact, answer.c.value, answer.c.words, answer.c.said_by
            )
            .select_from(
                candidacy.outerjoin(answer, (answer.c.candidacy_id == candidacy.c.id) & answer.c.withdrawn_at.is_(None))
            )
            .where(candidacy.c.id == candidacy_id, candidacy.c.employer_id == house.employer.id)
        )
    ).all()
    if not rows:
        raise UnknownCandidacyError(f"there is no candidacy {candidacy_id}")
    standing = {row.fact: Standing(row.value, row.words, row.said_by) for row in rows if row.fact is not None}
    return candidate_from(rows[0].public_id, rows[0].door, standing, house.files)


def candidate_from(public_id: str, door: str, standing: Mapping[str, Standing], files: ConfigFiles) -> Candidate:
    """A candidate from facts by name. A value that cannot be read counts as not known; it never stops a ranking."""
    known = {fact: said.value for fact, said in standing.items()}
    role = known["role"] if isinstance(known.get("role"), str) else ""
    areas = _codes(known.get("areas"))
    hours = known.get("hours_per_week")
    limit = known.get("max_minutes")
    if known.get("near_home") is True:
        # Home tracks ethnicity, so it counts only for those who themselves asked to work near it.
        from_place = home_place(files, _codes(known.get("home_areas")))
    else:
        words = standing["areas"].words if "areas" in standing else ""
        from_place = wanted_place(files, _codes(known.get("postcodes")), words, areas)
    return Candidate(
        id=public_id,
        role=role,
        authorisation=_authorisation(role, standing),
        accepts_roles=frozenset(
            fact.partition(":")[2] for fact, value in known.items() if fact.startswith("accepts:") and value is True
        ),
        areas=areas,
        areas_excluded=_codes(known.get("areas_excluded")),
        anywhere=known.get("anywhere") is True,
        outside=bool(known.get("outside")),
        from_place=from_place,
        mode=cast("Mode", known["travel_mode"]) if known.get("travel_mode") in MODES else "transit",
        max_minutes=limit if isinstance(limit, int) and not isinstance(limit, bool) else None,
        hours_min=_tenths(hours, "min"),
        hours_max=_tenths(hours, "max"),
        shifts=_codes(known.get("shifts")),
        shifts_excluded=_codes(known.get("shifts_excluded")),
        start=_day(known.get("start")),
        employment=_codes(known.get("employment")),
        unit_types=_codes(known.get("unit_types")),
        unit_types_excluded=_codes(known.get("unit_types_excluded")),
        door=door,
    )


def _authorisation(role: str, standing: Mapping[str, Standing]) -> Authorisation:
    """A claim by text is never more than a claim: only a recruiter who looked it up makes it verified."""
    checked = standing.get(f"verified:{role}")
    if checked is not None and checked.value is True and checked.said_by.startswith("recruiter:"):
        return "verified"
    claim = standing.get(f"authorised:{role}")
    if claim is not None and claim.value is True:
        return "claimed"
    return "pending" if claim is not None and claim.value == "pending" else "none"


def _codes(value: Any) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(code for code in value if isinstance(code, str)) if isinstance(value, list) else frozenset()


def _tenths(value: Any, end: str) -> int | None:
    hours = value.get(end) if isinstance(value, dict) else None
    return round(hours * 10) if isinstance(hours, int | float) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None  # "asap" is what None means to the ranking.
