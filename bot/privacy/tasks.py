"""The jobs of privacy by name: asking after silence, ending a search, forgetting in time and when a person confirmed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog

from bot.house import House
from bot.privacy import confirming, retention

log = structlog.get_logger(__name__)

Job = Callable[..., Awaitable[None]]


def tasks(house: House) -> dict[str, Job]:
    """Each job opens its own transactions, one a person, and does nothing where life moved on before it ran."""

    async def ask_again() -> None:
        log.info("asked_again", people=await retention.ask_again(house))

    async def lapse() -> None:
        log.info("lapsed", people=await retention.lapse(house))

    async def purge() -> None:
        log.info("purged", searches=await retention.purge(house))

    async def forget(candidacy_id: int, actor: str) -> None:
        async with house.database.transaction() as connection:
            await confirming.forget_when_told(connection, house, candidacy_id, actor=actor)

    return {
        "privacy.ask_again": ask_again,
        "privacy.lapse": lapse,
        "privacy.purge": purge,
        confirming.FORGET: forget,
    }
