"""What must not be kept is replaced in the text before anyone else sees it."""

from __future__ import annotations

import re
from typing import Final

from dialogs.reading.lexicon import Lexicon
from dialogs.reading.text import Text

_DAY: Final = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_GAP: Final = r"[^\S\n]{0,2}[-./–—,]?[^\S\n]{0,2}"
# A CPR number is a birth day, month and year and four digits; a replacement number has 60 added to its day.
_CPR: Final = re.compile(
    rf"(?<!\d){_DAY}{_GAP}{_MONTH}{_GAP}(?:19|20)?\d\d{_GAP}(?:\d[ ]?\d[ ]?\d[ ]?\d|[xX*]{{4}})(?!\d)"
    r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d[^\S\n]?-[^\S\n]?\d{4}(?!\d)"
)
_CPR_WORD: Final = re.compile(
    r"\b(?:cpr|cpr[- ]?nr|cpr[- ]?nummer|personnummer|personnr|cprnr|cprnummer)\b", re.IGNORECASE
)
_AFTER_CPR: Final = re.compile(r"\d(?:[\d .\-/]{4,24})\d")
# One digit at a time, and the last four told apart from the birthday.
_SPELLED_OUT: Final = re.compile(r"(?<!\d)(?<!\d )[0-37-9] \d [01] \d(?: \d){6}(?! ?\d)")
_LAST_FOUR: Final = re.compile(r"(?<=sidste )(?:4|fire)(?: cifre| tal)?[ :]*(?:er )?[: ]*\d{4}(?!\d)", re.IGNORECASE)
_FEWEST_WORDS: Final = 4
_ANY_DIGIT: Final = re.compile(r"\d")


def find_cpr(text: str) -> list[tuple[int, int]]:
    """Where CPR numbers stand, in whatever spelling and digits."""
    if not _ANY_DIGIT.search(text):
        return []
    plain = text if text.isascii() else "".join(
        str(int(letter)) if letter.isdecimal() and not letter.isascii() else letter for letter in text
    )  # fmt: skip
    spans = [match.span() for match in _CPR.finditer(plain)]
    spans.extend(match.span() for match in _SPELLED_OUT.finditer(plain))
    spans.extend(match.span() for match in _LAST_FOUR.finditer(plain))
    word = _CPR_WORD.search(plain)
    if word is not None:
        spans.extend(
            match.span() for match in _AFTER_CPR.finditer(plain, word.end())
            if len(re.sub(r"\D", "", match.group())) in (6, 10, 12)
        )  # fmt: skip
    return spans


def _in_words(raw: str, text: Text, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Runs of number words in a text that speaks of a CPR number."""
    if _CPR_WORD.search(raw) is None:
        return []
    spans: list[tuple[int, int]] = []
    run = 0
    for place in range(len(text.words) + 1):
        term = lexicon.terms.get(text.words[place]) if place < len(text.words) else None
        if (term is not None and term.kind == "num") or (
            run and place < len(text.words) and text.words[place] == "nul"
        ):
            run += 1
        elif place < len(text.words) and text.words[place] in ("nul", "nulog"):
            run = 1
        else:
            if run >= _FEWEST_WORDS:
                spans.append((text.starts[place - run], text.ends[place - 1]))
            run = 0
    return spans


def mask(raw: str, text: Text, lexicon: Lexicon) -> tuple[str, list[str]]:
    """The text with what is sensitive replaced, and the flags of what was found."""
    flags: list[str] = []
    spans: list[tuple[int, int, str]] = []
    for start, end in find_cpr(raw):
        spans.append((start, end, "cpr"))
    spans.extend((start, end, "cpr") for start, end in _in_words(raw, text, lexicon))
    if spans:
        flags.append("cpr")
    masks = lexicon.sensitive.masks
    for flag, first, last in lexicon.sensitive.find(text):
        if text.gaps[first].endswith("["):
            continue
        if flag not in flags:
            flags.append(flag)
        if masks[flag]:
            spans.append((text.starts[first], text.ends[last - 1], masks[flag]))
    if not spans:
        return raw, flags
    masked = _replace(raw, spans)
    # What stood apart may form a number once something between was replaced.
    while again := find_cpr(masked):
        masked = _replace(masked, [(start, end, "cpr") for start, end in again])
    return masked, flags


def _replace(raw: str, spans: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, name in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end <= done:
            continue
        parts.append(raw[done : max(start, done)])
        if start >= done:
            parts.append(f"[{name}]")
        done = end
    parts.append(raw[done:])
    return "".join(parts)
