"""`jobline restore`: a backup becomes the database; the old one is set aside, never lost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from config.settings import Settings

FORMAT = b"PGDMP"  # How a file that pg_dump wrote in its custom format begins.


@click.command()
@click.argument("backup", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="The database holds something: set it aside under another name.")
def command(backup: Path, replace: bool) -> None:
    """Make the database what it was when BACKUP was written. Stop the service first.

    Everything is restored beside the present database and takes its place only when it is whole. A present database
    that holds anything is kept under another name, which is told at the end.
    """
    from bot.errands import in_sentences
    from bot.store.opening import OpeningError, open_database, read_settings

    with in_sentences():
        try:
            with backup.open("rb") as file:
                begins = file.read(len(FORMAT))
        except OSError as error:
            raise OpeningError(f"{backup} cannot be read: {error.strerror}.") from error
        if begins != FORMAT:
            raise OpeningError(f"{backup} is not a backup that `jobline backup` wrote.")
        settings = read_settings()
        with open_database(settings) as url:
            aside = _restore(settings, url, backup, replace)
    click.echo(
        "Restored. " + (f"The database before it is kept as {aside}." if aside else "There was nothing before it.")
    )


def _restore(settings: Settings, url: str, backup: Path, replace: bool) -> str | None:
    """Restores and swaps; returns the name under which the old database is kept, None if it was empty."""
    import psycopg
    from psycopg import sql

    from bot.errands import progress
    from bot.store.opening import OpeningError, database_in, name_in, run_program

    # To the microsecond: a second restore may follow at once, and sets its own aside.
    own, stamp = name_in(url), f"{datetime.now(UTC):%Y%m%d_%H%M%S_%f}"
    beside, aside = f"{own}_restored_{stamp}", f"{own}_before_{stamp}"
    empty = _tables(url) == 0
    if not empty and not replace:
        raise OpeningError(f"The database {own} holds something; --replace sets it aside as {aside} first.")
    new, old, wanted = sql.Identifier(beside), sql.Identifier(own), sql.Identifier(aside)
    try:
        with psycopg.connect(database_in(url, "postgres"), autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(new))
            try:
                with progress("Restoring"):
                    whole = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(backup))
                    run_program(settings, database_in(url, beside), "pg_restore", *whole)
                _known(database_in(url, beside))
                with server.transaction():
                    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(old, wanted))
                    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(new, old))
            except BaseException:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(new))
                raise
            if empty:
                server.execute(sql.SQL("DROP DATABASE {}").format(wanted))
    except psycopg.errors.ObjectInUse as error:
        raise OpeningError("Somebody is still using the database: stop the service (serve, worker) first.") from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise OpeningError("The user in DATABASE_URL may not create databases, which a restore needs.") from error
    except psycopg.Error as error:
        raise OpeningError(f"The database refused: {next(iter(str(error).splitlines()), error)}") from error
    return None if empty else aside


def _tables(url: str) -> int:
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return 0 if row is None else int(row[0])


def _known(url: str) -> None:
    """Refuses a backup of another program, or of a version newer than this one."""
    import psycopg

    from bot.store.migrate import newest
    from bot.store.opening import OpeningError

    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
            raise OpeningError("The backup holds another program's database.")
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found is None or found[0] > newest():
        raise OpeningError(f"The backup stands at {found and found[0]}, newer than this version ({newest()}).")
