"""The columns give what the double loop gives: same vacancies, same scores, same order, for one and for all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matching.board import Board
from matching.candidate import Candidate
from matching.geography import Travel
from matching.ranking import rank
from matching.vacancy import Vacancy
from tests.matching.examples import TODAY, TRAVEL, UNHURRIED, candidate, candidates, measured, rules, vacancies, vacancy

TABLE = measured(
    {
        (origin, unit, mode): 5 * number
        for number, origin in enumerate(("2300", "Valby", "Amager Vest", "Østerbro"))
        for unit in ("u1", "u3")
        for mode in ("bike", "car")
    }
)


@UNHURRIED
@given(
    st.lists(candidates(), min_size=1, max_size=6, unique_by=lambda c: c.id),
    vacancies(),
    st.sampled_from((TRAVEL, TABLE)),
    st.integers(1, 12),
)
def test_all_at_once_is_the_double_loop(
    whole: list[Candidate], where: list[Vacancy], travel: Travel, most: int
) -> None:
    board = Board(where, rules(), travel, TODAY)
    pairs = board.top(whole, most)
    for at, who in enumerate(whole):
        expected = [(row.vacancy_id, row.score) for row in rank(who, where, rules(), travel, TODAY).eligible]
        assert board.best(who) == expected
        assert board.best(who, most) == expected[:most]
        mine = pairs.candidates == at
        found = [(board.vacancies[v].id, s) for v, s in zip(pairs.vacancies[mine], pairs.scores[mine], strict=True)]
        assert found == expected[:most]


def test_a_board_without_vacancies_ranks_nothing() -> None:
    board = Board([vacancy(open=False)], rules(), TRAVEL, TODAY)
    assert board.best(candidate()) == []
    assert len(board.top([candidate()], 10).scores) == 0
