"""One changed wish opens what it says it opens, and what is stuck is listed by what would help."""

from __future__ import annotations

from hypothesis import given

from matching.candidate import Candidate
from matching.place import Place
from matching.plan import plan
from matching.ranking import Excluded, Ranked, weigh
from matching.vacancy import Vacancy
from matching.what_if import More, in_words, lifted, more
from matching.worklist import Stuck, candidates_without, units_without
from tests.matching.examples import TODAY, TRAVEL, UNHURRIED, candidate, candidates, rules, vacancies, vacancy

EVENING = frozenset({"aften"})


def test_with_evening_shifts_two_more_units() -> None:
    posts = [
        vacancy(),
        vacancy(id="v2", unit_id="u2", shifts=EVENING),
        vacancy(id="v3", unit_id="u3", shifts=EVENING),
        vacancy(id="v4", unit_id="u4", district="Valby"),
        vacancy(id="v5", unit_id="u5", district="Valby", shifts=EVENING),
        vacancy(id="v6", unit_id="u6", open=False),
    ]
    found = more(candidate(), posts, rules(), TRAVEL, TODAY)
    assert found == (
        More("shift", "aften", ("v2", "v3"), ("u2", "u3")),
        More("area", "Valby", ("v4",), ("u4",)),
    )
    assert [in_words(row, "da") for row in found] == ["Med aften: 2 steder mere.", "Med Valby: 1 sted mere."]
    assert in_words(found[0], "en") == "With evening: 2 more units."


def test_a_longer_journey_reaches_what_a_shorter_one_reaches() -> None:
    far = {"id": "far", "unit_id": "u2", "place": Place("", 55.70, 12.62, "street")}
    farther = {"id": "farther", "unit_id": "u3", "place": Place("", 55.74, 12.62, "street")}
    who = candidate(from_place=Place("Solgården", 55.66, 12.62, "street"), max_minutes=10)
    found = more(who, [vacancy(), vacancy(**far), vacancy(**farther)], rules(), TRAVEL, TODAY)
    assert [(row.value, row.vacancies) for row in found] == [("50", ("far", "farther")), ("30", ("far",))]
    assert in_words(found[1], "da") == "Med op til 30 min.: 1 sted mere."


@UNHURRIED
@given(candidates(), vacancies())
def test_what_is_promised_is_eligible(who: Candidate, where: list[Vacancy]) -> None:
    posts = {post.id: post for post in where}
    for change in more(who, where, rules(), TRAVEL, TODAY):
        assert in_words(change, "da")
        for name in change.vacancies:
            row = weigh(who, posts[name], rules(), TRAVEL, TODAY)
            assert isinstance(row, Excluded)
            changed = lifted(who, posts[name], row)
            assert changed is not None
            assert isinstance(weigh(changed[1], posts[name], rules(), TRAVEL, TODAY), Ranked)


def test_the_worklist_names_what_would_help() -> None:
    people = [
        candidate(id="c1", shifts=EVENING),
        candidate(id="c2", authorisation="none"),
        candidate(id="c3", shifts=EVENING, areas=frozenset({"Valby"})),
    ]
    posts = [vacancy(), vacancy(id="v2", unit_id="u2", role="sygeplejerske")]
    made = plan(people, posts, rules(), TRAVEL, TODAY)
    assert candidates_without(made, people, posts, rules(), TRAVEL, TODAY) == (
        Stuck("c2", "authorisation", "sosu_assistent", 1),
        Stuck("c3", "several", "", 0),
        Stuck("c1", "shift", "dag", 1),
    )
    assert units_without(made, people, posts, rules(), TRAVEL, TODAY) == (
        Stuck("u1", "authorisation", "sosu_assistent", 1),
        Stuck("u2", "several", "", 0),
    )
    empty = plan([], posts, rules(), TRAVEL, TODAY)
    assert {row.cause for row in units_without(empty, [], posts, rules(), TRAVEL, TODAY)} == {"nothing"}
