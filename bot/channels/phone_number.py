"""Who a text says it is from: a number that can be answered, or an oddity that cannot."""

from __future__ import annotations

import re

import phonenumbers

_LETTERS = re.compile(r"[^\W\d_]")
# What nine of ten texts come from needs no number plan: +45 and eight digits that do not begin with 0 or 1.
_DANISH = re.compile(r"\+45[2-9]\d{7}")
_SHORT = re.compile(r"\+?\d{2,6}")


def sender(given: str, own: str) -> tuple[str, str | None]:
    """The address to keep and what is odd about it (see Inbound.oddity).

    given: the provider's From; own: our own number. A number that can be answered comes back as E.164, anything
    else as it was given. Possible numbers count, not only assigned ones: number plans grow faster than their tables.
    """
    given = given.strip()
    if _LETTERS.search(given):
        # "whatsapp:+45..." and the like are addresses of other channels; a name has no colon.
        return given, "unknown_format" if ":" in given else "alphanumeric"
    if _SHORT.fullmatch(given):
        return given, "short_code"
    number = _international(given)
    if number is None:
        return given, "unknown_format"
    return number, "own_number" if number == own else None


def country(address: str) -> int | None:
    """The calling code of an E.164 number; None if it is not one."""
    if _DANISH.fullmatch(address):
        return 45
    try:
        return phonenumbers.parse(address).country_code if _international(address) == address else None
    except phonenumbers.NumberParseException:
        return None


def _international(given: str) -> str | None:
    if _DANISH.fullmatch(given):
        return given
    try:
        number = phonenumbers.parse(given)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
