"""What changed between two plans of the pool, person by person, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from matching.decisions import Decisions
from matching.proposals import Placement, Plan
from wording.language import Language, pick

Cause = Literal[
    "pinned", "held", "forbidden", "left", "arrived", "post_gone", "better", "made_room", "found_place", "lost_place"
]


@dataclass(frozen=True, slots=True)
class Change:
    """One candidate's proposal yesterday and today, as vacancy ids (None: nowhere), and the first cause that fits.

    points: today's points less yesterday's, where the candidate has a place in both.
    """

    candidate_id: str
    before: str | None
    after: str | None
    cause: Cause
    points: int


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, and the sums a person weighs them by: after less before."""

    changes: tuple[Change, ...]
    placements: int
    score: int
    kept: int


def difference(before: Plan, after: Plan, decisions: Decisions | None = None) -> Difference:
    """What `after` does otherwise than `before`. decisions: those that `after` was made with."""
    decided = decisions or Decisions()
    old = {row.candidate_id: row for row in before.placements}
    new = {row.candidate_id: row for row in after.placements}
    known = old.keys() | set(before.unplaced) | set(before.without)
    present = new.keys() | set(after.unplaced) | set(after.without)
    changes = []
    for who in sorted(old.keys() | new.keys()):
        one, other = old.get(who), new.get(who)
        if one is not None and other is not None and one.vacancy_id == other.vacancy_id:
            continue
        cause = _decided(who, one, decided) or _found(who, one, other, known, present, after.prices)
        points = (other.score or 0) - (one.score or 0) if one and other else 0
        changes.append(Change(who, one.vacancy_id if one else None, other.vacancy_id if other else None, cause, points))
    kept = len(old.keys() | new.keys()) - len(changes)
    return Difference(tuple(changes), len(new) - len(old), after.score - before.score, kept)


def in_words(change: Change, language: Language) -> str:
    """Why one candidate's proposal changed, as a sentence for the recruiter."""
    words: Mapping[Cause, tuple[str, str]] = {
        "pinned": ("Et menneske har bestemt stedet.", "A person decided the place."),
        "held": ("Sat på hold.", "Put on hold."),
        "forbidden": ("Et menneske har sagt nej til det tidligere sted.", "A person ruled the earlier place out."),
        "left": ("Er ikke længere i puljen.", "Is no longer in the pool."),
        "arrived": ("Er ny i puljen.", "Is new in the pool."),
        "post_gone": ("Den tidligere stilling er ikke længere ledig.", "The earlier post is no longer open."),
        "better": (f"Passer bedre: {change.points} point mere.", f"Fits better: {change.points} points more."),
        "made_room": (
            "Flyttet, så flere får en plads, eller så et sted ikke står uden.",
            "Moved so that more people get a place, or so that no unit is left out.",
        ),
        "found_place": ("Der er blevet plads.", "A place has become free."),
        "lost_place": (
            "Pladsen går til en, der passer bedre dér.",
            "The place goes to somebody who fits better there.",
        ),
    }
    return pick(language, *words[change.cause])


def _decided(who: str, before: Placement | None, decided: Decisions) -> Cause | None:
    if who in decided.pins:
        return "pinned"
    if who in decided.held_candidates:
        return "held"
    if before is not None and (who, before.vacancy_id) in decided.forbids:
        return "forbidden"
    return None


def _found(
    who: str,
    before: Placement | None,
    after: Placement | None,
    known: set[str],
    present: set[str],
    open_posts: Mapping[str, object],
) -> Cause:
    if who not in present:
        return "left"
    if before is None:
        return "found_place" if who in known else "arrived"
    if before.vacancy_id not in open_posts:
        return "post_gone"
    if after is None:
        return "lost_place"
    return "better" if (after.score or 0) > (before.score or 0) else "made_room"
