"""`jobline travel`: journey times from a router, measured in blocks, looked at, and put into use by a person."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.own_files import own_files, taken_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.house import House
    from bot.travel.partial import Partial
    from config.files import ConfigFiles
    from matching.travel_table import Stop, Table

FILE = click.Path(path_type=Path, dir_okay=False)
MODES = ("bike", "transit", "car")
SHIFT = time(6, 45)  # When a day shift's people are at the door.


@click.group()
def command() -> None:
    """How long journeys take: from a router's server into a table that rankings read (docs/travel.md)."""


@command.command()
@click.option("--router", "router", multiple=True, metavar="URL", help="A server; which kind it is, is found out.")
@click.option("--valhalla", multiple=True, metavar="URL", help="A Valhalla: bike and car.")
@click.option("--osrm", multiple=True, metavar="MODE=URL", help="An OSRM, and what it was built for: bike or car.")
@click.option("--otp", multiple=True, metavar="URL", help="An OpenTripPlanner: public transport.")
@click.option("--mode", "modes", multiple=True, type=click.Choice(MODES), help="Only this. Repeatable.")
@click.option("--units", "sheet", type=FILE, help="Units of a sheet (as for `jobline plan`) instead of the database's.")
@click.option(
    "--arrive", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="By public transport: be there then.  [next Tuesday 6.45]"
)
@click.option("--output", type=FILE, default="travel.json", show_default=True, help="Where the table is written.")
@click.option("--anew", is_flag=True, help="Forget what was measured before a break.")
def build(
    router: tuple[str, ...],
    valhalla: tuple[str, ...],
    osrm: tuple[str, ...],
    otp: tuple[str, ...],
    modes: tuple[str, ...],
    sheet: Path | None,
    arrive: datetime | None,
    output: Path,
    anew: bool,
) -> None:
    """Measure every journey from the municipality's places to the units, with one server or several.

    A break loses one request: run the same command again. Nothing ranks by the table before `jobline travel use`.
    MODE=URL has a server asked for that mode only.
    """
    files = own_files()
    servers = [
        *(("valhalla", url) for url in valhalla),
        *(("osrm", url) for url in osrm),
        *(("otp", url) for url in otp),
        *(("router", url) for url in router),
    ]
    if not servers:
        raise click.UsageError("Name a server: --valhalla, --osrm, --otp or --router.")
    units = _units(sheet, files)
    table = asyncio.run(_measured(files, servers, modes, tuple(units), _shift(arrive), output, anew))
    from bot.travel.in_use import coverage, put
    from bot.travel.in_words import about

    try:
        put(output, table)
        _half(output).unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    click.echo("\n".join(about(table, coverage(table, table.places, table.units), units, _today())))
    click.echo(f"Written to {output}. Rankings use it after: jobline travel use {output}")


@command.command()
@click.argument("table", type=FILE, required=False)
@click.option("--units", "sheet", type=FILE, help="Units of a sheet instead of the database's.")
def show(table: Path | None, sheet: Path | None) -> None:
    """What TABLE holds, or the one in use: where it is from, how much it covers of the units there are, what is missing."""
    from bot.errands import no_database_yet
    from bot.store.opening import read_settings
    from bot.travel import ends
    from bot.travel.in_use import coverage, in_use
    from bot.travel.in_words import about

    files = own_files()
    try:
        found = in_use(files) if table is None else _read(table)
    except ValueError as error:
        raise click.ClickException(f"The table in use is damaged: {error}.") from error
    if found is None:
        click.echo("No table is in use: every journey is estimated as the crow flies (docs/travel.md).")
        return
    # Without any units of today's there is only what the table says of itself.
    alone = sheet is None and no_database_yet(read_settings())
    units = {stop: stop.name for stop in found.units} if alone else _units(sheet, files)
    with taken_in(files):
        places = ends.places(files)
    click.echo("\n".join(about(found, coverage(found, places, units), units, _today())))


@command.command()
@click.argument("table", type=FILE, required=False)
@click.option("--none", "none", is_flag=True, help="Go back to the estimate.")
def use(table: Path | None, none: bool) -> None:
    """Put TABLE into use in the municipality's folder (JOBLINE_CONFIG): from now on, new rankings read it.

    Rankings that were kept hold the minutes they were made with, and stay as they were.
    """
    from bot.errands import errand
    from bot.travel.in_use import home

    if (table is None) == (not none):
        raise click.UsageError("Name one table, or --none.")
    path = home(own_files())
    if path is None:
        raise click.ClickException("A table lies in the municipality's own folder: set JOBLINE_CONFIG to one.")
    new = None if table is None else _read(table)
    click.echo("\n".join(errand(lambda house: _taken(house, path, new))))


