"""`jobline worker`: sends, reminds and keeps deadlines, on as many machines as wanted."""

from __future__ import annotations

import asyncio

import click


@click.command()
@click.option("--concurrency", default=10, show_default=True, help="Jobs at a time.", type=click.IntRange(1, 100))
def command(concurrency: int) -> None:
    """Work off jobs only; pages and webhooks are served elsewhere."""
    from bot.serving import run
    from bot.starting import opened
    from bot.web import logs

    with opened() as (settings, url):
        logs.set_up(settings.log_format)

        async def work() -> None:
            from bot.app import open_service, run_worker
            from bot.background import end
            from bot.serving import GRACE, told_to_stop
            from bot.store.database import Database

            database = Database(url)
            async with database.jobs.open_async():
                service = await open_service(settings, database)
                jobs = asyncio.create_task(run_worker(database, concurrency=concurrency))
                click.echo("Working. Stop with Ctrl-C.")
                await told_to_stop()
                await end(jobs, again=GRACE)
                await service.close()
            await database.close()

        run(work())
