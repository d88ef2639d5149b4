"""A CPR number is found however it is written, and what only has as many digits is left alone."""

from __future__ import annotations

import pytest

from dialogs.reading.masking import continues, find_cpr, mask_across
from tests.reading.conftest import Reader

PARTED = [
    *(f"010190{sign}1234" for sign in "\u2010\u2011\u2012\u2013\u2212_:;*+=|/,.-"),
    *(f"010190{sign}1234" for sign in ("---", "...", " - - ", "\n", " \n", "(", "'", "\u200b-\u200b")),
    "(010190)1234", "010190(1234)", "(010190)-(1234)", "01\n01\n90\n1234", "010190 12 34",
    "010 190 1234", "01-01-90-12-34", "01 01 90 12 34", "0-1-0-1-9-0-1-2-3-4", "0 1 0 1 9 0 1 2 3 4",
    "610190+1234", "010190-1234.",
]  # fmt: skip
DATED = [
    "1/1-90 1234", "1/1 1990 1234", "1.1.90-1234", "1. januar 1990-1234", "1 jan 90 1234", "1. JANUAR 1990 1234",
    "1st of january 1990 1234", "19900101-1234", "199001011234", "1990-01-01-1234", "01 01 1990 1234", "01011990_1234",
]  # fmt: skip
DISGUISED = [
    "o10190-1234", "01O19O-1234", "0l0l90-l234", "0-1-O-1-9-O-1-2-3-4", "⁰¹⁰¹⁹⁰-¹²³⁴", "⓪①⓪①⑨⓪①②③④", "０１０１９０－１２３４",
    "0️⃣1️⃣0️⃣1️⃣9️⃣0️⃣1️⃣2️⃣3️⃣4️⃣", "0\u200d10190-1\u03002\u03003\u03004", "٠١٠١٩٠:١٢٣٤",
]  # fmt: skip


@pytest.mark.parametrize("number", [*PARTED, *DATED, *DISGUISED])
def test_every_spelling_is_found_whole(number: str) -> None:
    text = f"hej {number} hilsen Bo"
    left = text
    for start, end in sorted(find_cpr(text), reverse=True):
        left = left[:start] + left[end:]
    assert not any(letter.isdigit() or unicode_digit(letter) for letter in left), left
    assert left.startswith("hej ")
    assert left.endswith(" hilsen Bo")


def unicode_digit(letter: str) -> bool:
    import unicodedata

    return unicodedata.digit(letter, None) is not None


@pytest.mark.parametrize(
    "text",
    [
        "fødselsdag 010190, de sidste er 1234",
        "født 010190. de sidste fire cifre: 1234",
        "born 010190, last four digits are 1234",
        "mit cpr står her: 0101 90 // 1234",
    ],
)
def test_a_number_in_two_places_of_a_text_is_hidden_in_both(text: str, hear: Reader) -> None:
    masked = hear(text).masked
    assert "1234" not in masked
    assert "0101" not in masked


@pytest.mark.parametrize(
    "text",
    [
        "20 30 40 50", "ring 20304050 eller 22113344", "+45 20304050", "+45 22 11 33 44", "0045 22 11 33 44",
        "tlf 22113344 37 t", "22 11 33 44, 37 timer", "22113344/20304050", "22113344\n20304050", "+44 79 11 12 34 56",
        "+447911123456", "2610 2000 30", "ssa 2610 2000 2300", "2200, 2100, 2300, 2400", "0700-1500 1500-2300",
        "10-12 12-14 14-16", "07-15 15-23 23-07", "start 1/2-27 0700-1500", "fra 01.02.27 2200 eller 2100",
        "1. februar 2027, 2200", "1/2 2027 2200", "2027-02-01 2200", "01.02.27\n2200", "tlf 22 11 20 10 2200 kbh",
    ],
)  # fmt: skip
def test_what_only_has_as_many_digits_stays(text: str) -> None:
    assert find_cpr(text) == []


@pytest.mark.parametrize(
    ("before", "text", "hidden"),
    [
        ("Hej mit nr er 010190", "-1234", ("Hej mit nr er [cpr]", "[cpr]")),
        ("Hej mit cpr er [cpr]", "-1234", ("Hej mit cpr er [cpr]", "[cpr]")),
        ("Hej mit cpr er [cpr]", "1234", ("Hej mit cpr er [cpr]", "[cpr]")),
        ("født 010190 ", "1234 hilsen Bo", ("født [cpr] ", "[cpr] hilsen Bo")),
        ("0101", "901234", ("[cpr]", "[cpr]")),
        ("0101", "90-1234 og 37 t", ("[cpr]", "[cpr] og 37 t")),
        ("x" * 100 + " 010190-", "1234", ("x" * 100 + " [cpr]", "[cpr]")),
    ],
)
def test_a_number_in_two_texts_is_hidden_in_both(before: str, text: str, hidden: tuple[str, str]) -> None:
    assert continues(before, text)
    assert mask_across(before, text) == hidden


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("", "1234"),
        ("Hej mit cpr er [cpr]", "2200 nv"),
        ("ssa 2200", "37 t"),
        ("start 01.02.27", "2200"),
        ("ring 22113344", "37"),
        ("20304050", "22113344"),
        ("jeg er ssa", "010190-1234"),
    ],
)
def test_two_texts_with_nothing_between_them_stay(before: str, text: str) -> None:
    assert not continues(before, text)
    assert mask_across(before, text) == (before, text)
