"""The servers the line is measured by: ours, and a bare handler that only reads the form. Each is a process of its own."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

from aiohttp import web

from benchmarks.line_profile import Watch
from benchmarks.line_talk import ACCOUNT_SID, LINE_NUMBER, PUBLIC_BASE_URL, TOKEN


async def cpu(_: web.Request) -> web.Response:
    """GET /cpu: seconds of a core this process has used."""
    return web.json_response(time.process_time())


async def hear(request: web.Request) -> web.Response:
    """What any handler must do: read the form and answer."""
    await request.post()
    return web.Response(text="<Response/>", content_type="text/xml")


async def bare() -> None:
    """POST /twilio/sms and nothing behind it."""
    application = web.Application()
    application.add_routes([web.post("/twilio/sms", hear), web.get("/cpu", cpu)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


async def ours(url: str, twilio: str, profile: str | None) -> None:
    """The service as `jobline serve` runs it, worker included, on the database at `url`; replies go to `twilio`.

    profile: file for what a Watch finds from GET /watch to the end.
    """
    from bot.serving import serving, settle_down, told_to_stop
    from bot.web import logs
    from config.settings import Settings

    given: dict[str, Any] = {
        "HOST": "127.0.0.1",
        "PORT": 0,
        "PUBLIC_BASE_URL": PUBLIC_BASE_URL,
        "SECRET_KEY": "s" * 48,
        "DATABASE_URL": url,
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": LINE_NUMBER,
        "TWILIO_API_URL": twilio,
        "OIDC_ISSUER": "http://127.0.0.1:9",
        "OIDC_CLIENT_ID": "benchmark",
    }
    settings = Settings(_env_file=None, **given)  # type: ignore[call-arg]
    logs.set_up(settings.log_format, logging.INFO)
    watch = Watch(Path(profile)) if profile else None

    async def begin(_: web.Request) -> web.Response:
        if watch:
            watch.begin()
        return web.Response()

    async with serving(settings, url, more=lambda _: [web.get("/cpu", cpu), web.get("/watch", begin)]) as port:
        print(f"http://127.0.0.1:{port}", flush=True)
        settle_down()
        await told_to_stop()
        if watch:
            watch.end()


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        asyncio.run(bare())
    else:
        from bot.serving import run

        run(ours(**json.loads(sys.argv[2])))
