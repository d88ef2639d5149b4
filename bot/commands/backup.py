"""`jobline backup`: the whole database in one file, while the service goes on."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: jobline-<date>-<time>.dump here.")
def command(output: Path | None) -> None:
    """Write the database to one file that `jobline restore` (or pg_restore) reads. The service may run meanwhile.

    The file holds people's numbers and words: keep it where only those may read it who may read the database.
    """
    from bot.errands import in_sentences, progress
    from bot.store.opening import OpeningError, open_database, read_settings, run_program

    with in_sentences():
        settings = read_settings()
        target = output or Path(f"jobline-{datetime.now(settings.zone):%Y%m%d-%H%M%S}.dump")
        if target.exists():
            raise OpeningError(f"{target} is there already; a backup never replaces one.")
        # Under another name until it is whole: what is called a backup is one.
        part = target.with_name(target.name + ".part")
        try:
            part.touch(mode=0o600)
            part.chmod(0o600)
            with open_database(settings) as url, progress("Writing the backup, bytes") as show:
                wanted = ("--format=custom", "--no-owner", "--no-privileges", f"--file={part}")
                run_program(settings, url, "pg_dump", *wanted, watch=lambda: show(part.stat().st_size))
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.rename(target)
        except OSError as error:
            raise OpeningError(f"{target} cannot be written: {error.strerror}.") from error
        finally:
            part.unlink(missing_ok=True)
    click.echo(f"{target}: {target.stat().st_size:,} bytes.")
