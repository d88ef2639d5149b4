"""`jobline line`: whose line this is, the number people text, and where a person answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

    from config.settings import Settings

LONGEST_NAME = 33  # Characters: with a longer one, texts would no longer be sure to take two segments at most.


@click.command()
@click.option("--name", help='The employer, as candidates read it: "Sundheds- og Omsorgsforvaltningen".')
@click.option("--phone", help='Where a person answers, as candidates read it: "33 17 00 00".')
@click.option("--number", help="The number people text, with its country code; TWILIO_FROM_NUMBER unless given.")
def command(name: str | None, phone: str | None, number: str | None) -> None:
    """Make the line of JOBLINE_EMPLOYER, or change it; without options, show it.

    The first time, --name and --phone are needed. Afterwards only what is given changes.
    """
    from bot.errands import on_database, visiting
    from bot.store.tables import employer

    given = {"name": _name(name), "phone": _phone(phone), "line_number": _number(number)}

    async def work(settings: Settings, url: str) -> tuple[str, dict[str, str]]:
        async with visiting(url) as database, database.transaction() as connection:
            # The first of two who make a line at once makes it, the second changes it.
            await connection.exec_driver_sql("LOCK TABLE employer IN SHARE ROW EXCLUSIVE MODE")
            found = await connection.execute(employer.select().where(employer.c.key == settings.employer))
            return await _written(connection, settings, found.mappings().one_or_none(), given)

    done, line = on_database(work)
    click.echo(done)
    for title, value in (("name", line["name"]), ("phone", line["phone"]), ("number", line["line_number"])):
        click.echo(f"  {title:<7} {value}")


async def _written(
    connection: AsyncConnection, settings: Settings, standing: RowMapping | None, given: dict[str, str | None]
) -> tuple[str, dict[str, str]]:
    """What was done, in a sentence, and the line as it stands then."""
    from datetime import UTC, datetime

    from bot.house import no_line
    from bot.store.database import take_ids
    from bot.store.tables import employer
    from bot.store.trail import Happening, record

    key, now = settings.employer, datetime.now(UTC)
    wanted = {column: value for column, value in given.items() if value is not None}
    if standing is None:
        if not wanted:
            raise click.ClickException(no_line(key))
        if settings.twilio_from_number:
            wanted.setdefault("line_number", settings.twilio_from_number)
        options = {"name": "--name", "phone": "--phone", "line_number": "--number (or TWILIO_FROM_NUMBER)"}
        if missing := [option for column, option in options.items() if not wanted.get(column)]:
            raise click.UsageError(f"A new line also needs {' and '.join(missing)}.")
        (number,) = await take_ids(connection, 1)
        await connection.execute(employer.insert(), {"id": number, "key": key, **wanted})
        await record(connection, [Happening(number, number, "command", "line_made", now)])
        return f"Made the line {key} (JOBLINE_EMPLOYER).", wanted
    line = {column: str(standing[column]) for column in given}
    changed = sorted(column for column, value in wanted.items() if value != line[column])
    if not changed:
        return f"The line {key} (JOBLINE_EMPLOYER){' is so already.' if wanted else ':'}", line
    await connection.execute(employer.update().where(employer.c.id == standing["id"]), wanted)
    await record(
        connection, [Happening(standing["id"], standing["id"], "command", "line_changed", now, {"fields": changed})]
    )
    return (
        f"Changed the line {key} (JOBLINE_EMPLOYER). Start the service and its workers anew to use it.",
        line | wanted,
    )


def _name(given: str | None) -> str | None:
    from wording.gsm import CHEAP

    if given is None:
        return None
    name = given.strip()
    if not name or len(name) > LONGEST_NAME:
        raise click.BadParameter(f"1 to {LONGEST_NAME} characters, so that texts stay short.", param_hint="--name")
    if dear := sorted(set(name) - CHEAP):
        raise click.BadParameter(f"{' '.join(dear)} would make every text twice as dear.", param_hint="--name")
    return name


def _phone(given: str | None) -> str | None:
    from bot.intake.cells import phone

    if given is None:
        return None
    try:
        if not phone(given.strip()):
            raise ValueError("it is empty")
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="--phone") from error
    return given.strip()


def _number(given: str | None) -> str | None:
    from bot.channels.phone_number import country

    if given is None:
        return None
    number = "".join(given.split())
    if country(number) is None:
        raise click.BadParameter(
            f"“{given}” is not a number with its country code (+4570201530).", param_hint="--number"
        )
    return number
