"""`jobline import`: units and vacancies from CSV or Excel, every bad row named with its line and reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.column_help import Tabled
from bot.own_files import taken_in

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.house import House
    from bot.intake.checking import Checked, Fault
    from bot.intake.columns import Column
    from bot.intake.sheet import Sheet
    from config.files import ConfigFiles


class WithColumns(Tabled):
    """The columns of units and of vacancies, as this municipality names them."""

    def tables(self, files: ConfigFiles) -> dict[str, Sequence[Column]]:
        """The columns by the name of the table."""
        from datetime import date

        from bot.intake.columns import unit_columns, vacancy_columns

        return {"units": unit_columns(), "vacancies": vacancy_columns(files, date.min)}


def _moved(_context: click.Context, _option: click.Parameter, given: str | None) -> None:
    if given is not None:
        raise click.UsageError("The line's name and phone are set by `jobline line --name ... --phone ...`.")


@click.command(cls=WithColumns)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--all-or-nothing/--good-rows", default=True, help="With a bad row: take in nothing (default), or the rest."
)
@click.option("--dry-run", is_flag=True, help="Check everything, change nothing.")
@click.option("--employer-name", "--phone", hidden=True, expose_value=False, callback=_moved)
def command(files: tuple[Path, ...], all_or_nothing: bool, dry_run: bool) -> None:
    """Take in units and vacancies from CSV files or Excel workbooks.

    Which of the two a file holds is told by its columns; units are taken in first. A row whose reference is known
    changes that row, in the columns the file has; any other is new. Headers may be Danish or English, in any case.
    The line itself is made before, by `jobline line`.
    """
    from bot.errands import errand
    from bot.intake.sheet import SheetError, read_sheet

    try:
        sheets = [read_sheet(path) for path in files]
    except SheetError as error:
        raise click.ClickException(str(error)) from error
    faults = errand(lambda house: _take_in(house, sheets, keep_good=not all_or_nothing, dry_run=dry_run))
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        raise click.exceptions.Exit(1)


async def _take_in(house: House, sheets: list[Sheet], *, keep_good: bool, dry_run: bool) -> list[Fault]:
    from bot.errands import progress
    from bot.intake.checking import kind_of
    from bot.intake.loading import load_units, load_vacancies
    from bot.intake.sheet import SheetError
    from bot.store.database import enqueue, notify

    with taken_in(house.files):
        # Units first, whichever order the files came in: vacancies name them.
        try:
            kinds = sorted(((kind_of(sheet, house.files), sheet) for sheet in sheets), key=lambda pair: pair[0])
        except SheetError as error:
            raise click.ClickException(str(error)) from error
    faults: list[Fault] = []
    done: list[str] = []
    async with house.database.engine.connect() as connection:
        try:
            for kind, sheet in kinds:
                checked = await _check(connection, house, kind, sheet)
                load = load_units if kind == "units" else load_vacancies
                with progress(f"Taking in {sheet.file}") as show:
                    loaded = await load(connection, house.employer.id, checked, now=house.now(), progress=show)
                faults += checked.faults
                done.append(
                    f"{sheet.file}: {len(loaded.new)} new, {len(loaded.changed)} changed, {loaded.same} as they were, "
                    f"{len({fault.line for fault in checked.faults})} bad."
                )
                if checked.ignored:
                    done.append(f"{sheet.file}: columns not used: {', '.join(checked.ignored)}.")
        except SheetError as error:
            raise click.ClickException(str(error)) from error
        if dry_run or (faults and not keep_good):
            await connection.rollback()
            done.append("Nothing was changed." if dry_run else "Nothing was taken in; --good-rows takes in the rest.")
        else:
            # How many places fit whom is shown in the queue, and counted anew by a job.
            await enqueue(connection, house.database, "desk.count")
            await notify(connection, "queue")
            await connection.commit()
    click.echo("\n".join(done))
    return faults


async def _check(connection: AsyncConnection, house: House, kind: str, sheet: Sheet) -> Checked:
    from bot.intake.checking import check_units, check_vacancies
    from bot.intake.loading import known_units

    if kind == "units":
        return check_units(sheet, house.files)
    today = house.local(house.now()).date()
    return check_vacancies(sheet, house.files, today, await known_units(connection, house.employer.id))
