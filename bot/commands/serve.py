"""`jobline serve`: the web service and the worker in one process."""

from __future__ import annotations

import click


@click.command()
@click.option("--no-worker", is_flag=True, help="Serve only; `jobline worker` runs the jobs elsewhere.")
def command(no_worker: bool) -> None:
    """Serve the line, the desk and the units' pages, and work off jobs.

    Settings come from the environment (docs/settings.md). Without DATABASE_URL an embedded PostgreSQL is started.
    """
    from bot.serving import run, serving, settle_down, told_to_stop
    from bot.starting import opened
    from bot.web import logs

    with opened() as (settings, url):
        logs.set_up(settings.log_format)

        async def work() -> None:
            async with serving(settings, url, worker=not no_worker) as port:
                click.echo(
                    f"Jobline answers on {settings.host}:{port} as {settings.public_base_url}. Stop with Ctrl-C."
                )
                settle_down()
                await told_to_stop()
                click.echo("Finishing what is under way ...")

        run(work())
