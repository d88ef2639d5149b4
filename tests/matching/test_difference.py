"""A new plan says who moved and why."""

from __future__ import annotations

import pytest

from matching.decisions import Decisions
from matching.difference import Change, difference, in_words
from matching.plan import plan
from matching.proposals import Plan
from tests.matching.examples import TODAY, TRAVEL, candidate, rules, vacancy

ONE, TWO = candidate(id="c1"), candidate(id="c2", authorisation="verified")
FIRST, SECOND = vacancy(id="v1", openings=1), vacancy(id="v2", openings=1, suggestions_received=3)


def planned(people: list, posts: list, decided: Decisions | None = None, before: Plan | None = None) -> Plan:
    stay = before.where if before else None
    return plan(people, posts, rules(), TRAVEL, TODAY, decisions=decided, previous=stay)


@pytest.mark.parametrize(
    ("people", "posts", "decided", "change"),
    [
        ([ONE, TWO], [FIRST, SECOND], None, Change("c2", None, "v2", "arrived", 0)),
        ([], [FIRST, SECOND], None, Change("c1", "v1", None, "left", 0)),
        ([ONE], [SECOND], None, Change("c1", "v1", "v2", "post_gone", -4)),
        ([ONE], [FIRST, SECOND], Decisions({"c1": "v2"}), Change("c1", "v1", "v2", "pinned", -4)),
        ([ONE], [FIRST, SECOND], Decisions().forbid("c1", "v1"), Change("c1", "v1", "v2", "forbidden", -4)),
        ([ONE], [FIRST, SECOND], Decisions(held_candidates=frozenset({"c1"})), Change("c1", "v1", None, "held", 0)),
    ],
)
def test_one_change(people: list, posts: list, decided: Decisions | None, change: Change) -> None:
    before = planned([ONE], [FIRST, SECOND])
    assert before.where == {"c1": "v1"}
    after = planned(people, posts, decided, before)
    found = difference(before, after, decided)
    assert found.changes == (change,)
    assert found.placements == len(after.placements) - 1
    assert found.score == after.score - before.score
    assert in_words(change, "da").endswith(".")
    assert in_words(change, "en").endswith(".")


def test_who_gets_the_place_and_who_loses_it() -> None:
    before = planned([ONE], [FIRST])
    after = planned([ONE, TWO], [FIRST], Decisions({"c2": "v1"}), before)
    assert [(row.candidate_id, row.cause) for row in difference(before, after, Decisions({"c2": "v1"})).changes] == [
        ("c1", "lost_place"),
        ("c2", "pinned"),
    ]
    again = planned([ONE, TWO], [FIRST, SECOND], None, after)
    assert [(row.candidate_id, row.cause) for row in difference(after, again).changes] == [("c1", "found_place")]


def test_the_same_plan_differs_in_nothing() -> None:
    before = planned([ONE, TWO], [FIRST, SECOND])
    found = difference(before, planned([ONE, TWO], [FIRST, SECOND], None, before))
    assert (found.changes, found.placements, found.score, found.kept) == ((), 0, 0, 2)
