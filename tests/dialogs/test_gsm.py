"""What a text costs."""

import pytest

from wording.gsm import foreign, length, segments


@pytest.mark.parametrize(
    ("text", "units", "billed"),
    [
        ("", 0, 1),
        ("Hej æøå ÆØÅ é", 13, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("ł" * 70, 70, 1),
        ("ł" * 71, 71, 2),
        ("🌙" * 35, 70, 1),
        ("🌙" * 36, 72, 2),
    ],
)
def test_segments(text: str, units: int, billed: int) -> None:
    assert (length(text), segments(text)) == (units, billed)


def test_foreign_characters_are_named() -> None:
    assert foreign("½ er ikke GSM – æøå er") == {"½", "–"}
