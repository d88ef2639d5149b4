"""The vacancies a ranking looks at, as they stand at this moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import cast

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.rulebook import rulebook
from bot.store.tables import suggestion, unit, vacancy
from matching.place import Place, Precision
from matching.vacancy import Vacancy


async def open_vacancies(connection: AsyncConnection, house: House, today: date) -> list[Vacancy]:
    """Every vacancy that was not closed, by id. Filled or expired ones are among them: the ranking says why they fall.

    today: local day; suggestions received are counted back from it over the days the rules name.
    """
    return list((await open_rows(connection, house, today)).values())


async def open_rows(connection: AsyncConnection, house: House, today: date) -> dict[int, Vacancy]:
    """The same by the id of their row, for who writes about them."""
    window = timedelta(days=rulebook(house).rules.need.suggestions_window_days)
    since = datetime.combine(today - window, time(), tzinfo=house.settings.zone)
    return await rows_of(connection, house.employer.id, since)


async def rows_of(connection: AsyncConnection, employer_id: int, since: datetime) -> dict[int, Vacancy]:
    """An employer's vacancies by row id, with the suggestions made for each since a moment."""
    # A suggestion counts from the moment a person makes it; one that was taken back never reached the unit.
    received = (
        select(suggestion.c.vacancy_id, func.count().label("received"))
        .where(
            suggestion.c.employer_id == employer_id,
            suggestion.c.proposed_at >= since,
            suggestion.c.state != "withdrawn",
        )
        .group_by(suggestion.c.vacancy_id)
        .subquery()
    )
    found = await connection.execute(
        select(
            vacancy,
            unit.c.public_id.label("unit_public_id"),
            unit.c.name.label("unit_name"),
            unit.c.unit_type,
            unit.c.district,
            unit.c.latitude,
            unit.c.longitude,
            unit.c.precision,
            func.coalesce(received.c.received, 0).label("received"),
        )
        .select_from(
            vacancy.join(unit, unit.c.id == vacancy.c.unit_id).outerjoin(
                received, received.c.vacancy_id == vacancy.c.id
            )
        )
        .where(vacancy.c.employer_id == employer_id, vacancy.c.closed_at.is_(None))
        .order_by(vacancy.c.id)
    )
    return {row.id: _vacancy(row) for row in found}


def _vacancy(row: Row[tuple[object, ...]]) -> Vacancy:
    return Vacancy(
        id=row.public_id,
        unit_id=row.unit_public_id,
        unit_name=row.unit_name,
        unit_type=row.unit_type,
        district=row.district,
        place=Place(row.unit_name, row.latitude, row.longitude, cast("Precision", row.precision)),
        role=row.role,
        opened_on=row.opened_on,
        openings=row.openings,
        hours_min=row.hours_min,
        hours_max=row.hours_max,
        shifts=frozenset(row.shifts),
        employment=row.employment,
        start=row.start,
        accepts_unskilled=row.accepts_unskilled,
        ad_reference=row.ad_reference,
        ad_valid_until=row.ad_valid_until,
        expires=row.expires,
        suggestions_received=row.received,
    )
