"""A suggestion moves only along its path, answers can be undone in time, and a candidate is on offer once at most."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.suggestion import (
    DECLINE_REASONS,
    Accept,
    Conclude,
    Decline,
    Event,
    Expire,
    Refused,
    Send,
    Suggestion,
    Undo,
    Withdraw,
    step,
    transition,
)
from tests.matching.examples import UNHURRIED

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DEADLINE = NOW + timedelta(days=2)
PROPOSED = Suggestion("s1", "c1", "u1")
SENT = Suggestion("s1", "c1", "u1", "sent", DEADLINE)


def after(start: Suggestion, *steps: tuple[Event, timedelta]) -> Suggestion | Refused:
    result: Suggestion | Refused = start
    for event, later in steps:
        assert isinstance(result, Suggestion)
        result = transition(result, event, NOW + later)
    return result


MINUTE = timedelta(minutes=1)
BACK = Undo(30 * MINUTE)
YES, NO = Accept(), Decline("hours")


@pytest.mark.parametrize(
    ("start", "steps", "outcome"),
    [
        (PROPOSED, [(Send(DEADLINE), MINUTE)], "sent"),
        (PROPOSED, [(Send(NOW), MINUTE)], Refused("deadline_past", "proposed")),
        (PROPOSED, [(YES, MINUTE)], Refused("wrong_state", "proposed")),
        (PROPOSED, [(Withdraw("candidate"), MINUTE)], "withdrawn"),
        (SENT, [(YES, MINUTE)], "accepted"),
        (SENT, [(NO, MINUTE)], "declined"),
        (SENT, [(Decline("too young"), MINUTE)], Refused("unknown_reason", "sent")),
        (SENT, [(YES, timedelta(days=2))], Refused("too_late", "sent")),
        (SENT, [(Expire(), MINUTE)], Refused("not_due", "sent")),
        (SENT, [(Expire(), timedelta(days=2))], "expired"),
        (SENT, [(NO, MINUTE), (BACK, 31 * MINUTE)], "sent"),
        (SENT, [(NO, MINUTE), (BACK, 32 * MINUTE)], Refused("undo_over", "declined")),
        (SENT, [(NO, timedelta(days=2) - MINUTE), (BACK, timedelta(days=2)), (YES, timedelta(days=2))], "accepted"),
        (SENT, [(YES, MINUTE), (Conclude(), MINUTE), (BACK, MINUTE)], Refused("undo_over", "accepted")),
        (SENT, [(YES, MINUTE), (Conclude(), MINUTE), (Conclude(), MINUTE)], Refused("wrong_state", "accepted")),
        (SENT, [(NO, MINUTE), (YES, MINUTE)], Refused("wrong_state", "declined")),
        (
            SENT,
            [(Expire(), timedelta(days=3)), (Withdraw("late"), timedelta(days=3))],
            Refused("wrong_state", "expired"),
        ),
    ],
)
def test_path(start: Suggestion, steps: list[tuple[Event, timedelta]], outcome: str | Refused) -> None:
    result = after(start, *steps)
    assert (result if isinstance(result, Refused) else result.state) == outcome


def test_the_next_unit_gets_the_candidate_only_after_the_first_is_done() -> None:
    both = {"s1": SENT, "s2": Suggestion("s2", "c1", "u2")}
    assert step(both, "s2", Send(DEADLINE), NOW) == Refused("candidate_taken", "proposed")
    declined = step(both, "s1", NO, NOW)
    assert isinstance(declined, dict)
    released = step(declined, "s2", Send(DEADLINE), NOW + MINUTE)
    assert isinstance(released, dict)
    assert released["s2"].state == "sent"
    assert step(released, "s1", BACK, NOW + 2 * MINUTE) == Refused("candidate_taken", "declined")
    assert step(both, "s9", NO, NOW) == Refused("unknown_suggestion")


events = st.one_of(
    st.integers(-10, 3000).map(lambda minutes: Send(NOW + minutes * MINUTE)),
    st.sampled_from([Accept(), BACK, Expire(), Conclude(), Withdraw("candidate")]),
    st.sampled_from(sorted(DECLINE_REASONS)).map(Decline),
)
STEPS = st.lists(st.tuples(st.sampled_from(["s1", "s2", "s3", "s4"]), events, st.integers(0, 90)), max_size=40)


@UNHURRIED
@given(STEPS)
def test_at_most_one_live_offer_per_candidate(steps: list[tuple[str, Event, int]]) -> None:
    whole = {f"s{n}": Suggestion(f"s{n}", "c1" if n < 4 else "c2", f"u{n}") for n in (1, 2, 3, 4)}
    now = NOW
    for identifier, event, minutes in steps:
        now += minutes * MINUTE
        before = whole[identifier]
        result = step(whole, identifier, event, now)
        if isinstance(result, Refused):
            continue
        whole = result
        assert sum(s.live for s in whole.values() if s.candidate_id == "c1") <= 1
        if isinstance(event, Undo):
            assert before.answered_at is not None
            assert now <= before.answered_at + BACK.window
        if isinstance(event, Accept | Decline):
            assert before.answer_by is not None
            assert now < before.answer_by
