"""The guide from a first text to an interview."""

from __future__ import annotations

import pytest

from bot.demo.known import Known, Line, Placed
from bot.demo.steps import STEPS, done, next_step

TOLD = (Line("role", "Fag", "SOSU-assistent"),)
LACKING = (*TOLD, Line("areas", "Områder"))


def placed(state: str, interview: str = "") -> Placed:
    return Placed("Solgården", "u-1", state, None, interview, None)


@pytest.mark.parametrize(
    ("known", "steps", "address"),
    [
        (Known(lines=LACKING), 0, ""),
        (Known(public_id="c", stage="telling", lines=LACKING), 0, ""),
        (Known(public_id="c", stage="telling", lines=TOLD), 1, ""),
        (Known(public_id="c", stage="confirmed", lines=TOLD), 2, "/desk/candidates/c"),
        (Known(public_id="c", stage="confirmed", lines=TOLD, holder="Anja Krag"), 2, "/desk/candidates/c"),
        (Known(public_id="c", stage="withdrawn", lines=TOLD), 1, "/demo/phone/new"),
        (Known(public_id="c", stage="confirmed", lines=TOLD, placed=placed("sent")), 3, "/demo/mailbox/u-1"),
        (Known(public_id="c", stage="confirmed", lines=TOLD, placed=placed("accepted", "waiting")), 4, ""),
        (Known(public_id="c", stage="confirmed", lines=TOLD, placed=placed("accepted", "offered")), 4, ""),
        (
            Known(public_id="c", stage="confirmed", lines=TOLD, placed=placed("accepted")),
            4,
            "/demo/mailbox/u-1",
        ),
        (
            Known(public_id="c", stage="confirmed", lines=TOLD, placed=placed("accepted", "held")),
            5,
            "/desk/candidates/c",
        ),
        (Known(public_id="c", stage="hired", lines=TOLD, placed=placed("accepted", "held")), 5, ""),
        (
            Known(public_id="c", stage="confirmed", lines=TOLD, placed=placed("accepted", "agreed")),
            5,
            "/demo/mailbox/u-1",
        ),
    ],
)
def test_each_stage_says_what_moves_it_on(known: Known, steps: int, address: str) -> None:
    assert done(known) == steps <= len(STEPS)
    following = next_step(known)
    assert following.address == address
    assert bool(following.label) is bool(address)
    assert ("{unit}" in following.words) is bool(following.unit)


def test_what_is_told_is_counted_once_a_question() -> None:
    known = Known(
        lines=(
            Line("role", "Fag", "SOSU-assistent"),
            Line("authorised:sosu_assistent", "Autorisation", "ja"),
            Line("areas", "Områder", "Amager"),
            Line("postcodes", "Postnumre", "2300"),
            Line("start", "Kan starte"),
        )
    )
    assert (known.told, known.lacking) == (3, 1)
