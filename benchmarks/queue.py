"""How fast the match queue opens with 50 and with 5,000 people waiting: `python -m benchmarks.queue [many]`.

Prints, for each page, the median and the 95th percentile of whole requests over HTTP on this machine, in milliseconds.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from sqlalchemy import insert, text

import bot.desk
from bot.demo.city import load_city, load_people
from bot.desk import plans
from bot.desk.queue import MINE, queue_page
from bot.house import HOUSE, House, open_house
from bot.store.database import Database
from bot.store.embedded import EmbeddedPostgres
from bot.store.migrate import migrate
from bot.store.tables import recruiter
from bot.web import MAX_BODY, install, sessions
from bot.web.addresses import cookie_name
from config.settings import Settings

FEW, MANY = 50, 5_000
TIMES = 40


def settings(folder: Path) -> Settings:
    """Settings that need nothing from this machine."""
    given = {"SECRET_KEY": "benchmark" * 5, "PUBLIC_BASE_URL": "http://127.0.0.1:3978", "JOBLINE_DATA": folder}
    return Settings(_env_file=None, **given)  # type: ignore[arg-type]


async def signed_in(house: House) -> dict[str, str]:
    """The cookie of a recruiter made for this run."""
    async with house.database.transaction() as connection:
        values = {
            "employer_id": house.employer.id,
            "issuer": "benchmark",
            "subject": secrets.token_hex(4),
            "role": "recruiter",
        }
        number = await connection.scalar(
            insert(recruiter).values(**values, name="Anna Krogh").returning(recruiter.c.id)
        )
        token = await sessions.begin(connection, house, int(number or 0))
    return {cookie_name(house.settings, sessions.COOKIE): token}


@asynccontextmanager
async def served(house: House) -> AsyncIterator[tuple[ClientSession, str]]:
    """The desk on a port of its own, and a signed-in visitor."""
    app = web.Application(client_max_size=MAX_BODY)
    app[HOUSE] = house
    install(app, house)
    app.add_routes(bot.desk.routes(house))
    server = TestServer(app)
    await server.start_server()
    jar = CookieJar(unsafe=True)
    async with ClientSession(cookie_jar=jar) as visitor:
        jar.update_cookies(await signed_in(house), server.make_url("/"))
        try:
            yield visitor, str(server.make_url("/")).rstrip("/")
        finally:
            await server.close()


async def measure(visitor: ClientSession, address: str, headers: dict[str, str]) -> tuple[float, float]:
    """Median and 95th percentile of TIMES requests, in milliseconds, after three that do not count."""
    spans = []
    for number in range(TIMES + 3):
        began = time.perf_counter()
        async with visitor.get(address, headers=headers) as answer:
            await answer.read()
            assert answer.status == 200, answer.status
        if number > 2:
            spans.append((time.perf_counter() - began) * 1000)
    spans.sort()
    return spans[len(spans) // 2], spans[int(len(spans) * 0.95)]


async def one_round(house: House, waiting: int) -> None:
    """Loads up to `waiting` people and measures every page a recruiter opens all day."""
    now = datetime.now(UTC)
    async with house.database.transaction() as connection:
        await load_people(connection, house.employer.id, waiting, now)
    # As autovacuum does by itself after so many new rows.
    async with house.database.transaction() as connection:
        await connection.execute(text("ANALYZE"))
    async with house.database.transaction() as connection:
        page = await queue_page(connection, house, MINE)
        last = page.rows[-1]
    began = time.perf_counter()
    await plans.make(house)
    print(f"{waiting:>6} waiting   planned in {time.perf_counter() - began:.1f} s", flush=True)
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    async with served(house) as (visitor, base):
        for name, there, headers in (
            ("the queue", "/desk", {}),
            ("its next page", f"/desk?only=more&after={last.cursor.replace('+', '%2B')}", part),
            ("who has no place", "/desk?group=nobody", {}),
            ("a search", "/desk?q=ssa+amager", {}),
            ("a candidate beside the list", f"/desk/candidates/{last.public_id}", part),
            ("the talks", "/desk/talks", {}),
            ("the plan", "/desk/plan", {}),
            ("the plan, changed", f"/desk/plan/decide?kind=hold&candidate={last.public_id}", {}),
            ("the numbers", "/desk/report", {}),
        ):
            median, slow = await measure(visitor, base + there, headers)
            print(f"{waiting:>6} waiting   {name:<28} p50 {median:7.1f} ms   p95 {slow:7.1f} ms", flush=True)


async def main(many: int) -> None:
    """FEW first, then `many`, on a database of this run's own."""
    with tempfile.TemporaryDirectory(prefix="jobline-queue-") as folder:
        server = await asyncio.to_thread(EmbeddedPostgres, Path(folder) / "pg")
        try:
            await asyncio.to_thread(migrate, server.url)
            database = Database(server.url, pool=5)
            async with database.jobs.open_async(), database.transaction() as connection:
                await load_city(connection, "kbh", datetime.now(UTC).date())
            async with database.jobs.open_async():
                house = await open_house(settings(Path(folder)), database)
                for waiting in (FEW, many):
                    await one_round(house, waiting)
            await database.close()
        finally:
            server.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
