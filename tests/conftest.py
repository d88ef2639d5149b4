"""What tests stand on: a real PostgreSQL, a database of its own for each test, a clock that moves when told to."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from filelock import FileLock
from psycopg import sql

from bot.house import House, open_house
from bot.store.database import Database
from bot.store.embedded import EmbeddedPostgres
from bot.store.migrate import migrate
from config.files import ConfigFiles
from config.settings import Settings

ROOM = 4 * 1024**3  # Bytes that must be free in memory for the tests' server to lie there.
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # A Monday, ten o'clock in Copenhagen.


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **span: float) -> None:
        """Lets time pass: `clock.pass_(days=4)`."""
        self.at += timedelta(**span)


def _folder(config: pytest.Config) -> Path:
    """A folder all test processes of this run share. Not pytest's own: the database's user must be able to enter it."""
    folder = _folder_of(getattr(config, "workerinput", {}).get("testrunuid") or f"alone-{os.getpid()}")
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


def _folder_of(run: str) -> Path:
    return _place() / f"jobline-tests-{run}"


@cache
def _place() -> Path:
    """In memory where there is room: a database of its own for each test is 9 MB of files, copied in 20 ms there and in
    300 on a disk that others use too."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else Path(tempfile.gettempdir())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Clears the folder away once the last process of the run is done."""
    if hasattr(config, "workerinput"):
        return
    shutil.rmtree(_folder_of(f"alone-{os.getpid()}"), ignore_errors=True)
    run = getattr(config.pluginmanager.getplugin("dsession"), "nodemanager", None)
    if run is not None:
        shutil.rmtree(_folder_of(run.testrunuid), ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server that all test processes share."""
    server = EmbeddedPostgres(_folder(request.config) / "pg")
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def template(postgres: str, request: pytest.FixtureRequest) -> str:
    """The name of a migrated database with one employer in it, copied for every test."""
    shared = _folder(request.config)
    name = "template_jobline"
    with FileLock(shared / "template.lock"):
        if not (shared / "template.done").exists():
            with psycopg.connect(postgres, autocommit=True) as connection:
                # Tests ask whether a commit is one, not whether the disk is honest: no waiting for the disk here.
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            address = database_url(postgres, name)
            migrate(address)
            with psycopg.connect(address) as connection:
                connection.execute(
                    "INSERT INTO employer (key, name, line_number, phone) VALUES "
                    "('kbh', 'Sundheds- og Omsorgsforvaltningen', '+4570201530', '33 17 00 00')"
                )
            (shared / "template.done").touch()
    return name


def database_url(server: str, name: str) -> str:
    """The server's address with another database in it."""
    head, _, tail = server.partition("?")
    return head.rsplit("/", 1)[0] + f"/{name}" + (f"?{tail}" if tail else "")


@pytest.fixture
def url(postgres: str, template: str) -> Iterator[str]:
    """The address of a fresh database, thrown away after the test."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    yield database_url(postgres, name)
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that stand on their own: nothing is read from this machine's environment."""
    return make_settings(data_dir=tmp_path)


def make_settings(data_dir: Path, **more: object) -> Settings:
    """Complete, harmless settings; `more` by environment name."""
    given: dict[str, object] = {
        "SECRET_KEY": "test-secret-test-secret-test-secret-test",
        "PUBLIC_BASE_URL": "http://127.0.0.1:3978",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "token-of-the-tests",
        "TWILIO_FROM_NUMBER": "+4570201530",
        "OIDC_ISSUER": "http://127.0.0.1:9400",
        "OIDC_CLIENT_ID": "jobline",
        "JOBLINE_DATA": data_dir,
    }
    return Settings(_env_file=None, **{**given, **more})  # type: ignore[arg-type]


@pytest.fixture
def clock() -> Clock:
    """Monday 23 November 2026, ten o'clock in Copenhagen."""
    return Clock()


@pytest_asyncio.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A database of this test's own, with its queue of jobs open."""
    database = Database(url, pool=5)
    async with database.jobs.open_async():
        yield database
    await database.close()


@pytest_asyncio.fixture
async def house(settings: Settings, database: Database, clock: Clock) -> House:
    """The house around that database."""
    return await open_house(settings, database, files=ConfigFiles(), clock=clock)


__all__ = ["START", "Clock", "database_url", "make_settings"]
