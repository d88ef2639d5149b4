"""The order is what two loops would find, every point is accounted for, and nothing about the person counts."""

from __future__ import annotations

import random
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from matching.candidate import Candidate
from matching.eligibility import CODES
from matching.place import Place
from matching.ranking import Ranked, Ranking, rank, rank_candidates, weigh
from matching.terms import NAMES
from matching.ties import seed, tie
from matching.vacancy import Vacancy
from tests.matching.examples import TODAY, TRAVEL, UNHURRIED, candidate, candidates, rules, vacancies, vacancy


@UNHURRIED
@given(candidates(), vacancies())
def test_the_order_is_that_of_a_double_loop(who: Candidate, where: list[Vacancy]) -> None:
    left = [row for v in where if isinstance(row := weigh(who, v, rules(), TRAVEL, TODAY), Ranked)]
    expected = []
    while left:
        best = left[0]
        for row in left[1:]:
            one, other = (tie(seed(who.id), seed(r.vacancy_id)) for r in (row, best))
            if row.score > best.score or (row.score == best.score and one < other):
                best = row
        left.remove(best)
        expected.append(best)
    ranking = rank(who, where, rules(), TRAVEL, TODAY)
    assert list(ranking.eligible) == expected
    assert len(ranking.eligible) + len(ranking.excluded) == len(where)


@UNHURRIED
@given(candidates(), vacancies())
def test_points_add_up_and_every_exclusion_is_named(who: Candidate, where: list[Vacancy]) -> None:
    ranking = rank(who, where, rules(), TRAVEL, TODAY)
    for row in ranking.eligible:
        assert sum(term.points for term in row.terms) == row.score
        assert tuple(term.name for term in row.terms) == NAMES
        assert all(0 <= term.points <= term.of for term in row.terms)
        assert sum(term.of for term in row.terms) == rules().weights.total == 100
    assert all(row.rule in CODES for row in ranking.excluded)


@UNHURRIED
@given(candidates(), vacancies(), st.randoms(use_true_random=False))
def test_the_order_things_come_in_does_not_matter(who: Candidate, where: list[Vacancy], shuffle: random.Random) -> None:
    before = rank(who, where, rules(), TRAVEL, TODAY).to_bytes()
    shuffle.shuffle(where)
    assert rank(who, where, rules(), TRAVEL, TODAY).to_bytes() == before


@UNHURRIED
@given(candidates(), vacancies())
def test_new_ids_change_no_score(who: Candidate, where: list[Vacancy]) -> None:
    before = rank(who, where, rules(), TRAVEL, TODAY)
    renamed = [replace(v, id=f"other-{v.id}") for v in where]
    after = rank(replace(who, id="somebody-else"), renamed, rules(), TRAVEL, TODAY)
    assert {f"other-{row.vacancy_id}": row.score for row in before.eligible} == {
        row.vacancy_id: row.score for row in after.eligible
    }


@UNHURRIED
@given(candidates(), vacancies(), st.sampled_from(("new_hire", "student", "internal", "abroad", "temp")))
def test_the_door_a_candidate_came_through_changes_nothing(who: Candidate, where: list[Vacancy], door: str) -> None:
    other = replace(who, door=door)
    assert rank(who, where, rules(), TRAVEL, TODAY) == rank(other, where, rules(), TRAVEL, TODAY)


def test_there_is_no_field_for_what_may_not_count() -> None:
    forbidden = {"name", "language", "age", "born", "birth", "sex", "gender", "origin", "nationality", "home", "phone"}
    assert not forbidden & {field.name for field in fields(Candidate)}


@UNHURRIED
@given(candidates(), vacancies())
def test_a_ranking_survives_storage(who: Candidate, where: list[Vacancy]) -> None:
    ranking = rank(who, where, rules(), TRAVEL, TODAY)
    assert Ranking.from_bytes(ranking.to_bytes()) == ranking
    assert Candidate.from_json(who.to_json()) == who
    assert [Vacancy.from_json(v.to_json()) for v in where] == where


@UNHURRIED
@given(candidates(), vacancies(), st.integers(1, 60), st.integers(1, 30))
def test_a_wider_limit_never_lowers_the_best_score(who: Candidate, where: list[Vacancy], limit: int, more: int) -> None:
    def best(minutes: int) -> int:
        rows = rank(replace(who, max_minutes=minutes), where, rules(), TRAVEL, TODAY).eligible
        return rows[0].score if rows else -1

    assert best(limit + more) >= best(limit)


@UNHURRIED
@given(candidates(), vacancies())
def test_both_directions_give_the_same_score(who: Candidate, where: list[Vacancy]) -> None:
    for row in rank(who, where, rules(), TRAVEL, TODAY).eligible:
        post = next(v for v in where if v.id == row.vacancy_id)
        assert rank_candidates(post, [who], rules(), TRAVEL, TODAY) == ((who.id, row),)


def test_the_unit_that_lacks_most_and_was_sent_fewest_comes_first() -> None:
    where = [vacancy(id=f"v{sent}", suggestions_received=sent) for sent in range(4)]
    ranking = rank(candidate(), where, rules(), TRAVEL, TODAY)
    assert [row.vacancy_id for row in ranking.eligible] == ["v0", "v1", "v2", "v3"]


def test_anywhere_without_a_place_to_measure_from_has_no_distance() -> None:
    ranking = rank(candidate(areas=frozenset(), anywhere=True), [vacancy()], rules(), TRAVEL, TODAY)
    assert ranking.eligible[0].minutes is None
    assert ranking.eligible[0].term("travel").value == ("unknown",)
    near = replace(candidate(), from_place=Place("Solgården", 55.66, 12.62, "street"))
    assert rank(near, [vacancy()], rules(), TRAVEL, TODAY).eligible[0].km == 0.0
