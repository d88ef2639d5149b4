"""GSM-7: which characters a cheap text may hold, and how many segments a text costs (GSM 03.38, 23.040)."""

from __future__ import annotations

import re
import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")  # Behind an escape: each counts two.
CHEAP = BASIC | EXTENDED
# Asked several times of every text that is put together: an expression is three times as fast as a set of characters.
_FOREIGN = re.compile(f"[^{re.escape(''.join(sorted(CHEAP)))}]")
_EXTENDED = re.compile(f"[{re.escape(''.join(sorted(EXTENDED)))}]")

ONE_GSM, PART_GSM = 160, 153
ONE_UCS2, PART_UCS2 = 70, 67
_PLAINER = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "·": "-"})


def foreign(text: str) -> set[str]:
    """The characters that turn the whole text into UCS-2, where a segment holds 70 characters instead of 160."""
    return set(text) - CHEAP


def length(text: str) -> int:
    """How many units the text takes: GSM septets, or UTF-16 code units when one character is foreign."""
    if _FOREIGN.search(text):
        return len(text.encode("utf-16-be")) // 2
    return len(text) + len(_EXTENDED.findall(text))


def segments(text: str) -> int:
    """How many texts a provider bills for this one; an empty text is one."""
    size = length(text)
    one, part = (ONE_UCS2, PART_UCS2) if _FOREIGN.search(text) else (ONE_GSM, PART_GSM)
    return 1 if size <= one else -(-size // part)


def plain(words: str) -> str:
    """Words that take one place a character: accents and signs GSM-7 lacks are written plainly or left out."""
    kept = []
    for character in words.translate(_PLAINER):
        if character in BASIC:
            kept.append(character)
        else:
            kept.extend(part for part in unicodedata.normalize("NFKD", character) if part in BASIC)
    return "".join(kept)
