"""The coordinated list hides nothing and begins with what the plan proposes."""

from __future__ import annotations

from hypothesis import given, settings

from matching.candidate import Candidate
from matching.coordinated import coordinated
from matching.plan import plan
from matching.ranking import rank
from matching.vacancy import Vacancy
from tests.matching.examples import TODAY, TRAVEL, UNHURRIED, rules
from tests.matching.pools import pools


@settings(UNHURRIED, max_examples=60)
@given(pools())
def test_the_plans_proposal_comes_first_and_nothing_is_hidden(pool: tuple[list[Candidate], list[Vacancy]]) -> None:
    people, posts = pool
    made = plan(people, posts, rules(), TRAVEL, TODAY)
    for who in people:
        ranking = rank(who, posts, rules(), TRAVEL, TODAY)
        offers = coordinated(ranking, made.prices)
        assert {offer.row for offer in offers} == set(ranking.eligible)
        if who.id in made.where:
            mine = next(offer for offer in offers if offer.row.vacancy_id == made.where[who.id])
            first = offers[0]
            assert (mine.price.placements, mine.price.fairness, mine.price.points - mine.row.score) == (
                first.price.placements,
                first.price.fairness,
                first.price.points - first.row.score,
            )
