"""Bring the database to the tables this version needs, one process at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import sqlalchemy_url

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 0x6A6F626C  # An advisory lock of our own: two starting processes must not both migrate.


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def newest() -> str:
    """The revision this version of the code needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise RuntimeError("there are no migrations")
    return head


def migrate(url: str) -> tuple[str | None, str]:
    """Runs what is missing, in one transaction; a second process waits and then finds nothing to do.

    Returns the revision before (None in an empty database) and after.
    """
    engine = create_engine(sqlalchemy_url(url))
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            before = _current(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            return before, newest()
    finally:
        engine.dispose()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


async def current(connection: AsyncConnection) -> str | None:
    """The revision the database stands at; None if it was never migrated."""
    return await connection.run_sync(_current)
