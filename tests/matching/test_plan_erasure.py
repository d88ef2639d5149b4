"""Whoever is taken out of a plan is in no part of it any more, and the plan says itself that it was not made like that."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.place import Place
from matching.plan import plan
from matching.plan_erasure import inputs_without, result_without, taken_out
from matching.plan_replay import replay_plan, snapshot_plan
from matching.ranking import canonical
from matching.replay import damaged
from tests.matching.examples import TODAY, candidate, measured, rules, vacancy

HOME = Place("hjemme", 55.6601, 12.5901, "street")
PEOPLE = [candidate(id="anna"), candidate(id="bo", from_place=HOME, mode="car", door="student")]
POSTS = [vacancy(id="v1", openings=1), vacancy(id="v2", unit_id="u2", openings=1)]
TABLE = measured({("Amager Vest", "u1", "bike"): 7, ("hjemme", "u1", "car"): 3})
DECIDED = Decisions({"bo": "v1"}, frozenset({("bo", "v2"), ("anna", "v1")}), frozenset({"bo"}))


def inputs(people: list[Candidate], decisions: Decisions) -> bytes:
    """What a plan was made from."""
    previous = {who.id: "v2" for who in people}
    return snapshot_plan(people, POSTS, rules(), TABLE, TODAY, decisions=decisions, previous=previous)


def test_inputs_are_what_they_would_have_been_without_them() -> None:
    stored = inputs(PEOPLE, DECIDED)
    assert "hjemme" in stored.decode()
    left = inputs_without(stored, "bo")
    assert left is not None
    plain = json.loads(left)
    assert plain.pop("taken_out") == taken_out(left) == 1
    assert plain == json.loads(inputs(PEOPLE[:1], Decisions({}, frozenset({("anna", "v1")}))))
    assert damaged(left) == ()


def test_such_inputs_are_not_taken_for_what_a_plan_was_made_from() -> None:
    left = inputs_without(inputs(PEOPLE, Decisions()), "bo")
    assert left is not None
    with pytest.raises(ValueError, match="erased since, without whom this is another plan: 1"):
        replay_plan(left, rules())


def test_inputs_that_were_changed_are_not_sealed_anew() -> None:
    assert inputs_without(inputs(PEOPLE, Decisions()).replace(b'"openings":1', b'"openings":9', 1), "bo") is None


def test_who_is_not_in_it_changes_nothing() -> None:
    stored = inputs(PEOPLE, DECIDED)
    assert inputs_without(stored, "cecilie") == stored
    result = canonical({"plan": {"placements": [], "units": []}})
    assert result_without(result, "bo") == result
    assert taken_out(result) == 0


def test_a_result_keeps_the_others_and_frees_the_place() -> None:
    made = plan(PEOPLE, POSTS, rules(), TABLE, TODAY, decisions=Decisions({"bo": "v1"}))
    result = canonical(
        {
            "plan": json.loads(made.to_bytes()),
            "decisions": DECIDED.to_json(),
            "lapsed": [["pin", "bo", "v1"], ["hold", "anna", ""]],
            "worklist": {"candidates": [["bo", "areas", "", 1]], "units": [["u1", "areas", "", 1]]},
            "second": {"moved": [["bo", "v1", "v2"]], "placed": 2, "blocking": 0},
        }
    )
    left = result_without(result, "bo")
    assert "bo" not in left.decode()
    plain = json.loads(left)
    assert [row["candidate_id"] for row in plain["plan"]["placements"]] == ["anna"]
    before = {unit.unit_id: unit.filled for unit in made.units}
    after = {unit["unit_id"]: unit["filled"] for unit in plain["plan"]["units"]}
    assert {name: before[name] - after[name] for name in before} == {"u1": 1, "u2": 0}
    assert plain["lapsed"] == [["hold", "anna", ""]]
    assert plain["worklist"] == {"candidates": [], "units": [["u1", "areas", "", 1]]}
    assert plain["second"] == {"moved": [], "placed": 2, "blocking": 0}
    assert taken_out(left) == 1
    assert asdict(made.proof) == plain["plan"]["proof"]
