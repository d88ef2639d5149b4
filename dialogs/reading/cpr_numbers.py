"""CPR numbers in whatever spelling: ten or twelve digits whose first are a birthday, however they are parted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

Span = tuple[int, int]

_DAY: Final = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_GAP: Final = r"[^\S\n]{0,2}[-./,]?[^\S\n]{0,2}"
# A CPR number is a birth day, month and year and four digits; a replacement number has 60 added to its day.
_CROSSED_OUT: Final = re.compile(rf"(?<!\d){_DAY}{_GAP}{_MONTH}{_GAP}(?:19|20)?\d\d{_GAP}[xX*]{{4}}(?!\d)")
_MONTHS: Final = "jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec"
_HAS_MONTH: Final = re.compile(rf"(?:{_MONTHS})[a-z]{{0,6}}[\W_]{{1,3}}\d")
_MONTH_IN_WORDS: Final = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[\W_]{{0,3}}(?:of )?(?:{_MONTHS})[a-z]{{0,6}}[\W_]{{1,3}}"
    r"(?P<year>(?:19|20)?\d\d)(?P<gap>[\W_]{1,6})\d{4}(?!\d)",
    re.IGNORECASE,
)
CPR_WORD: Final = re.compile(
    r"\b(?:cpr|cpr[- ]?nr|cpr[- ]?nummer|personnummer|personnr|cprnr|cprnummer)\b", re.IGNORECASE
)
_AFTER_CPR: Final = re.compile(r"\d(?:[\d .\-/]{4,24})\d")
_LAST_FOUR: Final = re.compile(
    r"\b(?:sidste|last)(?P<said>(?: (?:4|fire|four))?(?: (?:cifre|tal|numre|digits|numbers))?(?: (?:er|are|is))?)[ :]*"
    r"(?P<four>\d{4})(?!\d)",
    re.IGNORECASE,
)
# Digits with the letters that pass for digits among them; a lone o may stand for a nought.
_ATOM: Final = re.compile(
    r"(?:(?<![^\W\d_])[oOlI]+)?\d(?:[\doOlI]*\d)?(?:[oOlI]+(?![^\W\d_]))?|(?<![^\W_])[oO](?![^\W_])"
)
_ANY_DIGIT: Final = re.compile(r"[0-9]")
_AS_DIGITS: Final = str.maketrans("oOlI", "0011")
_ABROAD: Final = re.compile(r"(?:\+|(?<!\d)00)[1-9]\d{0,2}[ \-(]{0,2}\Z")
_TIME: Final = re.compile(r"(?:[01]\d|2[0-4])(?:00|15|30|45)")
_FEWEST_DIGITS: Final = 5  # The rest may be letters that pass for digits.
_LONGEST_GAP: Final = 6
_MOST_SIGNS: Final = 3
# Nobody born in these years writes to us, and these are the years in which people say they can start.
_STARTS: Final = range(2024, 2030)
_KEPT: Final = 5_000


class _Plain(dict[int, str]):
    """What a character is for our purpose, one for one: a digit, a hyphen, a space, nothing (NUL), or itself."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        value = unicodedata.digit(letter, None)
        kind = unicodedata.category(letter)
        if value is not None:
            found = str(value)
        elif kind == "Pd" or code == 0x2212:
            found = "-"
        elif kind in {"Cf", "Mn", "Me"}:
            found = "\x00"
        else:
            found = unicodedata.normalize("NFKC", letter)
            found = found if len(found) == 1 else letter
        if len(self) < _KEPT:
            self[code] = found
        return found


_PLAIN: Final = _Plain()


class _Atom(NamedTuple):
    """Digits that stand together."""

    start: int
    end: int
    digits: str
    real: int  # How many of them are digits, and not letters that pass for one.


