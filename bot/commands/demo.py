"""`jobline demo`: the whole main job on this machine, without an account anywhere."""

from __future__ import annotations

import logging
import secrets
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from config.settings import Settings


@click.command()
@click.option("--port", default=3978, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option(
    "--data", default=".jobline/demo", show_default=True, type=click.Path(path_type=Path), help="Where it is kept."
)
@click.option("--people", default=12, show_default=True, type=click.IntRange(0, 10_000), help="Invented candidates.")
def command(port: int, data: Path, people: int) -> None:
    """Start a demo: a city of invented units, a phone, the match queue and the units' mailbox, on loopback only."""
    from bot.serving import run
    from bot.store.migrate import migrate
    from bot.store.opening import OpeningError, open_database
    from bot.web import logs

    settings = settings_of_the_demo(_free(port), data)
    logs.set_up("plain", logging.WARNING)
    click.echo("==> starting the embedded PostgreSQL (the first time takes a few seconds)")
    try:
        with open_database(settings) as url:
            click.echo("==> preparing the tables")
            migrate(url)
            run(_show(settings, url, people))
    except OpeningError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Stopped. Everything is kept in {data}; delete that folder to begin anew.")


def settings_of_the_demo(port: int, data: Path) -> Settings:
    """Settings of the demo's own: nothing of an installation's environment can make it reach a real phone."""
    from pydantic import SecretStr

    from config.settings import Settings

    data.mkdir(parents=True, exist_ok=True)
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        HOST="127.0.0.1",
        PORT=port,
        PUBLIC_BASE_URL=f"http://127.0.0.1:{port}",
        SECRET_KEY=SecretStr(_kept(data / "secret", 48)),
        JOBLINE_DEMO=True,
        JOBLINE_DATA=data,
        JOBLINE_EMPLOYER="kbh",
        DATABASE_URL=None,
        TWILIO_ACCOUNT_SID="",
        TWILIO_AUTH_TOKEN=SecretStr(_kept(data / "token", 24)),
        TWILIO_FROM_NUMBER="",
        TWILIO_MESSAGING_SERVICE_SID="",
        MicrosoftAppId="",
        OIDC_ISSUER="",
        UNIT_YES_GRACE_SECONDS=5,
    )


def _kept(file: Path, size: int) -> str:
    """A secret made once, so that links in the demo's mails outlive a restart."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(size))
    return file.read_text()


def _free(port: int) -> int:
    """The port, or a free one for 0. Says so in words if it is taken."""
    try:
        with socket.create_server(("127.0.0.1", port)) as probe:
            return int(probe.getsockname()[1])
    except OSError as error:
        raise click.ClickException(f"Port {port} is in use. Try: jobline demo --port 0") from error


async def _show(settings: Settings, url: str, people: int) -> None:
    from bot.demo.city import load_city, load_people
    from bot.demo.rooms import open_demo
    from bot.serving import serving, told_to_stop
    from bot.store.database import Database

    database = Database(url, pool=2)
    click.echo("==> loading the city")
    async with database.transaction() as connection:
        employer = await load_city(connection, settings.employer, datetime.now(settings.zone).date())
        new = await load_people(connection, employer.id, people, datetime.now(UTC))
    await database.close()
    if new:
        click.echo(f"    {new} invented candidates wait in the queue")
    async with (
        open_demo(settings) as demo,
        serving(demo.settings, url, more=lambda service: demo.routes(service.house)) as port,
    ):
        click.echo(f"\n    Jobline is ready:  http://127.0.0.1:{port}/\n\n    Stop with Ctrl-C.")
        await told_to_stop()
        click.echo("==> finishing what is under way")
