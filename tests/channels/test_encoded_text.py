"""Base64 is undone where it can be nothing else, and never where a person may have typed it."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.encoded_text import unwrapped

WORDS = st.lists(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøåABC,.!0123456789😀", min_size=1), min_size=5, max_size=30
)


@given(WORDS, st.booleans())
def test_what_was_wrapped_is_read(words: list[str], in_lines: bool) -> None:
    text = " ".join(words) + " og jeg hedder Anna"
    wrapped = base64.encodebytes(text.encode()).decode() if in_lines else base64.b64encode(text.encode()).decode()
    assert unwrapped(wrapped) == text


@given(WORDS)
def test_what_holds_a_space_is_left_alone(words: list[str]) -> None:
    text = " ".join(words)
    assert unwrapped(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ja",
        "JA4711",
        "SosuAssistentMedDagvagter",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "hahahahahahahahahahahahahahahahahaha",
        "www.eksempel.dk/enlangadresse123",
        "0123456789012345678901234567",
    ],
)
def test_a_long_word_is_a_word(text: str) -> None:
    assert unwrapped(text) == text
