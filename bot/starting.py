"""Before anything starts: the settings are whole, the database is open and migrated, or it is said what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.house import UnknownEmployerError
from bot.store.migrate import migrate
from bot.store.opening import OpeningError, open_database
from config.roles import RolesError
from config.settings import IncompleteSettingsError, Settings, load_settings


@contextmanager
def opened(**given: object) -> Iterator[tuple[Settings, str]]:
    """The checked settings and the address of a migrated database. Ends the command with sentences, never a traceback."""
    try:
        settings = load_settings(**given)
        with open_database(settings) as url:
            migrate(url)
            yield settings, url
    except IncompleteSettingsError as error:
        faults = "\n".join(f"  - {fault}" for fault in error.faults)
        raise click.ClickException(f"The settings are not complete (docs/settings.md):\n{faults}") from error
    except (OpeningError, RolesError, UnknownEmployerError) as error:
        raise click.ClickException(str(error)) from error
