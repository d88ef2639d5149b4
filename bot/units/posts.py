"""A unit's open vacancies as the unit itself reports and closes them: a minute's work, in the trail, at once in every ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.database import enqueue, notify
from bot.store.public_ids import public_id
from bot.store.tables import vacancy
from bot.store.trail import Happening, record
from bot.units.cases import Place


async def open_posts(connection: AsyncConnection, to: Place) -> list[Row[Any]]:
    """What the unit lacks now, the longest open first."""
    found = await connection.execute(
        select(vacancy)
        .where(vacancy.c.unit_id == to.id, vacancy.c.closed_at.is_(None), vacancy.c.openings > 0)
        .order_by(vacancy.c.opened_on, vacancy.c.id)
    )
    return list(found)


async def report(connection: AsyncConnection, house: House, to: Place, values: Mapping[str, Any], form_id: str) -> bool:
    """The unit lacks somebody. values: checked columns of `vacancy`. Returns False if this form was sent before.

    Every post is filled after public advertisement (ombudsman 2022-1): it points to the general ad for its trade that
    is open now; where there is none, the recruiter adds it.
    """
    now = house.now()
    today = house.local(now).date()
    name = f"unit-{form_id}"
    before = select(vacancy.c.id).where(vacancy.c.employer_id == house.employer.id, vacancy.c.reference == name)
    if await connection.scalar(before) is not None:
        return False
    ad = (
        await connection.execute(
            select(vacancy.c.ad_reference, vacancy.c.ad_valid_until)
            .where(
                vacancy.c.employer_id == house.employer.id,
                vacancy.c.role == values["role"],
                vacancy.c.ad_reference != "",
                vacancy.c.closed_at.is_(None),
                vacancy.c.ad_valid_until.is_(None) | (vacancy.c.ad_valid_until >= today),
            )
            .order_by(vacancy.c.ad_valid_until.desc().nulls_first(), vacancy.c.id.desc())
            .limit(1)
        )
    ).one_or_none()
    number = await connection.scalar(
        insert(vacancy)
        .values(
            employer_id=house.employer.id,
            unit_id=to.id,
            public_id=public_id(),
            reference=name,
            opened_on=today,
            confirmed_at=now,
            ad_reference=ad.ad_reference if ad else "",
            ad_valid_until=ad.ad_valid_until if ad else None,
            **values,
        )
        .returning(vacancy.c.id)
    )
    assert number is not None
    await _tell(connection, house, to, number, "vacancy_added")
    return True


async def close_post(connection: AsyncConnection, house: House, to: Place, public_id: str) -> bool:
    """The post is filled or given up: it leaves every ranking. Returns False if it is not this unit's, or was closed.

    Suggestions the unit already has stay with the people they concern.
    """
    number = await connection.scalar(
        update(vacancy)
        .where(vacancy.c.public_id == public_id, vacancy.c.unit_id == to.id, vacancy.c.closed_at.is_(None))
        .values(closed_at=house.now())
        .returning(vacancy.c.id)
    )
    if number is None:
        return False
    await _tell(connection, house, to, number, "vacancy_closed")
    return True


async def _tell(connection: AsyncConnection, house: House, to: Place, number: int, verb: str) -> None:
    data = {"vacancy": number, "unit": to.id}
    streams = sorted((to.id, number))
    deeds = [Happening(house.employer.id, stream, f"unit:{to.id}", verb, house.now(), data) for stream in streams]
    await record(connection, deeds)
    await notify(connection, "queue", f"unit:{to.id}")
    # Who has a place and who has none may have changed for everybody who waits.
    await enqueue(connection, house.database, "desk.count")
