"""Both ends of the journeys of a table: where candidates may start, and where the units lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.intake.columns import Column, present, unit_columns, vacancy_columns
from bot.intake.locating import Locator
from bot.intake.sheet import read_sheet
from bot.store.tables import unit
from config.files import ConfigFiles
from matching.travel_table import Stop, point

WHERE = frozenset({"district", "postcode", "latitude", "longitude"})


def places(files: ConfigFiles) -> tuple[Stop, ...]:
    """Every point of the municipality's files that a journey may be measured from: districts, postcodes, stations,
    streets, quarters, towns around. Names of one point share a row of the table."""
    found: dict[tuple[float, float], Stop] = {}
    for name, lat, lon in _named(files):
        if lat and lon:
            at = point(float(lat), float(lon))
            found.setdefault(at, Stop(name, at))
    return tuple(found.values())


def _named(files: ConfigFiles) -> Iterator[tuple[str, str, str]]:
    for row in files.rows("districts.csv"):
        yield row["district"], row["lat"], row["lon"]
    for row in files.rows("postcodes.csv"):
        yield row["first"], row["lat"], row["lon"]
    for row in files.rows("places.csv"):
        yield row["place"], row["lat"], row["lon"]


async def units(connection: AsyncConnection, employer_id: int) -> dict[Stop, str]:
    """The employer's units as stops, by the id rankings know them by, each with the name people call it."""
    columns = (unit.c.public_id, unit.c.name, unit.c.latitude, unit.c.longitude)
    rows = await connection.execute(select(*columns).where(unit.c.employer_id == employer_id).order_by(unit.c.id))
    return {Stop(row.public_id, point(row.latitude, row.longitude)): row.name for row in rows}


def units_of(path: Path, files: ConfigFiles) -> tuple[dict[Stop, str], list[str]]:
    """The units of a sheet and its bad rows: one of vacancies as `jobline plan` takes it, or one of units.

    A unit is called what the vacancies call it: the column `unit`, or the key of a sheet of units. Raises SheetError.
    """
    sheet = read_sheet(path)
    known = {**_places_of_units(files, sheet.headers)}
    names = {column.name for column in known.values()}
    key = "unit" if "unit" in names else "reference"
    if key not in names:
        return {}, [f"{sheet.file}: neither a column for the unit nor one for its key."]
    locator = Locator(files)
    found: dict[str, Stop] = {}
    faults = []
    for line in sheet.lines:
        row: dict[str, Any] = {"district": "", "postcode": "", "latitude": None, "longitude": None, key: ""}
        try:
            row |= {column.name: column.read(line.cells.get(header, "")) for header, column in known.items()}
        except ValueError as error:
            faults.append(f"{line.file} line {line.number}: {error}")
            continue
        reasons = [] if row[key] else ["it names no unit"]
        reasons += locator.place(row)
        if not reasons:
            stop = Stop(row[key], point(row["latitude"], row["longitude"]))
            if found.setdefault(stop.name, stop) != stop:
                reasons.append(f"{stop.name} lies elsewhere on an earlier row")
        faults += [f"{line.file} line {line.number}: {reason}" for reason in reasons]
    return {stop: stop.name for stop in found.values()}, faults


def _places_of_units(files: ConfigFiles, headers: tuple[str, ...]) -> dict[str, Column]:
    """The columns that say which unit and where, by header. A sheet of vacancies has a key of its own beside it."""
    from datetime import date

    wanted = [column for column in unit_columns() if column.name in WHERE]
    unit_column = next(column for column in vacancy_columns(files, date.min) if column.name == "unit")
    reference = next(column for column in unit_columns() if column.name == "reference")
    return present([*wanted, unit_column, reference], headers)
