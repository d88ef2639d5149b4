"""Everything a plan was made from, kept in one piece, so that it can be made again with the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.geography import Travel
from matching.plan import plan
from matching.plan_erasure import taken_out
from matching.replay import opened, sealed, travel_from, travel_json
from matching.rules import Rules
from matching.vacancy import Vacancy


def snapshot_plan(
    candidates: Iterable[Candidate],
    vacancies: Iterable[Vacancy],
    rules: Rules,
    travel: Travel,
    today: date,
    *,
    decisions: Decisions | None = None,
    previous: Mapping[str, str] | None = None,
) -> bytes:
    """The inputs of `plan` with a digest of each part; `replay.damaged` names those that were changed since."""
    people = sorted(candidates, key=lambda candidate: candidate.id)
    posts = sorted(vacancies, key=lambda vacancy: vacancy.id)
    parts: dict[str, Any] = {
        "rules": {"version": rules.version, "digest": rules.digest},
        "today": today.isoformat(),
        "travel": travel_json(people, posts, travel),
        "decisions": (decisions or Decisions()).to_json(),
        "previous": dict(previous or {}),
        **{f"candidate:{candidate.id}": candidate.to_json() for candidate in people},
        **{f"vacancy:{vacancy.id}": vacancy.to_json() for vacancy in posts},
    }
    return sealed(parts)


def replay_plan(stored: bytes, rules: Rules) -> bytes:
    """The bytes of the plan made from this snapshot.

    rules: the version it was made with. Raises ValueError naming the damaged parts, the rules that are needed, or how
    many people were erased since: without them it would be another plan.
    """
    parts = opened(stored, rules)
    if gone := taken_out(stored):
        raise ValueError(f"candidates erased since, without whom this is another plan: {gone}")
    return plan(
        [Candidate.from_json(part) for name, part in parts.items() if name.startswith("candidate:")],
        [Vacancy.from_json(part) for name, part in parts.items() if name.startswith("vacancy:")],
        rules,
        travel_from(parts["travel"]),
        date.fromisoformat(parts["today"]),
        decisions=Decisions.from_json(parts["decisions"]),
        previous=parts["previous"],
    ).to_bytes()
