"""What every command does around its work: settings, database, house; progress while it runs; faults in sentences."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import click
from sqlalchemy.exc import DBAPIError

from bot.house import House, UnknownEmployerError, open_house
from bot.own_files import looked_at
from bot.store.database import Database
from bot.store.migrate import current, newest
from bot.store.opening import FOLDER, OpeningError, open_database, read_settings
from config.roles import RolesError
from config.settings import Settings

Result = TypeVar("Result")
BETWEEN = 0.1  # Seconds: nobody reads faster.


@contextmanager
def in_sentences() -> Iterator[None]:
    """Whatever keeps a command from its work ends as a sentence and exit status 1, never as a traceback."""
    try:
        yield
    except (OpeningError, RolesError, UnknownEmployerError) as error:
        raise click.ClickException(str(error)) from error
    except DBAPIError as error:
        first = next(iter(str(error.orig).strip().splitlines()), "unknown")
        raise click.ClickException(f"The database refused: {first}") from error


def errand(work: Callable[[House], Coroutine[Any, Any, Result]]) -> Result:
    """Runs `work` in the house of the employer in the settings, on a migrated database, and returns what it returns."""

    async def visit(settings: Settings, url: str) -> Result:
        async with visiting(url) as database:
            return await work(await open_house(settings, database, files=looked_at(settings.config_dir)))

    return on_database(visit)


def on_database(work: Callable[[Settings, str], Coroutine[Any, Any, Result]]) -> Result:
    """The same without an employer: `work` gets the settings and the address of the database."""
    with in_sentences():
        settings = read_settings()
        with open_database(settings) as url:
            return asyncio.run(work(settings, url))


def no_database_yet(settings: Settings) -> str | None:
    """Why there is nothing to look at; None if there is. To open the embedded database would be to make it."""
    folder = settings.data_dir / FOLDER
    if settings.database_url or (folder / "PG_VERSION").is_file():
        return None
    return f"none yet: set DATABASE_URL, or let `jobline migrate` make an embedded one in {folder}."


@asynccontextmanager
async def visiting(url: str) -> AsyncIterator[Database]:
    """The database at an address, with as few connections as a command needs. Raises OpeningError if not migrated."""
    database = Database(url, pool=2)
    try:
        async with database.engine.connect() as connection:
            found = await current(connection)
        if found != newest():
            state = "is empty" if found is None else f"stands at {found}, this version needs {newest()}"
            raise OpeningError(f"The database {state}: run `jobline migrate` first.")
        async with database.jobs.open_async():
            yield database
    finally:
        await database.close()


@contextmanager
def progress(doing: str) -> Iterator[Callable[[int], None]]:
    """A line on standard error that counts while the block runs; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    shown = 0.0

    def show(done: int) -> None:
        nonlocal shown
        if time.monotonic() - shown > BETWEEN:
            shown = time.monotonic()
            click.echo(f"\r{doing} {done:,} …", err=True, nl=False)

    click.echo(f"{doing} …", err=True, nl=False)
    try:
        yield show
    finally:
        click.echo(f"\r\033[K{doing}: done.", err=True)
