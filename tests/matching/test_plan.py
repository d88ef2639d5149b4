"""No plan is better: against all plans of a small pool, by its own prices, and with what people decided kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching_pool import city
from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.plan import plan
from matching.proposals import Plan
from matching.rules import Rules
from matching.terms import need_term
from matching.vacancy import Vacancy
from tests.matching.examples import TODAY, TRAVEL, UNHURRIED, candidate, rules, vacancy
from tests.matching.pools import all_plans, eligible, pools

LAYERS, FULL_NEED = rules().plan.layers, rules().weights.need


def worth(
    where: dict[str, str], candidates: list[Candidate], vacancies: list[Vacancy], stay: dict[str, str], pins: Any = ()
) -> tuple[int, int, int]:
    """Placements, fairness and points as MATCHING says, by hand: no layer is folded and no pair is left out."""
    people, posts = {c.id: c for c in candidates}, {v.id: v for v in vacancies}
    fairness = 0
    for unit in {v.unit_id for v in vacancies}:
        own = [v for v in vacancies if v.unit_id == unit]
        openings = sum(v.openings for v in own)
        need = max(need_term(v, rules(), TODAY).points for v in own)
        filled = sum(posts[v].unit_id == unit for v in where.values())
        for post in range(filled):
            height = 2 * LAYERS if post == 0 else LAYERS - LAYERS * post // openings
            fairness += height * (rules().plan.need_divisor * FULL_NEED + need)
    points = 0
    for who, v in where.items():
        if who not in pins:
            points += (eligible(people[who], posts[v]) or 0) + rules().plan.stay_points * (stay.get(who) == v)
    return len(where), fairness, points


@settings(UNHURRIED, max_examples=150)
@given(pools(), st.data())
def test_no_plan_of_a_small_pool_is_better(pool: tuple[list[Candidate], list[Vacancy]], data: st.DataObject) -> None:
    candidates, vacancies = pool
    names = st.sampled_from([c.id for c in candidates])
    posts = st.sampled_from([v.id for v in vacancies])
    stay = data.draw(st.dictionaries(names, posts))
    decided = Decisions(data.draw(st.dictionaries(names, posts, max_size=1)))
    decided = replace(
        decided, forbids=data.draw(st.frozensets(st.tuples(names, posts), max_size=2)) - {*decided.pins.items()}
    )
    made = plan(candidates, vacancies, rules(), TRAVEL, TODAY, decisions=decided, previous=stay)
    best = max(worth(w, candidates, vacancies, stay, decided.pins) for w in all_plans(candidates, vacancies, decided))
    assert worth(made.where, candidates, vacancies, stay, decided.pins) == best
    assert made.proof.gap == 0
    assert decided.pins.items() <= made.where.items()
    assert not decided.forbids & made.where.items()


@settings(UNHURRIED, max_examples=60)
@given(pools(), st.randoms(use_true_random=False))
def test_the_order_things_come_in_changes_nothing(pool: tuple[list[Candidate], list[Vacancy]], shuffle: Any) -> None:
    candidates, vacancies = pool
    first = plan(candidates, vacancies, rules(), TRAVEL, TODAY)
    shuffle.shuffle(candidates)
    shuffle.shuffle(vacancies)
    assert plan(candidates, vacancies, rules(), TRAVEL, TODAY).to_bytes() == first.to_bytes()
    assert Plan.from_bytes(first.to_bytes()) == first


@settings(UNHURRIED, max_examples=60)
@given(pools())
def test_everybody_gets_what_the_prices_say_is_best_for_them(pool: tuple[list[Candidate], list[Vacancy]]) -> None:
    candidates, vacancies = pool
    made = plan(candidates, vacancies, rules(), TRAVEL, TODAY)

    def left(who: Candidate, where: Vacancy) -> tuple[int, int, int]:
        price = made.prices[where.id]
        return (-price.placements, -price.fairness, (eligible(who, where) or 0) - price.points)

    for who in candidates:
        if who.id in made.where:
            options = {v.id: left(who, v) for v in vacancies if eligible(who, v) is not None}
            assert options[made.where[who.id]] == max(options.values())


@settings(UNHURRIED, max_examples=60)
@given(pools(), st.sampled_from(("u1", "u2", "u3")))
def test_more_need_never_lowers_what_a_unit_gets(pool: tuple[list[Candidate], list[Vacancy]], unit: str) -> None:
    candidates, vacancies = pool
    needier = [replace(v, suggestions_received=0) if v.unit_id == unit else v for v in vacancies]

    def filled(where: list[Vacancy]) -> int:
        units = plan(candidates, where, rules(), TRAVEL, TODAY).units
        return next((row.filled for row in units if row.unit_id == unit), 0)

    assert filled(needier) >= filled(vacancies)


def test_staying_is_worth_its_points_and_no_more() -> None:
    near, far = vacancy(id="near", unit_id="u1"), vacancy(id="far", unit_id="u1")
    far = replace(far, place=replace(far.place, lat=far.place.lat + 0.035))
    who = candidate()
    gap = (eligible(who, near) or 0) - (eligible(who, far) or 0)
    assert gap > 0
    for stay, expected in ((gap - 1, "near"), (gap + 1, "far")):
        changed = with_plan(rules(), stay_points=stay)
        assert plan([who], [near, far], changed, TRAVEL, TODAY, previous={"c1": "far"}).where == {"c1": expected}


def with_plan(now: Rules, **changes: int) -> Rules:
    return replace(now, plan=replace(now.plan, **changes))


def test_held_people_and_posts_stay_out_and_pins_go_through_rules() -> None:
    people = [candidate(id=f"c{n}") for n in range(3)]
    posts = [vacancy(id="v1", openings=1), vacancy(id="v2", role="sygeplejerske"), vacancy(id="v3")]
    decided = Decisions({"c0": "v2"}, frozenset(), frozenset({"c1"}), frozenset({"v3"}))
    made = plan(people, posts, rules(), TRAVEL, TODAY, decisions=decided)
    assert made.where == {"c0": "v2", "c2": "v1"}
    assert [(row.score, row.pinned) for row in made.placements] == [(None, True), (90, False)]


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        (Decisions({"c9": "v1"}), "no such candidate"),
        (Decisions({"c1": "v9"}), "no such vacancy"),
        (Decisions({"c1": "v1", "c2": "v1", "c3": "v1"}), "3 are pinned to v1, which has 2 openings"),
        (Decisions({"c1": "v1"}).forbid("c1", "v1"), "both pinned to and forbidden"),
        (Decisions({"c1": "v1"}, held_candidates=frozenset({"c1"})), "both pinned and held"),
        (Decisions({"c1": "v1"}, held_vacancies=frozenset({"v1"})), "which is held"),
    ],
)
def test_decisions_that_cannot_all_be_kept_are_named(decided: Decisions, words: str) -> None:
    people = [candidate(id=f"c{n}") for n in (1, 2, 3)]
    with pytest.raises(ValueError, match=words):
        plan(people, [vacancy()], rules(), TRAVEL, TODAY, decisions=decided)
    assert Decisions.from_json(decided.to_json()) == decided


def test_an_empty_pool_has_an_empty_plan() -> None:
    assert plan([], [], rules(), TRAVEL, TODAY).where == {}
    assert plan([candidate()], [], rules(), TRAVEL, TODAY).without == ("c1",)
    assert plan([], [vacancy()], rules(), TRAVEL, TODAY).units[0].reachable == 0


def test_looking_at_few_pairs_first_gives_the_same_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    people, posts, travel = city(150, 60)
    whole = plan(people, posts, rules(), travel, TODAY)
    monkeypatch.setattr("matching.edges.ALL", 0)
    sparse = plan(people, posts, with_plan(rules(), edges=1), travel, TODAY)
    assert sparse.proof.rounds > 1
    assert sparse.proof.edges < whole.proof.edges
    assert replace(sparse, proof=whole.proof) == whole
