"""Texts of people who were forgotten: known again by a fingerprint, so that a provider's log brings nobody back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.store.tables import message

# Longer than any provider's log is looked through (bot.line.tasks); after that nothing is asked about.
ASKED_ABOUT = timedelta(days=1)


def fingerprint(provider_id: str) -> str:
    """What is left of a provider's name for a text: it says nothing, and is the same for the same text."""
    return f"gone:{sha256(provider_id.encode()).hexdigest()}"


def what_is_left(now: datetime) -> ColumnElement[Any]:
    """The same in the database, for texts that came in lately; of all others nothing is left."""
    lately = (message.c.direction == "in") & (message.c.at > now - ASKED_ABOUT) & message.c.provider_id.is_not(None)
    known = message.c.provider_id.like("gone:%")
    hashed = func.encode(func.sha256(func.convert_to(message.c.provider_id, "UTF8")), "hex")
    return case((lately & known, message.c.provider_id), (lately, "gone:" + cast(hashed, Text)), else_=null())


async def without_forgotten(connection: AsyncConnection, inbounds: Sequence[Inbound], now: datetime) -> list[Inbound]:
    """These texts, without those that were taken in once and forgotten since."""
    names = [fingerprint(inbound.provider_id) for inbound in inbounds]
    days = {(now - ASKED_ABOUT).date(), now.date(), (now + ASKED_ABOUT).date()}
    found = await connection.execute(
        select(message.c.provider_id).where(
            message.c.direction == "in", message.c.day.in_(days), message.c.provider_id.in_(names)
        )
    )
    gone = set(found.scalars())
    return [inbound for inbound, name in zip(inbounds, names, strict=True) if name not in gone]
