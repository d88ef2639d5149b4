"""`jobline import`: units and vacancies from CSV or Excel, every bad row named with its line and reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.pool.intake import Checked, Fault
    from bot.pool.sheet import Sheet
    from bot.store.database import Database
    from config.files import ConfigFiles
    from config.settings import Settings


class Documented(click.Command):
    """A command whose help lists the columns, which are read only when somebody asks for them."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from datetime import date

        from bot.pool.columns import unit_columns, vacancy_columns
        from config.files import ConfigFiles

        vacancies = vacancy_columns(ConfigFiles(), date.min)
        for title, columns in (("Columns of units", unit_columns()), ("Columns of vacancies", vacancies)):
            with formatter.section(title + " (* must be there)"):
                formatter.write_dl(
                    [
                        (
                            f"{column.name}{'*' if column.required else ''}",
                            f"{' / '.join(column.names)}: {column.about}",
                        )
                        for column in columns
                    ]
                )


@click.command(cls=Documented)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--all-or-nothing/--good-rows", default=True, help="With a bad row: take in nothing (default), or the rest."
)
@click.option("--dry-run", is_flag=True, help="Check everything, change nothing.")
@click.option("--employer-name", help="Only the first time: the line's employer, as candidates read it.")
@click.option("--phone", help="Only the first time: the number where a person answers.")
def command(files: tuple[Path, ...], all_or_nothing: bool, dry_run: bool, employer_name: str, phone: str) -> None:
    """Take in units and vacancies from CSV files or Excel workbooks.

    Which of the two a file holds is told by its columns; units are taken in first. A row whose reference is known
    changes that row, in the columns the file has; any other is new. Headers may be Danish or English, in any case.
    """
    from bot.pool.errands import on_database, visiting
    from bot.pool.sheet import SheetError, read_sheet

    try:
        sheets = [read_sheet(path) for path in files]
    except SheetError as error:
        raise click.ClickException(str(error)) from error

    async def work(settings: Settings, url: str) -> list[Fault]:
        async with visiting(url) as database:
            return await _take_in(
                settings, database, sheets, keep_good=not all_or_nothing, dry_run=dry_run, first=(employer_name, phone)
            )

    faults = on_database(work)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        raise click.exceptions.Exit(1)


async def _take_in(
    settings: Settings,
    database: Database,
    sheets: list[Sheet],
    *,
    keep_good: bool,
    dry_run: bool,
    first: tuple[str | None, str | None],
) -> list[Fault]:
    from datetime import UTC, datetime

    from bot.pool.errands import progress
    from bot.pool.intake import kind_of
    from bot.pool.loading import load_units, load_vacancies
    from bot.pool.sheet import SheetError
    from bot.store.database import enqueue, notify
    from config.files import ConfigFiles

    config, now = ConfigFiles(settings.config_dir), datetime.now(UTC)
    faults: list[Fault] = []
    done: list[str] = []
    async with database.engine.connect() as connection:
        employer_id = await _employer(connection, settings, *first)
        try:
            # Units first, whichever order the files came in: vacancies name them.
            for kind, sheet in sorted(((kind_of(sheet, config), sheet) for sheet in sheets), key=lambda pair: pair[0]):
                checked = await _check(
                    connection, kind, sheet, config, employer_id, now.astimezone(settings.zone).date()
                )
                load = load_units if kind == "units" else load_vacancies
                with progress(f"Taking in {sheet.file}") as show:
                    loaded = await load(connection, employer_id, checked, now=now, progress=show)
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
            await enqueue(connection, database, "desk.count")
            await notify(connection, "queue")
            await connection.commit()
    click.echo("\n".join(done))
    return faults


async def _check(
    connection: AsyncConnection, kind: str, sheet: Sheet, config: ConfigFiles, employer_id: int, today: date
) -> Checked:
    from bot.pool.intake import check_units, check_vacancies
    from bot.pool.loading import known_units

    if kind == "units":
        return check_units(sheet, config)
    return check_vacancies(sheet, config, today, await known_units(connection, employer_id))


async def _employer(connection: AsyncConnection, settings: Settings, name: str | None, phone: str | None) -> int:
    """The employer's row id; made the first time, when its name and number are given."""
    from sqlalchemy import insert, select

    from bot.store.tables import employer

    found = await connection.scalar(select(employer.c.id).where(employer.c.key == settings.employer))
    if found is not None:
        return int(found)
    if not (name and phone):
        raise click.ClickException(
            f"There is no line called {settings.employer} (JOBLINE_EMPLOYER) yet. The first import makes it: add "
            '--employer-name "Sundheds- og Omsorgsforvaltningen" and --phone "70 20 15 31".'
        )
    row = {"key": settings.employer, "name": name, "line_number": settings.twilio_from_number, "phone": phone}
    return int((await connection.execute(insert(employer).returning(employer.c.id), row)).scalar_one())
