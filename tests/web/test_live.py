"""A page hears what was committed, and only what it shows."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

import pytest
from aiohttp import ClientResponse
from sqlalchemy import text

from bot.house import House
from bot.store.database import notify
from bot.web.live import EVERYTHING, HUB, MOST_STREAMS, Listener
from tests.web.conftest import Client, Serve, app_of


async def place(house: House) -> tuple[int, str]:
    """A unit a page may follow: its row's id, which the house tells, and its public id, which pages know."""
    columns = "employer_id, public_id, reference, name, unit_type, district, latitude, longitude, leader_email"
    values = f"{house.employer.id}, 'u-sol', 'sol', 'Solgården', 'plejehjem', 'Valby', 55.6, 12.5, 'leder@example.org'"
    async with house.database.transaction() as connection:
        number = await connection.scalar(text(f"INSERT INTO unit ({columns}) VALUES ({values}) RETURNING id"))
    return int(number or 0), "u-sol"


async def next_news(stream: ClientResponse) -> str:
    """The next line of data; comments and fields that are no news are passed over."""
    async with asyncio.timeout(10):
        async for raw in stream.content:
            line = raw.decode().strip()
            if line.startswith("data: "):
                return line.removeprefix("data: ")
    raise AssertionError("the stream ended")


@pytest.fixture
async def visitor(demo: House, serve: Serve) -> Client:
    visitor = await serve(demo)
    await visitor.get("/sign-in", allow_redirects=False)
    async with asyncio.timeout(10):
        await app_of(visitor)[HUB].listening.wait()
    return visitor


async def test_a_page_hears_what_it_shows_and_nothing_else(visitor: Client, demo: House) -> None:
    number, known_as = await place(demo)
    async with visitor.get(f"/live?topics=queue,unit:{known_as}") as stream:
        assert stream.content_type == "text/event-stream"
        async with demo.database.transaction() as connection:
            await notify(connection, f"candidacy:{number}", f"unit:{number + 1}", f"unit:{number}")
        assert await next_news(stream) == "unit:u-sol"
        async with demo.database.transaction() as connection:
            await notify(connection, "queue")
        assert await next_news(stream) == "queue"


async def test_a_row_is_never_asked_for_by_its_number(visitor: Client, demo: House) -> None:
    number, _ = await place(demo)
    async with visitor.get(f"/live?topics=queue,unit:{number}") as stream:
        async with demo.database.transaction() as connection:
            await notify(connection, f"unit:{number}")
        async with demo.database.transaction() as connection:
            await notify(connection, "queue")
        assert await next_news(stream) == "queue"


async def test_what_is_rolled_back_is_never_heard(visitor: Client, demo: House) -> None:
    number, known_as = await place(demo)
    async with visitor.get(f"/live?topics=queue,unit:{known_as}") as stream:
        with suppress(RuntimeError):
            async with demo.database.transaction() as connection:
                await notify(connection, f"unit:{number}")
                raise RuntimeError
        async with demo.database.transaction() as connection:
            await notify(connection, "queue")
        assert await next_news(stream) == "queue"


async def test_after_a_lost_connection_pages_are_told_that_they_missed_something(visitor: Client, demo: House) -> None:
    async with visitor.get("/live?topics=queue") as stream:
        async with demo.database.transaction() as connection:
            await connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN jobline%'")
            )
        assert await next_news(stream) == EVERYTHING


@pytest.mark.parametrize("topics", ["", "QUEUE", "a b", "x:" + "y" * 65, ",".join(f"candidacy:{n}" for n in range(21))])
async def test_strange_topics_are_refused(visitor: Client, topics: str) -> None:
    assert (await visitor.get("/live", params={"topics": topics})).status == 400


async def test_strangers_hear_nothing(house: House, serve: Serve) -> None:
    visitor = await serve(house)
    assert (await visitor.get("/live?topics=queue", allow_redirects=False)).status == 401


async def test_the_service_ends_although_pages_are_open(visitor: Client) -> None:
    stream = await visitor.get("/live?topics=queue")
    async with asyncio.timeout(5):
        await app_of(visitor)[HUB].close()
        await stream.content.read()
    assert stream.content.at_eof()


async def test_a_slow_page_costs_no_more_than_its_topics() -> None:
    listener = Listener({"queue": "queue"})
    for _ in range(1000):
        listener.tell("queue")
        listener.tell("other")
    assert await listener.next(1) == ["queue"]
    assert await listener.next(0) == []
    listener.tell("queue")
    listener.tell(EVERYTHING)
    assert await listener.next(1) == [EVERYTHING]


async def test_a_session_has_so_many_streams_and_no_more(visitor: Client) -> None:
    streams = [await visitor.get("/live?topics=queue") for _ in range(MOST_STREAMS)]
    refused = await visitor.get("/live?topics=queue")
    assert refused.status == 429
    assert "Retry-After" in refused.headers
    for stream in streams:
        stream.close()


async def test_what_was_committed_before_the_stream_opened_is_told_first(visitor: Client, demo: House) -> None:
    made = time.time()
    async with demo.database.transaction() as connection:
        await notify(connection, "plan")
    async with visitor.get("/live?topics=queue") as other:
        async with demo.database.transaction() as connection:
            await notify(connection, "queue")
        # The hub has heard both by now.
        assert await next_news(other) == "queue"
    assert "plan" in app_of(visitor)[HUB].told_since(made)
    # A service that has just begun to listen says that something may have been missed.
    async with visitor.get(f"/live?topics=plan&since={int(made)}") as stream:
        assert await next_news(stream) in {"plan", EVERYTHING}


async def test_a_page_made_long_ago_fetches_everything(visitor: Client) -> None:
    async with visitor.get(f"/live?topics=queue&since={int(time.time()) - 600}") as stream:
        assert await next_news(stream) == EVERYTHING


@pytest.mark.parametrize("since", ["yesterday", "-1", "9" * 40])
async def test_a_moment_that_is_none_is_no_moment(visitor: Client, demo: House, since: str) -> None:
    async with visitor.get("/live", params={"topics": "queue", "since": since}) as stream:
        async with demo.database.transaction() as connection:
            await notify(connection, "queue")
        assert await next_news(stream) == "queue"
