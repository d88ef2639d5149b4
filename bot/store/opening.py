"""How a command or the service comes to its database: DATABASE_URL, or the embedded server in the data folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import PIPE
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pydantic import ValidationError

from bot.store.database import psycopg_url
from config.settings import Settings

if TYPE_CHECKING:
    from bot.store.embedded import EmbeddedPostgres

FOLDER = "postgres"  # Of the embedded server, in settings.data_dir.
NAME = "jobline"  # Of our database in it. The server's own "postgres" stays empty, so that ours can be renamed.
PATIENCE = 5  # Seconds to wait for a server to answer.


class OpeningError(Exception):
    """Why there is no database to work with, in sentences an installer can act on."""


def read_settings() -> Settings:
    """The settings as they are, complete or not: a command complains only about what it needs itself.

    Raises OpeningError when a value is of the wrong kind.
    """
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        raise OpeningError(
            "\n".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}." for fault in error.errors())
        ) from error


@contextmanager
def open_database(settings: Settings) -> Iterator[str]:
    """The address of the database while the block runs. Raises OpeningError.

    An embedded server that already runs (`jobline serve` in another window) is shared; whoever leaves last stops it.
    """
    if settings.database_url:
        yield _reached(settings.database_url)
        return
    server = _enter(settings.data_dir / FOLDER)
    try:
        yield _own_database(server.url)
    finally:
        _leave(server.folder)


def database_in(url: str, name: str) -> str:
    """The same server's address with another database in it."""
    head, mark, tail = psycopg_url(url).partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{mark}{tail}"


def name_in(url: str) -> str:
    """Which database an address names."""
    return urlsplit(psycopg_url(url)).path.removeprefix("/")


def exists(url: str) -> bool:
    """Whether the database an address names is there."""
    with psycopg.connect(database_in(url, "postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name_in(url)])
        return found.fetchone() is not None


def run_program(
    settings: Settings, url: str, name: str, *arguments: str, watch: Callable[[], None] = lambda: None
) -> str:
    """Runs one of PostgreSQL's programs (pg_dump, pg_restore) on the database at `url`; returns what it printed.

    This machine's program for DATABASE_URL, the embedded server's own otherwise; to be called inside `open_database`.
    watch: called several times a second while it runs. Raises OpeningError with what the program complained of.
    """
    held = None if settings.database_url else _open.get(settings.data_dir / FOLDER)
    found = shutil.which(name, path=None if held is None else str(held[0].bin))
    if found is None:
        raise OpeningError(f"{name} is not on this machine: install PostgreSQL's client programs (postgresql-client).")
    # The list of processes is open to everybody on the machine: the password goes another way.
    given: dict[str, Any] = conninfo_to_dict(psycopg_url(url))
    environment = {**os.environ, "PGPASSWORD": str(given.pop("password", "") or "")}
    address = make_conninfo(**given)
    with subprocess.Popen(  # noqa: S603 - a program of PostgreSQL's and arguments of our own
        [found, *arguments, f"--dbname={address}"], env=environment, stdout=PIPE, stderr=PIPE, text=True
    ) as process:
        while True:
            try:
                printed, complaint = process.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                watch()
    if process.returncode:
        raise OpeningError(f"{name} stopped: {next(iter(complaint.strip().splitlines()), process.returncode)}")
    return printed


# One server a folder, however many blocks of this process use it.
_open: dict[Path, tuple[EmbeddedPostgres, int]] = {}
_lock = Lock()


def _enter(folder: Path) -> EmbeddedPostgres:
    from bot.store.embedded import EmbeddedPostgres

    with _lock:
        server, users = _open.get(folder, (None, 0))
        if server is None:
            try:
                server = EmbeddedPostgres(folder)
            except (OSError, RuntimeError, subprocess.SubprocessError) as error:
                raise OpeningError(
                    f"The embedded PostgreSQL in {folder} does not start: {_first_line(error)}\n"
                    f"Look at {folder / 'log'}, or set DATABASE_URL to a PostgreSQL of your own."
                ) from error
        _open[folder] = (server, users + 1)
        return server


def _leave(folder: Path) -> None:
    with _lock:
        server, users = _open.pop(folder)
        if users > 1:
            _open[folder] = (server, users - 1)
        else:
            server.stop()


def _own_database(server: str) -> str:
    own = database_in(server, NAME)
    if not exists(own):
        # Another process may make it this very moment; then it is there all the same.
        with (
            suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation),
            psycopg.connect(database_in(server, "postgres"), autocommit=True) as connection,
        ):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    return own


def _reached(url: str) -> str:
    try:
        address = psycopg_url(url)
    except ValueError as error:
        raise OpeningError(f"{error}.") from error
    try:
        psycopg.connect(address, connect_timeout=PATIENCE).close()
    except psycopg.Error as error:
        where = urlsplit(address)
        raise OpeningError(
            f"The database {where.path.removeprefix('/')} at {where.hostname or 'this machine'} (DATABASE_URL) does not "
            f"answer: {_first_line(error)}"
        ) from error
    return address


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
