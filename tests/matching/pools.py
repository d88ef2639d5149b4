"""Small pools in which most pairs are eligible and many are equal, where plans are hardest to tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.ranking import Ranked, weigh
from matching.vacancy import Vacancy
from tests.matching.examples import TODAY, TRAVEL, candidate, rules, vacancy


@st.composite
def pools(draw: st.DrawFn, people: int = 5, posts: int = 4) -> tuple[list[Candidate], list[Vacancy]]:
    shifts = st.frozensets(st.sampled_from(("dag", "aften")), min_size=1)
    candidates = [
        candidate(
            id=f"c{number}",
            shifts=draw(shifts),
            areas=frozenset(),
            anywhere=True,
            hours_max=draw(st.sampled_from((200, 320, 370))),
            authorisation=draw(st.sampled_from(("claimed", "verified"))),
        )
        for number in range(draw(st.integers(1, people)))
    ]
    vacancies = [
        vacancy(
            id=f"v{number}",
            unit_id=draw(st.sampled_from(("u1", "u2", "u3"))),
            shifts=draw(shifts),
            openings=draw(st.integers(1, 2)),
            suggestions_received=draw(st.integers(0, 3)),
        )
        for number in range(draw(st.integers(1, posts)))
    ]
    return candidates, vacancies


def all_plans(candidates: list[Candidate], vacancies: list[Vacancy], decided: Decisions) -> Iterator[dict[str, str]]:
    """Every way to place anybody or nobody that rules, openings and decisions allow."""
    choices = [
        [None, *(v.id for v in vacancies if (c.id, v.id) not in decided.forbids and eligible(c, v) is not None)]
        if c.id not in decided.pins
        else [decided.pins[c.id]]
        for c in candidates
    ]
    room = {v.id: v.openings for v in vacancies}
    for combination in product(*choices):
        if all(combination.count(name) <= most for name, most in room.items()):
            yield {c.id: where for c, where in zip(candidates, combination, strict=True) if where is not None}


def eligible(who: Candidate, where: Vacancy) -> int | None:
    """The score of a pair, None when the rules do not allow it."""
    row = weigh(who, where, rules(), TRAVEL, TODAY)
    return row.score if isinstance(row, Ranked) else None
