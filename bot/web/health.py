"""Is the process alive, is the service ready, what has it counted."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from aiohttp import web
from prometheus_client import generate_latest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.house import HOUSE, House
from bot.store.migrate import current, newest
from bot.store.tables import message
from bot.web import metrics
from bot.web.addresses import asked_within, from_within
from bot.web.live import HUB

PATIENCE: Final = 3.0  # Seconds a check may take; a probe that hangs tells nobody anything.
LAG_ALLOWED: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold. detail: ids, codes and numbers only."""

    ok: bool
    detail: str = ""
    seconds: float | None = None


async def outbox_lag(house: House) -> timedelta:
    """Age of the oldest message that should have left by now; zero if none waits."""
    now = house.now()
    async with house.database.engine.connect() as connection:
        oldest = (
            await connection.execute(
                select(func.min(func.coalesce(message.c.send_after, message.c.at))).where(
                    message.c.status == "queued",
                    message.c.direction == "out",
                    func.coalesce(message.c.send_after, message.c.at) <= now,
                )
            )
        ).scalar_one()
    return now - oldest if oldest else timedelta(0)


async def _database(house: House) -> Check:
    async with house.database.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    return Check(True)


async def _migrations(house: House) -> Check:
    async with house.database.engine.connect() as connection:
        stands = await current(connection)
    return Check(stands == newest(), f"at {stands or 'nothing'}, needs {newest()}")


async def _outbox(house: House) -> Check:
    lag = await outbox_lag(house)
    return Check(lag <= LAG_ALLOWED, "oldest message that should have been sent", lag.total_seconds())


CHECKS: Final = {"database": _database, "migrations": _migrations, "outbox": _outbox}


async def checks(house: House) -> dict[str, Check]:
    """Every check by name; one that fails or hangs is not ok and says how it failed."""
    found: dict[str, Check] = {}
    for name, check in CHECKS.items():
        try:
            async with asyncio.timeout(PATIENCE):
                found[name] = await check(house)
        except (SQLAlchemyError, OSError) as error:
            found[name] = Check(False, type(error).__name__)
    return found


async def healthz(request: web.Request) -> web.StreamResponse:
    """GET /healthz: the process answers; whether it is of use is /readyz's matter."""
    return web.json_response({"status": "alive"})


async def readyz(request: web.Request) -> web.StreamResponse:
    """GET /readyz: 200 if the service can do its work now, else 503; each check by name."""
    found = await checks(request.app[HOUSE])
    ready = all(check.ok for check in found.values())
    body = {
        "status": "ready" if ready else "not ready",
        "checks": {
            name: {key: value for key, value in asdict(check).items() if value not in {"", None}}
            for name, check in found.items()
        },
    }
    return web.json_response(body, status=200 if ready else 503)


async def show_metrics(request: web.Request) -> web.StreamResponse:
    """GET /metrics in Prometheus' text format; for this machine and its private network only, never through a proxy."""
    # A page elsewhere can point its own name at this machine: then a browser here would ask on its behalf.
    if not (from_within(request) and asked_within(request)):
        raise web.HTTPNotFound
    try:
        metrics.OUTBOX_LAG.set((await outbox_lag(request.app[HOUSE])).total_seconds())
    except (SQLAlchemyError, OSError):
        metrics.OUTBOX_LAG.set(float("nan"))
    metrics.PAGES_OPEN.set(request.app[HUB].pages)
    return web.Response(body=generate_latest(metrics.REGISTRY), headers={"Content-Type": "text/plain; version=0.0.4"})


def routes(house: House) -> list[web.RouteDef]:
    """The three addresses that machines ask for."""
    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", show_metrics)]