def find_cpr(text: str) -> list[Span]:
    """Where CPR numbers stand, in whatever spelling and digits."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    if "\x00" not in plain:
        return _find(plain)
    # What nobody sees stands between no two digits; the spans are those of the text as it came.
    places = [place for place, letter in enumerate(plain) if letter != "\x00"]
    return [(places[start], places[end - 1] + 1) for start, end in _find(plain.replace("\x00", ""))]


def across(before: str, after: str) -> tuple[Span, Span] | None:
    """Which end of one text and which beginning of the next are one CPR number; None if there is none between them."""
    head, tail = before[-60:].rstrip(), after[:60]
    begin = len(before[-60:]) - len(before[-60:].lstrip()) if not head else 0
    joint = len(head)
    offset = max(0, len(before) - 60)
    for start, end in find_cpr(f"{head[begin:]}\n{tail}"):
        if start < joint < end - 1:
            return (offset + start, offset + joint), (0, end - joint - 1)
    return None


def _find(plain: str) -> list[Span]:
    if not _ANY_DIGIT.search(plain):
        return []
    atoms = [
        _Atom(match.start(), match.end(), match.group().translate(_AS_DIGITS), sum(map(str.isdigit, match.group())))
        for match in _ATOM.finditer(plain)
    ]
    if sum(atom.real for atom in atoms) < _FEWEST_DIGITS:
        return []
    # Asking for a word's letters is quicker than looking for the word.
    low = plain.lower()
    word = CPR_WORD.search(plain) if "cpr" in low or "person" in low else None
    spans = [match.span() for match in _CROSSED_OUT.finditer(plain)]
    spans.extend(
        match.span()
        for match in (_MONTH_IN_WORDS.finditer(plain) if _HAS_MONTH.search(low) else ())
        if word or not _is_a_start(_full(match["year"]), match["gap"])
    )
    spans.extend(_parted(plain, atoms, plain_words=word is not None))
    if "sidste" in low or "last" in low:
        spans.extend(_last_four(plain, atoms))
    if word is not None:
        spans.extend(
            match.span() for match in _AFTER_CPR.finditer(plain, word.end())
            if len(re.sub(r"\D", "", match.group())) in (6, 10, 12)
        )  # fmt: skip
        spans.extend(_after_the_word(plain, [atom for atom in atoms if atom.start >= word.end()]))
    return spans


def _parted(plain: str, atoms: list[_Atom], *, plain_words: bool) -> Iterator[Span]:
    """Numbers in pieces. plain_words: the text says that it is a CPR number, so whatever can be one is one."""
    for first in range(len(atoms)):
        pieces: list[_Atom] = []
        gaps: list[str] = []
        number, real = "", 0
        for atom in atoms[first:]:
            if pieces:
                gap = plain[pieces[-1].end : atom.start]
                if not _is_gap(gap):
                    break
                gaps.append(gap)
            pieces.append(atom)
            number += atom.digits
            real += atom.real
            if len(number) > 12:
                break
            year = _short_date(pieces, gaps) if len(pieces) == 4 else None
            if year is None and len(number) in (10, 12):
                year = _long_date(number)
            if year is None or real < _FEWEST_DIGITS:
                continue
            if plain_words or _looks_like_one(plain, atoms, first, pieces, gaps, year):
                yield pieces[0].start, pieces[-1].end


def _short_date(pieces: list[_Atom], gaps: list[str]) -> int | None:
    """The year of a birthday such as 1/1-90 before four digits."""
    sizes = [len(piece.digits) for piece in pieces]
    if len(sizes) != 4 or 1 not in sizes[:2] or max(sizes[:2]) > 2 or sizes[2] not in (2, 4) or sizes[3] != 4:
        return None
    if gaps[0].strip() not in {"/", ".", "-"}:
        return None
    day, month, year = (piece.digits for piece in pieces[:3])
    return _full(year) if _is_birthday(int(day), int(month), _full(year)) else None


def _long_date(number: str) -> int | None:
    """The year of the birthday with which ten or twelve digits begin."""
    if len(number) == 10:
        day, month, year = number[:2], number[2:4], _full(number[4:6])
        return year if _is_birthday(int(day), int(month), year) else None
    if len(number) == 12:
        for day, month, full in (
            (number[:2], number[2:4], number[4:8]),
            (number[6:8], number[4:6], number[:4]),
        ):
            if _is_birthday(int(day), int(month), int(full)):
                return int(full)
    return None


def _is_birthday(day: int, month: int, year: int) -> bool:
    return (1 <= day <= 31 or 61 <= day <= 91) and 1 <= month <= 12 and 1900 <= year <= 2029


def _full(year: str) -> int:
    """A year of two digits as one of four; which century does not matter here beyond the years of _STARTS."""
    return int(year) if len(year) == 4 else (2000 if int(year) < 30 else 1900) + int(year)


def _looks_like_one(
    plain: str, atoms: list[_Atom], first: int, pieces: list[_Atom], gaps: list[str], year: int
) -> bool:
    """Tells a CPR number from what has as many digits: telephone numbers, postcodes beside hours, lists of times."""
    sizes = tuple(len(piece.digits) for piece in pieces)
    start = pieces[0].start
    lead = plain[max(0, start - 8) : start]
    if _ABROAD.search(lead) or (lead.endswith("+") and plain[start] != "0"):
        return False
    if len(sizes) == 1:
        return True
    # Eight digits and then two are a telephone number and something else; so are four, four and four no birthday.
    if sizes in {(8, 2), (4, 4, 2), (4, 4, 4), (2, 2, 2, 2, 4)}:
        return False
    date = sum(sizes) - 4
    steps = [sum(sizes[: end + 1]) for end in range(len(sizes))]
    if date not in steps:
        return len(sizes) == 2 or sizes[-1] >= 6
    serial = steps.index(date) + 1
    if sizes[serial - 1] == 4 and all(_TIME.fullmatch(piece.digits) for piece in pieces[serial - 1 :]):
        return False
    if sizes[0] < date and _is_a_start(year, gaps[serial - 1]):
        return False
    if len(sizes) - serial == 1 or serial == 1:
        return True
    # The last four are parted too: then all is parted in the same way, and no more of it follows or goes before.
    before = plain[atoms[first - 1].end : start] if first else ""
    last = first + len(pieces)
    after = plain[pieces[-1].end : atoms[last].start] if last < len(atoms) else ""
    return len(set(gaps)) == 1 and gaps[0] not in (before, after)


def _is_a_start(year: int, gap: str) -> bool:
    """True for a day on which somebody can start, and then something else."""
    return year in _STARTS and not gap.strip(" \t\r\n,;")


def _is_gap(gap: str) -> bool:
    return (
        len(gap) <= _LONGEST_GAP
        and sum(not letter.isspace() for letter in gap) <= _MOST_SIGNS
        and not any(letter.isalnum() for letter in gap)
    )


def _last_four(plain: str, atoms: list[_Atom]) -> Iterator[Span]:
    """The last four told apart from the birthday, and the birthday with them."""
    birthdays = [atom for atom in atoms if len(atom.digits) == 6 and _long_date(f"{atom.digits}0000") is not None]
    for match in _LAST_FOUR.finditer(plain):
        if not match["said"] and not birthdays:
            continue
        yield match.span("four")
        for birthday in birthdays:
            yield birthday.start, birthday.end


def _after_the_word(plain: str, atoms: list[_Atom]) -> Iterator[Span]:
    """Whatever stands together after the word and has the digits of a CPR number or of its birthday."""
    run: list[_Atom] = []
    for atom in (*atoms, None):
        if atom is not None and (not run or _is_gap(plain[run[-1].end : atom.start])):
            run.append(atom)
            continue
        if sum(len(piece.digits) for piece in run) in (6, 10, 12):
            yield run[0].start, run[-1].end
        run = [] if atom is None else [atom]
