"""The consequence of an override before it is confirmed: who else moves, and what is lost."""

from __future__ import annotations

from dataclasses import dataclass

from matching.decisions import Decisions
from matching.difference import Difference, difference
from matching.plan import plan_pool
from matching.pool import Pool
from matching.proposals import Plan
from wording.language import Language, pick


@dataclass(frozen=True, slots=True)
class Preview:
    """The plan there would be, how it differs from the one there is, and how many others move besides those named in
    the new decisions."""

    plan: Plan
    difference: Difference
    others: int


def preview(pool: Pool, now: Plan, decided: Decisions, wanted: Decisions) -> Preview:
    """What `wanted` would change. now: the plan made with `decided`. Raises ValueError naming what cannot be kept."""
    there = plan_pool(pool, wanted, now.where)
    found = difference(now, there, wanted)
    named = (wanted.pins.items() ^ decided.pins.items()) | (wanted.forbids ^ decided.forbids)
    people = {who for who, _ in named} | (wanted.held_candidates ^ decided.held_candidates)
    return Preview(there, found, sum(change.candidate_id not in people for change in found.changes))


def in_words(seen: Preview, language: Language) -> str:
    """What a person reads before saying yes: "2 andre flyttes, 1 plads færre, 4 point færre i alt."."""
    parts = [
        pick(
            language,
            f"{seen.others} {'anden' if seen.others == 1 else 'andre'} flyttes",
            f"{seen.others} {'other moves' if seen.others == 1 else 'others move'}",
        )
    ]
    for number, one, many in (
        (seen.difference.placements, ("plads", "place"), ("pladser", "places")),
        (seen.difference.score, ("point", "point"), ("point", "points")),
    ):
        if number:
            noun = pick(language, *(one if abs(number) == 1 else many))
            more = pick(language, "flere" if number > 0 else "færre", "more" if number > 0 else "fewer")
            parts.append(pick(language, f"{abs(number)} {noun} {more}", f"{abs(number)} {more} {noun}"))
    return f"{', '.join(parts)}."
