"""The corpus: what people write, read as people would.

`before` was written before the reader existed, the others one after another when it could read the earlier ones.
`unseen`, `unseen_second` and `unseen_third` are by authors who never saw the reader; `leaning` holds what leans on the
mechanisms they showed to be missing, in other words and with traps in which nothing may be read.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dialogs.reading import Lexicon, read

CORPUS = Path(__file__).parent / "corpus"
FACTS = (
    "role", "authorised", "areas", "anywhere", "areas_excluded", "outside", "home_areas", "hours_per_week", "shifts",
    "shifts_excluded", "start", "end", "employment", "unit_types", "unit_types_excluded",
)  # fmt: skip
CRITICAL = {
    "stop", "delete", "emergency", "human", "not_candidate", "access", "withdraw", "consent_yes", "consent_no",
}  # fmt: skip
SENSITIVE = {"cpr", "health", "pregnancy", "religion", "sexual_orientation", "union", "criminal_record"}


def cases(name: str) -> list[Any]:
    lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["id"]) for line in lines]


def comparable(value: Any) -> Any:
    if isinstance(value, list):
        return frozenset(value) or None
    if isinstance(value, dict):
        return tuple(None if value.get(key) is None else float(value[key]) for key in ("min", "max"))
    return value or (value if value is False else None)


NAMES = (
    "before", "after", "control", "tricks", "mixed", "last", "more", "found", "unseen", "unseen_second", "unseen_third",
    "leaning",
)  # fmt: skip


@pytest.mark.parametrize("case", [case for name in NAMES for case in cases(name)])
def test_a_text_is_read_as_people_would(case: dict[str, Any], lexicon: Lexicon) -> None:
    reading = read(
        case["text"],
        received=date.fromisoformat(case["received"]),
        lexicon=lexicon,
        asked=case["asked"],
        known=case["known"],
    )
    line, want = reading.to_json(case["id"]), case["expected"]
    intents = {want["intent"], *want["also"]}
    assert line["intent"] in intents
    assert (line["intent"] in CRITICAL) <= bool(intents & CRITICAL)
    facts = {fact: comparable(line[fact]) for fact in FACTS}
    assert facts == {fact: comparable(want[fact]) for fact in FACTS}
    assert not (SENSITIVE & set(want["flags"])) - set(line["flags"])


BESIDE = ("first_name", "near_home", "max_minutes", "travel_mode")


@pytest.mark.parametrize("case", cases("found"))
def test_what_people_found_is_mended(case: dict[str, Any], lexicon: Lexicon) -> None:
    """Names, ways to work, doubts and approved answers, which the larger corpus does not hold."""
    reading = read(
        case["text"],
        received=date.fromisoformat(case["received"]),
        lexicon=lexicon,
        asked=case["asked"],
        known=case["known"],
    )
    line, want = reading.to_json(case["id"]), case["expected"]
    assert {fact: line.get(fact) for fact in BESIDE} == {fact: want.get(fact) for fact in BESIDE}
    assert set(line["ambiguous"]) == set(want["ambiguous"])
    assert set(line["flags"]) & SENSITIVE == set(want["flags"]) & SENSITIVE
    if "topics" in want:
        assert list(reading.topics) == want["topics"]
