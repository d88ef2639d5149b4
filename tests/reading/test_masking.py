"""What must not be kept is gone from the text, and the rest of the text is still read."""

from __future__ import annotations

import pytest

from tests.reading.conftest import Reader


@pytest.mark.parametrize(
    "number",
    [
        "010190-1234", "0101901234", "010190 1234", "01 01 90 1234", "01.01.90-1234", "01-01-90-1234", "010190 - 1234",
        "610190-1234", "01011990-1234", "٠١٠١٩٠-١٢٣٤", "cpr 0 1 0 1 9 0 1 2 3 4", "010190\u200b1234", "1/1-90-1234",
        "cpr: 010190/1234", "010190–1234", "personnr 150685-xxxx",
    ],
)  # fmt: skip
def test_a_cpr_number_is_masked_and_the_rest_is_read(number: str, hear: Reader) -> None:
    reading = hear(f"{number}, ssa 37t valby")
    assert "[cpr]" in reading.masked
    assert "1234" not in reading.masked
    assert "cpr" in reading.flags
    assert reading.facts["role"].value == "sosu_assistent"
    assert reading.facts["areas"].value == ["Valby"]


@pytest.mark.parametrize("number", ["20304050", "20 30 40 50", "+45 20304050", "+4520304050", "0045 20 30 40 50"])
def test_a_telephone_number_is_no_cpr_number(number: str, hear: Reader) -> None:
    reading = hear(f"ssa 30 t, tlf {number}")
    assert "phone" in reading.flags
    assert "cpr" not in reading.flags
    assert reading.facts["hours_per_week"].value == {"min": 30, "max": 30}


@pytest.mark.parametrize("text", ["ssa 2200 2100 30t", "ssa 0700-1500 30t", "ssa 01.03.27 37t"])
def test_postcodes_times_and_dates_are_no_telephone_numbers(text: str, hear: Reader) -> None:
    assert "phone" not in hear(text).flags


@pytest.mark.parametrize(
    ("text", "flag", "gone"),
    [
        ("jeg har gigt men er dygtig ssa", "health", "gigt"),
        ("er gravid i 5. måned, ssh", "pregnancy", "gravid"),
        ("jeg går med tørklæde. spl", "religion", "tørklæde"),
        ("medlem af FOA, ssh", "union", "FOA"),
        ("jeg er lesbisk, ssh", "sexual_orientation", "lesbisk"),
        ("straffet for vold, ssa", "criminal_record", "vold"),
    ],
)
def test_sensitive_words_are_masked(text: str, flag: str, gone: str, hear: Reader) -> None:
    reading = hear(text)
    assert flag in reading.flags
    assert gone not in reading.masked
    assert "role" in reading.facts


def test_the_words_of_a_fact_stand_in_the_masked_text(hear: Reader) -> None:
    reading = hear("010190-1234 jeg har gigt og søger 30 timer i Valby")
    for found in reading.facts.values():
        assert reading.masked[found.start : found.end] == found.words


def test_reading_a_masked_text_again_masks_nothing_more(hear: Reader) -> None:
    masked = hear("har gigt, cpr 010190-1234, ssa").masked
    assert hear(masked).masked == masked
