"""Texts as a phone shows them."""

from __future__ import annotations

import pytest

from bot.demo.bubbles import Piece, Span, in_pieces


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [Piece("ssa, 32 t")]),
        ([Span("role", 0, 3)], [Piece("ssa", ("role",)), Piece(", 32 t")]),
        (
            [Span("role", 0, 3), Span("authorised:ssa", 0, 3), Span("hours_per_week", 5, 9)],
            [Piece("ssa", ("role", "authorised:ssa")), Piece(", "), Piece("32 t", ("hours_per_week",))],
        ),
        # Words that overlap belong to both facts where they do.
        ([Span("a", 0, 5), Span("b", 3, 9)], [Piece("ssa", ("a",)), Piece(", ", ("a", "b")), Piece("32 t", ("b",))]),
        # A span that does not fit is no span: the text is shown whole whatever is stored.
        ([Span("a", 4, 99), Span("b", 5, 5), Span("c", -1, 2)], [Piece("ssa, 32 t")]),
    ],
)
def test_words_are_marked_where_facts_were_read(spans: list[Span], expected: list[Piece]) -> None:
    pieces = in_pieces("ssa, 32 t", spans)
    assert list(pieces) == expected
    assert "".join(piece.text for piece in pieces) == "ssa, 32 t"


def test_an_empty_text_is_one_piece() -> None:
    assert in_pieces("", []) == (Piece(""),)
