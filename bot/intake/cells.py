"""How one cell of an imported table is read; what cannot be read raises ValueError with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import phonenumbers

Reader = Callable[[str], Any]

MAIL = re.compile(r"[^@\s,;<>\x00-\x20\x7f]+@[^@\s,;<>\x00-\x20\x7f]+\.[^@\s,;<>\x00-\x20\x7f]+")
# What moves a cursor, breaks a line or turns the direction of writing has no place in a name.
CONTROLS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028-\u202e\u2066-\u2069]+")
LONGEST_NUMBER = 6  # Digits; a database holds nine, nobody needs them.
YES, NO = frozenset({"ja", "yes", "j", "y", "x", "1", "true", "sand"}), frozenset({"nej", "no", "n", "0", "false", ""})
LONGEST_WEEK = 480  # Tenths of an hour: more than 48 hours a week is a slip of the pen.


def fold(words: str) -> str:
    """Words without case, signs and spaces, æøå as ae, oe, aa: two spellings of one thing become the same."""
    plain = words.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return "".join(character for character in plain if character.isalnum())


def text(cell: str) -> str:
    """The cell on one line: every run of spaces, line breaks and control characters becomes one space."""
    return CONTROLS.sub(" ", cell).strip()


def truth(cell: str) -> bool:
    """ja or nej, yes or no; empty is no."""
    answer = cell.casefold()
    if answer not in YES | NO:
        raise ValueError(f"“{cell}” is neither ja nor nej")
    return answer in YES


def whole(cell: str) -> int:
    """A whole number, not below 0."""
    if not cell.isdecimal() or len(cell) > LONGEST_NUMBER:
        raise ValueError(f"“{cell}” is not a whole number")
    return int(cell)


def degrees(least: float, most: float) -> Reader:
    """A coordinate in degrees between two bounds, with comma or point; empty is None."""

    def read(cell: str) -> float | None:
        if not cell:
            return None
        try:
            found = float(cell.replace(",", "."))
        except ValueError as error:
            raise ValueError(f"“{cell}” is not a coordinate in degrees") from error
        if not least <= found <= most:
            raise ValueError(f"{cell} lies outside Denmark ({least:g} to {most:g}); are the two columns swapped?")
        return found

    return read


def day(cell: str) -> date | None:
    """A day as 2027-02-01, 1.2.2027, 01-02-2027 or 1/2/2027; empty, "snarest" or "asap" is None."""
    if fold(cell) in {"", "snarest", "snarestmuligt", "asap"}:
        return None
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cell):
        year, month, number = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})", cell):
        number, month, year = (int(part) for part in match.groups())
    else:
        raise ValueError(f"“{cell}” is not a day (2027-02-01 or 1.2.2027)")
    try:
        return date(year, month, number)
    except ValueError as error:
        raise ValueError(f"there is no day {cell}") from error


def hours(cell: str) -> tuple[int | None, int | None]:
    """Hours a week as "37", "28-37" or "18,5"; tenths of an hour, least and most. Empty is open at both ends."""
    if not cell:
        return None, None
    match = re.fullmatch(r"(\d{1,2}(?:[.,]\d+)?)(?:\s*[-–]\s*(\d{1,2}(?:[.,]\d+)?))?(?:\s*(?:t|timer|hours))?\.?", cell)
    if match is None:
        raise ValueError(f"“{cell}” are not hours a week (37 or 28-37)")
    least = round(float(match.group(1).replace(",", ".")) * 10)
    most = least if match.group(2) is None else round(float(match.group(2).replace(",", ".")) * 10)
    if not 0 < least <= most <= LONGEST_WEEK:
        raise ValueError(f"“{cell}” are not hours a week (from 1 to 48, the lower number first)")
    return least, most


def mail(cell: str) -> str:
    """An e-mail address."""
    if not MAIL.fullmatch(cell):
        raise ValueError(f"“{cell}” is not an e-mail address")
    return cell


def phone(cell: str) -> str | None:
    """A telephone number, Danish unless it begins with + or 00, as E.164; empty is None."""
    if not cell:
        return None
    try:
        number = phonenumbers.parse(cell, "DK")
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"“{cell}” is not a telephone number") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError(f"“{cell}” is not a telephone number anybody can have")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def code(spellings: Mapping[str, Iterable[str]], kind: str) -> Reader:
    """One of several codes, by itself or in any of its spellings."""
    codes = {fold(word): name for name, words in spellings.items() for word in (name, *words)}

    def read(cell: str) -> str:
        found = codes.get(fold(cell))
        if found is None:
            raise ValueError(f"“{cell}” is not {kind} ({', '.join(spellings)})")
        return found

    return read


def several(one: Reader) -> Reader:
    """Some of the codes, parted by comma, semicolon, plus, slash or "og"; empty is none."""

    def read(cell: str) -> list[str]:
        parts = [part for part in re.split(r"[,;+/&]|\bog\b|\band\b", cell) if part.strip()]
        return sorted({one(part.strip()) for part in parts})

    return read
