"""Everything a ranking was made from, kept in one piece, so that it can be made again and tampering is named."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from matching.candidate import Candidate
from matching.geography import Travel
from matching.place import Place
from matching.ranking import canonical, rank
from matching.rules import Rules
from matching.travel_table import Table
from matching.vacancy import Vacancy


def snapshot(candidate: Candidate, vacancies: Iterable[Vacancy], rules: Rules, travel: Travel, today: date) -> bytes:
    """The inputs of `rank` with a digest of each part, as canonical JSON.

    Of a travel table only the minutes this ranking used are kept, so that it stays small and needs no old table.
    """
    listed = sorted(vacancies, key=lambda vacancy: vacancy.id)
    parts: dict[str, Any] = {
        "candidate": candidate.to_json(),
        "rules": {"version": rules.version, "digest": rules.digest},
        "today": today.isoformat(),
        "travel": travel_json([candidate], listed, travel),
        **{f"vacancy:{vacancy.id}": vacancy.to_json() for vacancy in listed},
    }
    return sealed(parts)


def damaged(stored: bytes) -> tuple[str, ...]:
    """The parts of a snapshot that are not what they were when it was taken: changed, added or missing."""
    plain = json.loads(stored)
    parts, digests = plain["parts"], plain["digests"]
    return tuple(
        name
        for name in sorted(parts.keys() | digests.keys())
        if name not in parts or digests.get(name) != digest(parts[name])
    )


def replay(stored: bytes, rules: Rules) -> bytes:
    """The bytes of the ranking made from this snapshot.

    rules: the version it was made with. Raises ValueError naming the damaged parts, or the rules that are needed.
    """
    parts = opened(stored, rules)
    vacancies = [Vacancy.from_json(part) for name, part in parts.items() if name.startswith("vacancy:")]
    return rank(
        Candidate.from_json(parts["candidate"]),
        vacancies,
        rules,
        travel_from(parts["travel"]),
        date.fromisoformat(parts["today"]),
    ).to_bytes()


def sealed(parts: dict[str, Any]) -> bytes:
    """Named parts with a digest of each, as canonical JSON."""
    return canonical({"parts": parts, "digests": {name: digest(part) for name, part in parts.items()}})


def opened(stored: bytes, rules: Rules) -> dict[str, Any]:
    """The parts of a snapshot, once they are known to be whole and made with these rules. Raises ValueError if not."""
    broken = damaged(stored)
    if broken:
        raise ValueError(f"the stored inputs were changed: {', '.join(broken)}")
    parts: dict[str, Any] = json.loads(stored)["parts"]
    asked = parts["rules"]
    if (rules.version, rules.digest) != (asked["version"], asked["digest"]):
        raise ValueError(f"made with rules {asked['version']} ({asked['digest'][:12]}), not {rules.version}")
    return parts


def digest(part: Any) -> str:
    """SHA-256 of a part in canonical form, in hexadecimal."""
    return sha256(canonical(part)).hexdigest()


def travel_json(candidates: Iterable[Candidate], vacancies: list[Vacancy], travel: Travel) -> dict[str, Any]:
    """What of a travel table these people and vacancies use, and the centres of the districts."""
    plain: dict[str, Any] = {
        "version": travel.version,
        "source": travel.source,
        "districts": {name: place.to_json() for name, place in travel.districts.items()},
    }
    if travel.table is None:
        return plain
    starts = {(origin, candidate.mode) for candidate in candidates for origin in travel.origins(candidate)}
    used = travel.table.part(starts, {(vacancy.unit_id, vacancy.place) for vacancy in vacancies})
    return {**plain, "table": used.to_json()}


def travel_from(plain: dict[str, Any]) -> Travel:
    """The distances that `travel_json` described."""
    districts = {name: Place.from_json(place) for name, place in plain["districts"].items()}
    table = Table.from_json(plain["table"]) if "table" in plain else None
    return Travel(plain["version"], plain["source"], districts, table)
