"""Spelling made alike: case, æøå or ae/oe/aa, accents, and the digits and letters of other scripts."""

from __future__ import annotations

import unicodedata

# Danish letters and their Swedish, Norwegian and German siblings are spelled out, since candidates type both ways.
_SPELLED = {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ß": "ss", "œ": "oe", "þ": "th", "ð": "d"}
_BARE = {"ı": "i", "İ": "i", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ħ": "h"}
# Arabic, Persian and Urdu keyboards give several letters for one sound.
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ے": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه",
           "ھ": "ه", "ؤ": "و", "ـ": ""}  # fmt: skip


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0xC0, 0x250):
        letter = chr(code)
        base = unicodedata.normalize("NFD", letter)[0]
        if base != letter and base.isascii():
            table[code] = base
    for letter, spelled in (_SPELLED | _BARE | _ARABIC).items():
        table[ord(letter)] = spelled
        if len(letter.upper()) == 1:
            # "ß" in capitals is "SS", and a capital S is only an s.
            table[ord(letter.upper())] = spelled
    for code in range(0x0660, 0x066A):
        table[code] = str(code - 0x0660)
        table[code + 0x90] = str(code - 0x0660)
    for code in (*range(0x064B, 0x0653), 0x0027, 0x2019, 0x0060, 0x00B4):
        table[code] = ""
    return table


_FOLDED = _table()
# Half of the people who lack æøå leave the second letter out: Vanlose, Bronshoj.
_SHORT = str.maketrans({"ø": "o", "Ø": "o", "ö": "o", "Ö": "o", "å": "a", "Å": "a", "ä": "a", "Ä": "a", "æ": "ae"})
_SHORTER = str.maketrans({"ø": "o", "Ø": "o", "å": "a", "Å": "a", "æ": "a", "Æ": "a", "ü": "ue", "ö": "o", "ä": "a"})
_OTHER = str.maketrans({"æ": "e", "Æ": "e", "ø": "o", "å": "a"})
# Control characters, soft hyphens, joiners and direction marks, Arabic vowel signs: nobody sees them.
_UNSEEN = (
    *(code for code in range(0x20) if chr(code) not in "\n\t"),
    *(0x7F, 0xAD, 0x061C, 0x0640, 0x2060, 0xFE0F, 0xFEFF),
    *range(0x064B, 0x0653),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
_DROPPED = dict.fromkeys(_UNSEEN)


def clean(text: str) -> str:
    """The text without the marks nobody sees: control characters, direction marks, joiners; letters composed."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.translate(_DROPPED))
    return composed.replace("\r", "\n").translate(_DROPPED)


def fold(word: str) -> str:
    """One spelling for all that count as the same: `Ørestad`, `OERESTAD` and `oerestad` give `oerestad`."""
    return word.lower() if word.isascii() and "'" not in word else word.translate(_FOLDED).lower()


def spellings(phrase: str) -> set[str]:
    """The folded phrase and what is left of it when the Danish letters are left out."""
    if phrase.isascii():
        return {fold(phrase)}
    return {fold(phrase.translate(table)) for table in ({}, _SHORT, _SHORTER, _OTHER)}
