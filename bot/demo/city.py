"""A city to try the line in: fictitious units and their vacancies, dated so that the demo never grows old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.people import load_people
from bot.house import Employer
from bot.intake.checking import check_units, check_vacancies
from bot.intake.loading import known_units, load_units, load_vacancies
from bot.intake.sheet import Line, Sheet, read_sheet
from bot.store.tables import campaign, employer
from config.files import ConfigFiles

__all__ = ["load_city", "load_people"]

LINE_NUMBER = "+4570201530"
PHONE = "70 20 15 31"
CAMPAIGNS = {
    "JOB 2A": "Bus 2A",
    "JOB NET": "Jobportal",
    "JOB ELEV": "Besøg på SOSU-skolen",
    "JOB VEN": "En kollega gav nummeret videre",
}
# The file counts days from the day the city is loaded; a table of vacancies has dates.
COUNTED = {
    "start_in_days": ("start", 1),
    "ad_valid_days": ("ad_valid_until", 1),
    "opened_days_ago": ("opened_on", -1),
    "expires_in_days": ("expires", 1),
}


async def load_city(connection: AsyncConnection, key: str, today: date, *, line_number: str = LINE_NUMBER) -> Employer:
    """The employer under `key` with the demo's campaigns, units and vacancies; a second load only moves the dates.

    today: local day from which the vacancies' days are counted. An employer that is there already keeps its names.
    """
    files = ConfigFiles()
    row = {"key": key, "name": "Sundheds- og Omsorgsforvaltningen", "line_number": line_number, "phone": PHONE}
    await connection.execute(insert(employer).on_conflict_do_nothing(), row)
    found = (await connection.execute(select(employer).where(employer.c.key == key))).one()
    await connection.execute(
        insert(campaign).on_conflict_do_nothing(),
        [{"employer_id": found.id, "keyword": keyword, "name": name} for keyword, name in CAMPAIGNS.items()],
    )
    units = check_units(read_sheet(files.path("demo/units.csv")), files)
    now = datetime.combine(today, time(6), tzinfo=UTC)
    await load_units(connection, found.id, units, now=now)
    sheet = dated(read_sheet(files.path("demo/vacancies.csv")), today)
    vacancies = check_vacancies(sheet, files, today, await known_units(connection, found.id))
    if faults := units.faults + vacancies.faults:
        raise ValueError("\n".join(map(str, faults)))
    await load_vacancies(connection, found.id, vacancies, now=now)
    return Employer(found.id, found.key, found.name, found.line_number, found.phone)


def dated(sheet: Sheet, today: date) -> Sheet:
    """The same table with days counted from today turned into dates."""
    headers = tuple(COUNTED[header][0] if header in COUNTED else header for header in sheet.headers)
    return Sheet(
        sheet.file, headers, tuple(Line(line.file, line.number, _dated(line.cells, today)) for line in sheet.lines)
    )


def _dated(cells: Mapping[str, str], today: date) -> dict[str, str]:
    row = {}
    for header, cell in cells.items():
        name, sign = COUNTED.get(header, (header, 0))
        row[name] = (today + sign * timedelta(days=int(cell))).isoformat() if sign and cell else cell
    return row
