"""`jobline teams-app`: the package a Teams administrator uploads, so that people find the job line there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.house import House


@click.command()
@click.argument("output", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
def command(output: Path) -> None:
    """Write the Teams app package to OUTPUT (joblinjen.zip; - is standard output).

    It is made of MicrosoftAppId, PUBLIC_BASE_URL and the line's name, and the same whenever these are.
    """
    from bot.channels.teams_app import package
    from bot.errands import errand, in_sentences
    from bot.store.opening import read_settings

    with in_sentences():
        settings = read_settings()
    if not settings.microsoft_app_id:
        raise click.ClickException("MicrosoftAppId is not set: it names the app (docs/channels.md, Connect Teams).")
    if not settings.public_base_url.startswith("https://"):
        raise click.ClickException("PUBLIC_BASE_URL must begin with https:// before Teams takes the app.")
    content = package(settings.microsoft_app_id, settings.public_base_url, errand(_employer))
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    click.echo(f"{output}: {len(content):,} bytes. Upload it in the Teams admin centre, under Manage apps.")


async def _employer(house: House) -> str:
    return house.employer.name
