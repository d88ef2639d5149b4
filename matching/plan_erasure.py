"""What is kept of a plan as if somebody had never been in it, and marked so that nobody takes it for what was made."""

from __future__ import annotations

import json
from typing import Any

from matching.candidate import Candidate
from matching.ranking import canonical
from matching.replay import damaged, digest, travel_from, travel_json
from matching.vacancy import Vacancy

MARK = "taken_out"  # How many people are missing since: beside the digests of inputs, and on top of a result.


def taken_out(stored: bytes) -> int:
    """How many people were taken out of kept inputs, or of a kept result, since the plan was made."""
    return int(json.loads(stored).get(MARK, 0))


def inputs_without(stored: bytes, candidate_id: str) -> bytes | None:
    """A plan's inputs without a candidate: no wish, no decision, no place they set out from. Others' parts are untouched.

    None for inputs that are not what they were made: nothing may be sealed anew that somebody changed.
    """
    plain = json.loads(stored)
    parts, digests = plain["parts"], plain["digests"]
    own = f"candidate:{candidate_id}"
    if damaged(stored):
        return None
    if candidate_id not in stored.decode():
        return stored
    parts.pop(own, None)
    digests.pop(own, None)
    people = [Candidate.from_json(part) for name, part in parts.items() if name.startswith("candidate:")]
    posts = [Vacancy.from_json(part) for name, part in parts.items() if name.startswith("vacancy:")]
    parts |= {name: without(parts[name], candidate_id) for name in ("decisions", "previous")}
    parts["travel"] = travel_json(people, sorted(posts, key=lambda post: post.id), travel_from(parts["travel"]))
    digests |= {name: digest(parts[name]) for name in ("decisions", "previous", "travel")}
    return canonical({**plain, MARK: plain.get(MARK, 0) + 1})


def result_without(stored: bytes, candidate_id: str) -> bytes:
    """A plan's result without a candidate; the place that was proposed for them is nobody's."""
    if candidate_id not in stored.decode():
        return stored
    plain = json.loads(stored)
    freed = [row["unit_id"] for row in plain["plan"]["placements"] if row["candidate_id"] == candidate_id]
    plain = without(plain, candidate_id)
    for unit in plain["plan"]["units"]:
        unit["filled"] -= freed.count(unit["unit_id"])
    return canonical({**plain, MARK: plain.get(MARK, 0) + 1})


def without(thing: Any, candidate_id: str) -> Any:
    """Plain data without what is keyed by, or is a row of, this candidate."""
    if isinstance(thing, dict):
        return {name: without(inner, candidate_id) for name, inner in thing.items() if name != candidate_id}
    if isinstance(thing, list):
        return [without(inner, candidate_id) for inner in thing if not _about(inner, candidate_id)]
    return thing


def _about(row: Any, candidate_id: str) -> bool:
    inner = row.values() if isinstance(row, dict) else row if isinstance(row, list) else (row,)
    return any(isinstance(value, str) and value == candidate_id for value in inner)
