"""The unguessable address of a unit's page: made from the suggestion, never stored, known only by its fingerprint."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from bot.house import House

# After the deadline the page can still be read for so long; nothing can be answered there any more.
READABLE = timedelta(days=30)


def token_of(house: House, suggestion_id: int, proposed_at: datetime) -> str:
    """The secret in the link: the same for the same suggestion, so that the mail job can make it again.

    Nobody without the installation's key can make it, and the database holds only its fingerprint.
    """
    key = house.settings.secret_key.get_secret_value().encode()
    said = f"unit-link {suggestion_id} {int(proposed_at.timestamp() * 1_000_000)}"
    return urlsafe_b64encode(hmac.digest(key, said.encode(), "sha256")).rstrip(b"=").decode()


def fingerprint(token: str) -> bytes:
    """What the database keeps of a token."""
    return sha256(token.encode()).digest()


def address_of(house: House, suggestion_id: int, proposed_at: datetime) -> str:
    """The whole link as it stands in the mail."""
    return f"{house.settings.public_base_url.rstrip('/')}/u/{token_of(house, suggestion_id, proposed_at)}"
