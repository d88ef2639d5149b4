"""Values that leave the house in a cookie and must come back as they were: sealed for one purpose with our secret."""

from __future__ import annotations

import hmac

from config.settings import Settings


def sign(settings: Settings, purpose: str, value: str) -> bytes:
    """The 32-byte signature of a value for a purpose; a seal for one purpose says nothing about another."""
    return hmac.digest(
        settings.secret_key.get_secret_value().encode(), f"{purpose}|{value}".encode(errors="surrogatepass"), "sha256"
    )


def seal(settings: Settings, purpose: str, value: str) -> str:
    """The value with its signature; readable by whoever holds it, so nothing secret from its holder goes in."""
    return f"{value}.{sign(settings, purpose, value).hex()}"


def unseal(settings: Settings, purpose: str, sealed: str) -> str | None:
    """The value, or None if the seal is not ours."""
    value, _, signature = sealed.rpartition(".")
    right = sign(settings, purpose, value).hex()
    return value if hmac.compare_digest(signature.encode(errors="surrogatepass"), right.encode()) else None
