"""The unguessable addresses of a suggestion's page and of a unit's own page: made, never stored, known by their seal."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.tables import unit
from bot.units.cases import Place, place

# After the deadline the page can still be read for so long; nothing can be answered there any more.
READABLE = timedelta(days=30)
# A link to the unit's own page lies in every mail; the newest one is never far away.
OWN_PAGE_OPEN = timedelta(days=30)


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


def own_page_of(house: House, to: Place) -> str:
    """The link to a unit's own page, for its leader's mail: sealed to this leader's address, good for OWN_PAGE_OPEN."""
    until = int((house.now() + OWN_PAGE_OPEN).timestamp())
    token = f"{to.public_id}.{until:x}.{_seal(house, to, until)}"
    return f"{house.settings.public_base_url.rstrip('/')}/e/{token}"


async def unit_behind(connection: AsyncConnection, house: House, token: str) -> tuple[Place, bool] | None:
    """The unit whose own page a link opens, and whether the link still does; None for a link nobody here made.

    A new leader's address breaks the seals made for the old one.
    """
    name, _, rest = token.partition(".")
    written, _, seal = rest.partition(".")
    row = (
        await connection.execute(select(unit).where(unit.c.public_id == name, unit.c.employer_id == house.employer.id))
    ).one_or_none()
    try:
        until = int(written, 16)
    except ValueError:
        return None
    if row is None or until > 1 << 40:
        return None
    to = place(house, row._mapping)
    if not hmac.compare_digest(seal.encode(), _seal(house, to, until).encode()):
        return None
    return to, house.now().timestamp() < until


def _seal(house: House, to: Place, until: int) -> str:
    key = house.settings.secret_key.get_secret_value().encode()
    said = f"unit-page {to.id} {to.leader_email} {until}"
    return urlsafe_b64encode(hmac.digest(key, said.encode(), "sha256")).rstrip(b"=").decode()
