"""The files a municipality put in the place of ours, for commands that need no other setting."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from config.files import SHIPPED, ConfigFiles

SETTING = "JOBLINE_CONFIG"


def own_files() -> ConfigFiles:
    """The files that count: JOBLINE_CONFIG from the environment, else from .env, else only those we ship.

    Raises click.ClickException when it names no folder, or a file in it does not parse. All the settings at once, as
    `config.settings` reads them, would cost `jobline read` as much time again as its own work.
    """
    named = os.environ.get(SETTING, _in_dotenv())
    return looked_at(Path(named) if named else None)


def looked_at(folder: Path | None) -> ConfigFiles:
    """The files of a folder, None for ours. Raises click.ClickException as `own_files` does."""
    if folder is None:
        return ConfigFiles()
    if not folder.is_dir():
        raise click.ClickException(f"{SETTING}={folder} is not a folder.")
    for shipped in sorted(SHIPPED.rglob("*.toml")):
        own = folder / shipped.relative_to(SHIPPED)
        if own.is_file():
            _parse(own)
    return ConfigFiles(folder)


@contextmanager
def taken_in(files: ConfigFiles) -> Iterator[None]:
    """While files are made into what a command needs: one that cannot be used ends the command with a sentence."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        where = "The files we ship" if files.directory is None else f"The files in {files.directory} ({SETTING})"
        what = f"{error} is missing." if isinstance(error, KeyError) else str(error)
        raise click.ClickException(f"{where} cannot be used:\n{what}") from error


def _in_dotenv() -> str:
    if not Path(".env").is_file():
        return ""
    from dotenv import dotenv_values

    return dotenv_values(".env", encoding="utf-8").get(SETTING) or ""


def _parse(file: Path) -> None:
    try:
        tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{file} cannot be read: {error}.") from error
