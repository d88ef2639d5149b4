"""A stored ranking comes out with the same bytes, and a stored input that was changed is named."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from matching.candidate import Candidate
from matching.ranking import canonical, rank
from matching.replay import damaged, replay, snapshot
from matching.vacancy import Vacancy
from tests.matching.examples import TODAY, TRAVEL, UNHURRIED, candidate, candidates, measured, rules, vacancies, vacancy

TABLE = measured({("Amager Vest", "u1", "bike"): 7, ("Valby", "u9", "car"): 3})


@UNHURRIED
@given(candidates(), vacancies())
def test_the_same_bytes(who: Candidate, where: list[Vacancy]) -> None:
    stored = snapshot(who, where, rules(), TABLE, TODAY)
    assert damaged(stored) == ()
    assert replay(stored, rules()) == rank(who, where, rules(), TABLE, TODAY).to_bytes()


def test_only_the_minutes_that_were_used_are_kept() -> None:
    parts = json.loads(snapshot(candidate(), [vacancy()], rules(), TABLE, TODAY))["parts"]
    assert parts["travel"]["version"] == TABLE.version
    assert parts["travel"]["table"]["minutes"] == {"bike": [[7]]}


def change(plain: dict[str, Any]) -> None:
    plain["parts"]["vacancy:v1"]["openings"] = 9


def remove(plain: dict[str, Any]) -> None:
    del plain["parts"]["candidate"]


def add(plain: dict[str, Any]) -> None:
    plain["parts"]["vacancy:v9"] = plain["parts"]["vacancy:v1"]


@pytest.mark.parametrize(("tamper", "name"), [(change, "vacancy:v1"), (remove, "candidate"), (add, "vacancy:v9")])
def test_tampering_is_found_and_named(tamper: Any, name: str) -> None:
    plain = json.loads(snapshot(candidate(), [vacancy()], rules(), TRAVEL, TODAY))
    tamper(plain)
    stored = canonical(plain)
    assert damaged(stored) == (name,)
    with pytest.raises(ValueError, match=name):
        replay(stored, rules())


def test_other_rules_are_refused_by_name() -> None:
    stored = snapshot(candidate(), [vacancy()], rules(), TRAVEL, TODAY)
    with pytest.raises(ValueError, match=rules().version):
        replay(stored, replace(rules(), version="2030-01-01"))
    with pytest.raises(ValueError, match=rules().version):
        replay(stored, replace(rules(), digest="0" * 64))
