"""Deferred acceptance is stable, and no stable result is better for anybody who asks."""

from __future__ import annotations

from hypothesis import given, settings

from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.plan import plan_pool
from matching.pool import Pool
from matching.problem import Problem
from matching.second_opinion import Differs, blocking_pairs, differs, second_opinion
from matching.vacancy import Vacancy
from tests.matching.examples import TODAY, TRAVEL, UNHURRIED, rules
from tests.matching.pools import all_plans, pools


def liking(pool: Pool) -> dict[tuple[str, str], tuple[int, int]]:
    """How much the two of each eligible pair want each other: score, then the draw."""
    pairs = pool.pairs
    draws = pool.draws(pairs.candidates, pairs.vacancies).tolist()
    rows = zip(pairs.candidates.tolist(), pairs.vacancies.tolist(), pairs.scores.tolist(), draws, strict=True)
    return {(pool.people[c].id, pool.board.vacancies[v].id): (score, -draw) for c, v, score, draw in rows}


def stable(where: dict[str, str], likes: dict[tuple[str, str], tuple[int, int]], room: dict[str, int]) -> bool:
    for (who, post), like in likes.items():
        mine = likes[who, where[who]] if who in where else (-1, 0)
        there = [likes[other, post] for other, at in where.items() if at == post]
        if like > mine and (len(there) < room[post] or like > min(there)):
            return False
    return True


@settings(UNHURRIED, max_examples=80)
@given(pools())
def test_stable_and_best_for_those_who_ask(small: tuple[list[Candidate], list[Vacancy]]) -> None:
    people, posts = small
    pool = Pool(people, posts, rules(), TRAVEL, TODAY)
    problem = Problem(pool, Decisions(), {})
    second, likes = second_opinion(pool, problem), liking(pool)
    room = {post.id: post.openings for post in posts}
    assert stable(second, likes, room)
    assert blocking_pairs(pool, problem, second) == 0
    for other in all_plans(people, posts, Decisions()):
        if stable(other, likes, room):
            for who, where in other.items():
                assert likes[who, second[who]] >= likes[who, where]
    made = plan_pool(pool, Decisions(), {})
    assert len(made.placements) >= len(second)


def test_where_the_two_differ() -> None:
    assert differs({"a": "v1", "b": "v2"}, {"a": "v1", "b": "v1", "c": "v2"}) == (
        Differs("b", "v2", "v1"),
        Differs("c", None, "v2"),
    )
