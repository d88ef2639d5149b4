"""Telephone numbers as people read them."""

from __future__ import annotations

DANISH = "+45"


def in_pairs(number: str) -> str:
    """A Danish number as "70 20 15 30", given with +45 or without; any other number as it is."""
    digits = number.removeprefix(DANISH)
    if len(digits) != 8 or not digits.isdecimal():
        return number
    return " ".join(digits[place : place + 2] for place in range(0, 8, 2))