async def _taken(house: House, path: Path, new: Table | None) -> list[str]:
    """Replaces the table, writes that down, and has what the queue shows counted anew."""
    from bot.store.database import enqueue, notify
    from bot.store.trail import Happening, record
    from bot.travel import ends
    from bot.travel.in_use import coverage, in_use, put
    from bot.travel.in_words import about

    try:
        old = in_use(house.files)
        before = old.version if old else "the estimate"
    except ValueError:
        before = "a damaged table"
    after = new.version if new else "the estimate"
    async with house.database.transaction() as connection:
        units = await ends.units(connection, house.employer.id)
        seen = {"before": before, "after": after}
        happened = Happening(house.employer.id, house.employer.id, "command", "travel_used", house.now(), seen)
        await record(connection, [happened])
        await enqueue(connection, house.database, "desk.count")
        await notify(connection, "queue")
        try:
            put(path, new)
        except OSError as error:
            raise click.ClickException(
                f"{path} cannot be written: {error.strerror}. Put the file there yourself."
            ) from error
    lines = [f"In use: {after} (before: {before})."]
    if new is not None:
        today = house.local(house.now()).date()
        lines += about(new, coverage(new, ends.places(house.files), units), units, today)
    return lines


def _units(sheet: Path | None, files: ConfigFiles) -> Mapping[Stop, str]:
    """The units of a sheet, every bad row named, or else those of the database."""
    from bot.errands import errand
    from bot.intake.sheet import SheetError
    from bot.travel import ends

    if sheet is None:
        return errand(_units_of_house)
    try:
        units, faults = ends.units_of(sheet, files)
    except SheetError as error:
        raise click.ClickException(str(error)) from error
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.ClickException(f"{len(faults)} faults; nothing was done.")
    return units


async def _units_of_house(house: House) -> dict[Stop, str]:
    from bot.travel import ends

    async with house.database.transaction() as connection:
        return await ends.units(connection, house.employer.id)


async def _measured(
    files: ConfigFiles,
    servers: list[tuple[str, str]],
    modes: tuple[str, ...],
    units: tuple[Stop, ...],
    arrive: datetime,
    output: Path,
    anew: bool,
) -> Table:
    from aiohttp import ClientSession

    from bot.errands import progress
    from bot.travel import ends, finding
    from bot.travel.measuring import Order, measure
    from bot.travel.routers import RouterError
    from bot.travel.wire import retries_told
    from matching.rules import Rules

    with taken_in(files):
        places, speeds = ends.places(files), Rules.load(files).travel.speeds
    try:
        async with ClientSession() as session:
            with retries_told(lambda sentence: click.echo(f"\r{sentence}", err=True)):
                routers = [await finding.router(session, kind, given, arrive) for kind, given in servers]
                # A timetable counts the ways to the stop and from it; a map of roads knows nothing of parking.
                beside = {mode: speeds[mode].extra_minutes for mode in ("bike", "car")}
                order = Order(places, units, finding.by_mode(routers, modes), beside)
                with progress(f"Measuring {order.journeys:,} journeys") as told:
                    begun = partial(_begun, output=output)
                    return await measure(order, _half(output), _today(), told, begun, anew)
    except RouterError as error:
        raise click.ClickException(str(error)) from error


def _half(output: Path) -> Path:
    return output.with_name(f"{output.name}.part")


def _begun(known: Partial, output: Path) -> None:
    if known.resumed:
        click.echo(f"Going on where {_half(output)} ends.", err=True)
    elif known.other:
        click.echo(f"{_half(output)} was begun with other places, units, servers or maps: begun anew.", err=True)


def _shift(arrive: datetime | None) -> datetime:
    """When to be there, with its zone. Unsaid: quarter to seven on the next Tuesday, an ordinary day, and the same one
    for a build that goes on tomorrow."""
    from bot.store.opening import read_settings

    zone = read_settings().zone
    if arrive is not None:
        return arrive.replace(tzinfo=zone)
    today = datetime.now(zone).date()
    return datetime.combine(today + timedelta(days=(1 - today.weekday()) % 7 or 7), SHIFT, zone)


def _today() -> date:
    return date.today()  # noqa: DTZ011  # The desk's own day.


def _read(path: Path) -> Table:
    from bot.travel.in_use import read

    try:
        return read(path)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}.") from error
    except ValueError as error:
        raise click.ClickException(f"{path} is not a table of travel: {error}.") from error
