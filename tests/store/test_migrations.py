"""Migrations lead to exactly the tables the code knows, today and after the next change of one."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

import bot.store.migrations.versions as versions
from bot.store.database import sqlalchemy_url
from bot.store.migrate import migrate, newest
from bot.store.migrations.jobs import names
from bot.store.tables import metadata

WRITE_ONE = (
    "The tables in bot/store/tables and those that migrations make are no longer the same: write a migration "
    "(bot/store/migrations/versions/r{number:04}_what_changes.py, with revision {number:04}). It must take care of:\n  {rest}"
)
# Everything PostgreSQL knows of tables that are ours, as lines that can be compared. Alembic compares neither checks
# nor the conditions of indexes, on which promises of this house stand.
KNOWN = """
SELECT format('column %%s.%%s %%s%%s%%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN ' not null' ELSE '' END, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%(tables)s)
UNION ALL
SELECT format('index %%s', indexdef) FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%(tables)s)
UNION ALL
SELECT format('constraint %%s on %%s: %%s', k.conname, c.relname, pg_get_constraintdef(k.oid))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relname = ANY(%(tables)s)
UNION ALL
SELECT format('sequence %%s', sequencename) FROM pg_sequences WHERE schemaname = 'public' AND sequencename LIKE 'jobline%%'
"""


def known(url: str) -> set[str]:
    """What the database at an address knows of our tables, and of tables that are nobody's."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        tables = [name for (name,) in found if name != "alembic_version" and not name.startswith("procrastinate_")]
        return {line for (line,) in connection.execute(KNOWN.encode(), {"tables": tables})}


def write_one(differences: list[str]) -> str:
    """What to say to whoever changed a table and nothing else."""
    return WRITE_ONE.format(number=int(newest()) + 1, rest="\n  ".join(differences))


def ours(_item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Whether Alembic should look at it: the queue of jobs is procrastinate's."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def test_migrations_lead_to_the_tables_of_the_code(bare: str, other_bare: str) -> None:
    migrate(bare)
    engine = create_engine(sqlalchemy_url(bare))
    with engine.connect() as connection:
        options = {"include_object": ours, "compare_type": True}
        steps = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()
    assert not steps, write_one([str(step) for step in steps])
    engine = create_engine(sqlalchemy_url(other_bare))
    metadata.create_all(engine)
    engine.dispose()
    made, wanted = known(bare), known(other_bare)
    differences = [f"missing:  {line}" for line in sorted(wanted - made)]
    differences += [f"too much: {line}" for line in sorted(made - wanted)]
    assert not differences, write_one(differences)


def test_a_forgotten_migration_is_noticed(bare: str, other_bare: str) -> None:
    for url in (bare, other_bare):
        migrate(url)
    with psycopg.connect(other_bare) as connection:
        connection.execute("ALTER TABLE vacancy DROP CONSTRAINT ck_vacancy_openings")
        connection.execute("DROP INDEX uq_suggestion_live")
    gone = sorted(known(bare) - known(other_bare))
    assert [line.split()[0] for line in gone] == ["constraint", "index"]
    assert "write a migration" in write_one(gone)


def test_a_revision_needs_nothing_that_changes_with_the_code() -> None:
    for file in Path(str(versions.__path__[0])).glob("r*.py"):
        text = file.read_text(encoding="utf-8")
        assert "bot.store.tables" not in text, f"{file.name}: a revision says what it does itself, as SQL"
        assert "get_schema" not in text, f"{file.name}: use bring_jobs, which runs named migrations"


def test_the_queue_of_jobs_is_brought_as_far_as_procrastinate_is() -> None:
    revisions = "".join(file.read_text(encoding="utf-8") for file in Path(str(versions.__path__[0])).glob("r*.py"))
    assert names()[-1] in revisions, (
        f"procrastinate has a newer migration, {names()[-1]}: write one of ours that calls bring_jobs(after=..., through=...)"
    )


def test_a_name_procrastinate_does_not_know_is_refused() -> None:
    from bot.store.migrations.jobs import bring_jobs

    with pytest.raises(LookupError, match=r"no migration nothing\.sql"):
        bring_jobs(through="nothing.sql")
