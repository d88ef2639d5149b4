"""What stands in addresses and on command lines in place of the keys inside the house."""

from __future__ import annotations

import secrets

BYTES = 12  # 96 bits: nobody guesses one among millions.


def public_id() -> str:
    """A new id that nobody can guess. It never begins with a sign: a command would take "-Fq3..." for an option."""
    while (made := secrets.token_urlsafe(BYTES)).startswith(("-", "_")):
        pass
    return made
