"""`jobline migrate`: brings the database to the tables this version needs."""

from __future__ import annotations

import click


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit status 1 if something is missing.")
def command(check: bool) -> None:
    """Bring the database to the tables this version needs. Safe to repeat, and with several machines at once."""
    import psycopg
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError

    from bot.errands import in_sentences, no_database_yet, progress
    from bot.store import migrate
    from bot.store.database import sqlalchemy_url
    from bot.store.opening import OpeningError, open_database, read_settings

    with in_sentences():
        settings = read_settings()
    if check and (words := no_database_yet(settings)):
        click.echo(f"The database: {words}")
        raise click.exceptions.Exit(1)
    with in_sentences(), open_database(settings) as url:
        if check:
            from alembic.runtime.migration import MigrationContext

            engine = create_engine(sqlalchemy_url(url))
            with engine.connect() as connection:
                found = MigrationContext.configure(connection).get_current_revision()
            engine.dispose()
            click.echo(f"The database stands at {found or 'nothing'}; this version needs {migrate.newest()}.")
            if found != migrate.newest():
                raise click.exceptions.Exit(1)
            return
        try:
            with progress("Migrating"):
                before, after = migrate.migrate(url)
        except (DBAPIError, psycopg.Error) as error:
            raise OpeningError(f"The migration was taken back as a whole: {error}") from error
    click.echo(
        f"Nothing to do: at {after}." if before == after else f"From {before or 'an empty database'} to {after}."
    )
