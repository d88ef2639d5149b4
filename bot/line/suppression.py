"""Who must not be written to: one list, asked in one way, and a stricter stop never gives way to a milder one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.driver import run

# All but "outreach": who wants no offers may still be answered in a running talk (markedsføringsloven § 10).
SILENCES = "lifted_at IS NULL AND kind <> 'outreach'"

STOP = """
    INSERT INTO suppression (employer_id, channel, address, kind, since)
    VALUES (%(employer)s, %(channel)s, %(address)s, %(kind)s, %(now)s)
    ON CONFLICT (employer_id, channel, address) WHERE lifted_at IS NULL
    DO UPDATE SET kind = excluded.kind, since = excluded.since WHERE suppression.kind = 'outreach'
    """
LIFT = """
    UPDATE suppression SET lifted_at = %(now)s
    WHERE employer_id = %(employer)s AND channel = %(channel)s AND address = %(address)s AND lifted_at IS NULL
    """


async def stop(connection: AsyncConnection, house: House, channel: str, address: str, kind: str) -> None:
    """Nothing more to this address. kind: all, wrong_number, outreach (offers only), provider (it opted out there)."""
    await run(connection, STOP, _values(house, channel, address) | {"kind": kind})


async def lift(connection: AsyncConnection, house: House, channel: str, address: str) -> None:
    """The person is back and may be written to again."""
    await run(connection, LIFT, _values(house, channel, address))


def _values(house: House, channel: str, address: str) -> dict[str, int | str | datetime]:
    return {"employer": house.employer.id, "channel": channel, "address": address, "now": house.now()}
