"""What the plan of the whole pool says about one candidate, beside the candidate's own ranking, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import plans
from bot.desk.choices import Choices
from bot.house import House
from bot.pool.rankings import Shown
from matching.coordinated import FREE
from matching.map import Reach, Spot, draw, in_words
from matching.prices import Price
from wording.language import Language, pick

# So many places on a candidate's map: the ones a recruiter looks at.
SPOTS = 12

View = Literal["same", "other", "crowded", "held"]


@dataclass(frozen=True, slots=True)
class Planned:
    """view: the plan agrees with the ranking, proposes another place, has no room, or leaves the candidate out.

    place, unit_name: where the proposed place stands in the ranking; why: what the first place would cost others.
    """

    view: View
    vacancy_id: str = ""
    unit_name: str = ""
    place: int = 0
    pinned: bool = False
    why: str = ""


async def planned_for(
    connection: AsyncConnection, house: House, public_id: str, choices: Choices, language: Language
) -> Planned | None:
    """The newest plan's word on a candidate; None while it has none, such as for somebody who has come since."""
    made = await plans.latest(connection, house)
    if made is None or not choices.eligible:
        return None
    decisions = made.findings.decisions
    if public_id in decisions.held_candidates:
        return Planned("held")
    first, where = choices.eligible[0], made.where.get(public_id)
    if where is None:
        return Planned("crowded") if public_id in made.findings.unplaced else None
    proposed, pinned = choices.find(where), public_id in decisions.pins
    if proposed is None:
        return None  # Closed or filled since: the plan is behind the ranking, and says nothing here.
    if where == first.vacancy_id:
        return Planned("same", where, first.unit_name, 1, pinned)
    dear, cheap = (made.plan.prices.get(name, FREE) for name in (first.vacancy_id, where))
    why = "" if pinned else in_price(dear, cheap, first.unit_name, language)
    if not pinned and (public_id, first.vacancy_id) in decisions.forbids:
        why = pick(
            language,
            f"Et menneske har sagt nej til {first.unit_name}.",
            f"A person has ruled {first.unit_name} out.",
        )
    return Planned("other", where, proposed.unit_name, proposed.place, pinned, why)


def in_price(first: Price, proposed: Price, unit_name: str, language: Language) -> str:
    """What the first place costs the rest of the pool beyond the proposed one, in a sentence; empty when it is no dearer."""
    if first.placements > proposed.placements:
        return pick(
            language,
            f"Får kandidaten pladsen på {unit_name}, står en anden uden plads.",
            f"If the candidate gets the place at {unit_name}, somebody else has none.",
        )
    if first.placements == proposed.placements and first.fairness > proposed.fairness:
        return pick(
            language,
            f"{unit_name} får flere end andre steder, der også mangler nogen.",
            f"{unit_name} gets more than other units that lack somebody too.",
        )
    more = first.points - proposed.points
    if (first.placements, first.fairness) == (proposed.placements, proposed.fairness) and more > 0:
        return pick(
            language,
            f"Pladsen på {unit_name} er {more} point mere værd for andre i puljen.",
            f"The place at {unit_name} is worth {more} points more to others in the pool.",
        )
    return ""


def map_of(shown: Shown, choices: Choices, language: Language) -> tuple[Markup, list[str]]:
    """The first places around where the candidate travels from, as a picture and in sentences."""
    who, book = shown.candidate, shown.rulebook
    spots = [
        Spot(
            choice.unit_name,
            shown.vacancies[choice.vacancy_id].place,
            shown.vacancies[choice.vacancy_id].openings,
            f"{choice.score} point" if language == "da" else f"{choice.score} points",
            chosen=choice.first,
        )
        for choice in choices.eligible[:SPOTS]
    ]
    reach = Reach(who.from_place, who.mode) if who.from_place else None
    picture = draw(spots, reach, book.travel, book.rules, language)
    return Markup(picture), in_words(spots, reach, language)  # noqa: S704  # Drawn by us; names are escaped in it.
