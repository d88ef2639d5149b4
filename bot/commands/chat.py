"""`jobline chat`: the same line, the same inbox and the same database, in a terminal."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.app import Service
    from config.settings import Settings


@click.command()
@click.option(
    "--data", default=".jobline/chat", show_default=True, type=click.Path(path_type=Path), help="Where it is kept."
)
@click.option(
    "--as", "name", default="terminal", show_default=True, help="Who writes; the same name goes on with the talk."
)
@click.option("--facts", is_flag=True, help="After each text, show what the line knows and from which words.")
def command(data: Path, name: str, facts: bool) -> None:
    """Write with the line as a candidate would. One text a line; an empty line or Ctrl-D ends it."""
    from bot.commands.demo import settings_of_the_demo
    from bot.store.migrate import migrate
    from bot.store.opening import OpeningError, open_database
    from bot.web import logs

    logs.set_up("plain", logging.ERROR)
    settings = settings_of_the_demo(0, data)
    try:
        with open_database(settings) as url:
            migrate(url)
            asyncio.run(_chat(settings, url, name, facts))
    except OpeningError as error:
        raise click.ClickException(str(error)) from error


async def _chat(settings: Settings, url: str, name: str, facts: bool) -> None:
    from bot.app import open_service
    from bot.channels.door import Doors
    from bot.channels.terminal import TerminalDoor
    from bot.demo.city import load_city
    from bot.store.database import Database

    database = Database(url, pool=2)
    async with database.transaction() as connection:
        await load_city(connection, settings.employer, datetime.now(settings.zone).date())
    async with database.jobs.open_async():
        service = await open_service(settings, database)
        service.outbox.doors = Doors({"terminal": TerminalDoor(lambda text: click.secho(text, fg="green"))})
        try:
            while text := await _line():
                await _write(service, name, text, facts)
        finally:
            await service.close()
    await database.close()


async def _line() -> str:
    """The next text; empty at the end. Read in a thread, so that what is under way goes on."""
    if sys.stdin.isatty():
        click.echo("> ", nl=False)
    line: str = await asyncio.to_thread(sys.stdin.readline)
    return line.strip()


async def _write(service: Service, name: str, text: str, facts: bool) -> None:
    from bot.channels.door import Inbound

    inbound = Inbound("terminal", secrets.token_hex(8), name, "", text, datetime.now(UTC))
    receipt = await service.inbox.receive(inbound)
    if receipt.conversation_id is None:
        return
    await service.outbox.idle()
    if facts:
        await _show_facts(service, receipt.conversation_id)


async def _show_facts(service: Service, conversation_id: int) -> None:
    from sqlalchemy import select

    from bot.store.tables import answer, conversation

    async with service.house.database.engine.connect() as connection:
        rows = await connection.execute(
            select(answer.c.fact, answer.c.value, answer.c.words)
            .join(conversation, conversation.c.candidacy_id == answer.c.candidacy_id)
            .where(conversation.c.id == conversation_id, answer.c.withdrawn_at.is_(None))
            .order_by(answer.c.id)
        )
        for row in rows:
            click.secho(f"    {row.fact}: {row.value}   “{row.words}”", dim=True)
