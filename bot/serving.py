"""Running the service: the pages and the worker in one process, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, cast

from aiohttp import web

from bot.app import Service, build_app, run_worker
from bot.background import end
from bot.store.database import Database
from bot.web import logs
from config.settings import Settings

GRACE = 20.0  # Seconds a request or a job under way gets before the process ends.


@asynccontextmanager
async def serving(
    settings: Settings,
    url: str,
    *,
    worker: bool = True,
    more: Callable[[Service], list[web.RouteDef]] | None = None,
) -> AsyncIterator[int]:
    """Serves from here to the end of the block; yields the port (PORT=0 takes a free one)."""
    database = Database(url)
    async with database.jobs.open_async():
        app = await build_app(settings, database, more=more)
        runner = web.AppRunner(
            app,
            access_log_class=logs.AccessLog,
            access_log=logging.getLogger("web.access"),
            shutdown_timeout=GRACE,
        )
        await runner.setup()
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        jobs = asyncio.create_task(run_worker(database), name="worker") if worker else None
        try:
            yield runner.addresses[0][1]
        finally:
            await runner.cleanup()
            if jobs is not None:
                await end(jobs, again=GRACE)
    await database.close()


def settle_down() -> None:
    """Called once by a process that is ready: what it has loaded stays, and is not looked through for garbage again.

    The words the line reads are a hundred thousand objects; going through them would stop every text on its way.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def run(work: Coroutine[Any, Any, None]) -> None:
    """Runs the service to its end, on uvloop where there is one: a text costs an eighth less of a core with it."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(work)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ModuleNotFoundError:  # Windows: there the standard library's loop does the same.
        return None
    return cast(Callable[[], asyncio.AbstractEventLoop], uvloop.new_event_loop)


async def told_to_stop() -> None:
    """Returns on Ctrl-C or when the system asks the process to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        with contextlib.suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), stop.set)
    await stop.wait()
