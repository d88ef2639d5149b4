"""Texts that arrive wrapped in Base64, as some operators hand them to Twilio, read as what they were."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode

_WRAPPED = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}")
_SHORTEST = 24  # Characters. Below that a code or a long word could pass for Base64.


def unwrapped(body: str) -> str:
    """The text inside, or `body` itself unless it can only be Base64 of readable words.

    Only a body without any space inside its lines, of a whole number of quartets, whose bytes are UTF-8 with spaces
    between printable words is taken for one: no word that a person types passes all of that.
    """
    packed = "".join(body.split("\n")).replace("\r", "").strip()
    if len(packed) < _SHORTEST or len(packed) % 4 or not _WRAPPED.fullmatch(packed):
        return body
    try:
        text = b64decode(packed, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return body
    readable = " " in text.strip() and all(character.isprintable() or character in "\r\n\t" for character in text)
    return text if readable else body
