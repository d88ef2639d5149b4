"""A candidate's list with the rest of the pool in mind: score less what the place costs others, both shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matching.prices import Price
from matching.ranking import Ranked, Ranking

FREE = Price(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Offer:
    """A vacancy with its price: `row.score` is what it is worth to the candidate, `price` what it costs the others."""

    row: Ranked
    price: Price


def coordinated(ranking: Ranking, prices: Mapping[str, Price]) -> tuple[Offer, ...]:
    """All eligible vacancies, best first by score less price. Nothing is hidden, only the order differs.

    prices: of the last plan. The plan's own proposal comes first, or shares the first place. A vacancy without a price
    has come since and costs nothing yet. Equals keep the order of the ranking.
    """
    offers = [Offer(row, prices.get(row.vacancy_id, FREE)) for row in ranking.eligible]
    return tuple(
        sorted(
            offers,
            key=lambda offer: (
                offer.price.placements,
                offer.price.fairness,
                offer.price.points - offer.row.score,
            ),
        )
    )
