"""The tables of the queue of jobs: procrastinate's own migrations, as far as a revision of ours names them.

Its whole schema, as it ships one too, would be another one after every upgrade; a revision once released stays as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import op
from procrastinate.schema import SchemaManager


def names() -> list[str]:
    """Procrastinate's migrations, oldest first, by the names of their files."""
    return sorted(file.name for file in Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def bring_jobs(*, after: str = "", through: str) -> None:
    """Runs procrastinate's migrations that follow `after` (all, if empty) up to and with `through`, in our transaction.

    Raises LookupError if the installed procrastinate has no such migration.
    """
    known = names()
    if missing := {after, through} - {"", *known}:
        raise LookupError(f"this procrastinate has no migration {' and '.join(sorted(missing))}")
    folder = Path(SchemaManager.get_migrations_path())
    raw: Any = op.get_bind().connection.driver_connection
    for name in known:
        if after < name <= through:
            raw.execute((folder / name).read_text(encoding="utf-8"))
