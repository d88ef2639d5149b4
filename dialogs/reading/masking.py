"""What must not be kept is replaced in the text before anyone else sees it."""

from __future__ import annotations

import re
from typing import Final

from dialogs.reading.cpr_numbers import CPR_WORD, across, find_cpr
from dialogs.reading.lexicon import Lexicon
from dialogs.reading.text import Text

__all__ = ["continues", "find_cpr", "mask", "mask_across", "mask_cpr"]

_FEWEST_WORDS: Final = 4
HIDDEN: Final = "[cpr]"
# The four digits that follow a birthday in a text of their own.
_REST: Final = re.compile(r"\s*[^\w\s]+\s*\d{4}(?!\d)|\s*\d{4}\s*\Z")


def mask_cpr(text: str) -> str:
    """The text without CPR numbers, for what other people than candidates write."""
    while spans := find_cpr(text):
        text = _replace(text, [(start, end, "cpr") for start, end in spans])
    return text


def continues(before: str, text: str) -> bool:
    """True if the end of an earlier text and the beginning of this one are one CPR number between them.

    before: the earlier text of the same person as it was kept, masked. Ask only about texts that came close together.
    """
    return mask_across(before, text) != (before, text)


def mask_across(before: str, text: str) -> tuple[str, str]:
    """Both texts without the CPR number they hold between them; as given where there is none.

    An earlier text that ends in a hidden birthday is followed by its four digits if a sign leads them or they are all.
    """
    if before.rstrip().endswith(HIDDEN):
        rest = _REST.match(text)
        return (before, text) if rest is None else (before, _replace(text, [(*rest.span(), "cpr")]))
    spans = across(before, text)
    if spans is None:
        return before, text
    return _replace(before, [(*spans[0], "cpr")]), _replace(text, [(*spans[1], "cpr")])


def _in_words(raw: str, text: Text, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Runs of number words in a text that speaks of a CPR number."""
    if CPR_WORD.search(raw) is None:
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


def mask(
    raw: str, text: Text, lexicon: Lexicon, named: tuple[int, int] | None = None
) -> tuple[str, list[str]]:  # fmt: skip
    """The text with what is sensitive replaced, and the flags of what was found. named: the words of a name are none."""
    flags: list[str] = []
    spans: list[tuple[int, int, str]] = []
    for start, end in find_cpr(raw):
        spans.append((start, end, "cpr"))
    spans.extend((start, end, "cpr") for start, end in _in_words(raw, text, lexicon))
    if spans:
        flags.append("cpr")
    masks = lexicon.sensitive.masks
    for flag, first, last in lexicon.sensitive.find(text):
        if text.gaps[first].endswith("[") or (named is not None and named[0] <= first and last <= named[1]):
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
