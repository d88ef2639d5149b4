"""Before an override is confirmed, people see what it would do; before rules change, whom it would help."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.decisions import Decisions
from matching.dry_run import Case, Group, dry_run
from matching.plan import plan, plan_pool
from matching.plan_replay import replay_plan, snapshot_plan
from matching.pool import Pool
from matching.preview import in_words, preview
from matching.ranking import canonical
from matching.replay import damaged
from tests.matching.examples import TODAY, TRAVEL, candidate, measured, rules, vacancy

PEOPLE = [candidate(id=f"c{number}", authorisation=("claimed", "verified")[number % 2]) for number in range(3)]
POSTS = [vacancy(id="v1", openings=1), vacancy(id="v2", unit_id="u2", openings=1, suggestions_received=2)]


def test_an_override_shows_who_else_moves_and_what_is_lost() -> None:
    pool = Pool(PEOPLE, POSTS, rules(), TRAVEL, TODAY)
    now = plan_pool(pool, Decisions(), {})
    assert "c1" in now.where
    other = {"v1": "v2", "v2": "v1"}[now.where["c1"]]
    seen = preview(pool, now, Decisions(), Decisions().pin("c1", other))
    assert seen.plan.where["c1"] == other
    assert seen.others == 1
    assert in_words(seen, "da").startswith("1 anden flyttes")
    held = preview(pool, now, Decisions(), Decisions(held_vacancies=frozenset({"v2"})))
    assert (held.difference.placements, held.others) == (-1, 1)
    assert "1 plads færre" in in_words(held, "da")
    assert "1 fewer place" in in_words(held, "en")
    with pytest.raises(ValueError, match="no such vacancy"):
        preview(pool, now, Decisions(), Decisions().pin("c1", "v9"))


def test_a_plan_comes_out_with_the_same_bytes() -> None:
    decided, stay = Decisions({"c0": "v2"}), {"c1": "v1"}
    table = measured({("Amager Vest", "u1", "bike"): 7, ("Valby", "u1", "bike"): 9})
    given = (PEOPLE, POSTS, rules(), table, TODAY)
    stored = snapshot_plan(*given, decisions=decided, previous=stay)
    made = plan(*given, decisions=decided, previous=stay)
    assert replay_plan(stored, rules()) == made.to_bytes()
    assert damaged(stored) == ()
    changed = stored.replace(b'"openings":1', b'"openings":2', 1)
    with pytest.raises(ValueError, match="vacancy:v1"):
        replay_plan(changed, rules())
    with pytest.raises(ValueError, match=rules().version):
        replay_plan(stored, replace(rules(), version="2030-01-01"))
    assert canonical(1) == b"1"


def test_a_change_of_rules_is_tried_before_it_is_taken_into_use() -> None:
    near, far = POSTS[0], replace(POSTS[1], place=replace(POSTS[1].place, lat=55.70), suggestions_received=0)
    cases = [
        Case(PEOPLE[0], (near, far), TRAVEL, TODAY, "v1", "da"),
        Case(replace(PEOPLE[1], authorisation="none"), (near, far), TRAVEL, TODAY, None, "en"),
    ]
    flat = replace(rules(), travel=replace(rules().travel, points=(0,)))
    found = dry_run(cases, rules(), replace(flat, need=replace(rules().need, less_per_suggestion=0)))
    assert (found.cases, found.lost, found.won) == (2, 0, 0)
    before, after = found.groups["language", "da"]
    assert before == Group(1, 1.0, 2.0, before.best, 1.0)
    assert after.best < before.best
    assert found.groups["language", "en"][0] == Group(1, 0.0, 0.0, 0.0, 0.0)
    assert {key for key in found.groups if key[0] == "area"} == {("area", "Amager Vest"), ("area", "Amager Øst")}
    same = dry_run(cases, rules(), rules())
    assert same.first_changed == 0
