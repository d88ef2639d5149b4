"""Pages that stay fresh: what other transactions committed, told to every open page as server-sent events."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections import Counter, deque
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import aclosing, contextmanager, suppress
from typing import Final, cast

import structlog
from aiohttp import web
from sqlalchemy import Table, select

from bot.background import end
from bot.house import HOUSE, House
from bot.store.database import Database, notify, wait_for_notifications
from bot.store.tables import candidacy, unit
from bot.web.keys import SESSION
from bot.web.sessions import signed_in

log = structlog.get_logger("web.live")

HEARTBEAT = 20.0  # Seconds. A silent connection is cut by proxies after a minute.
# Seconds for which topics are remembered: a page that was made before its stream opened is told what it missed meanwhile.
REMEMBERED = 60.0
SLACK = 2.0  # Seconds two machines' clocks may differ.
LIFETIME = 900.0  # Seconds. Then the browser connects again, and has to be signed in still.
RECONNECT = 2000  # Milliseconds a browser waits before it connects again.
MOST_TOPICS = 20
MOST_STREAMS = 10  # Open pages of one session: more are a script, and each holds a connection.
TOPIC = re.compile(r"[a-z]+(:[A-Za-z0-9_-]{1,64})?")
# What a page may follow one of, by its public id.
NAMED: Final[Mapping[str, Table]] = {"candidacy": candidacy, "unit": unit}
EVERYTHING = "*"  # Something may have been missed: every part of the page is to be fetched again.


class Listener:
    """One open page. What it has not been told yet is a set, so a slow page costs no more than the topics it has.

    topics: what is told in the house, each by the name the page knows it by.
    """

    def __init__(self, topics: Mapping[str, str]) -> None:
        self.topics = topics
        self._waiting: dict[str, None] = {}
        self._something = asyncio.Event()
        self.closed = False

    def tell(self, topic: str) -> None:
        """Notes a topic if this page shows it."""
        if topic == EVERYTHING or topic in self.topics:
            self._waiting[self.topics.get(topic, topic)] = None
            self._something.set()

    def close(self) -> None:
        """Ends the page's stream; its browser will connect again."""
        self.closed = True
        self._something.set()

    async def next(self, seconds: float) -> list[str]:
        """What is new, as soon as there is something; empty after `seconds` of silence or when closed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._something.wait(), seconds)
        self._something.clear()
        news = list(self._waiting)
        self._waiting.clear()
        return [EVERYTHING] if EVERYTHING in news else news


class Hub:
    """One LISTEN connection for this process, and every page that hangs on it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: set[Listener] = set()
        self._lately: deque[tuple[float, str]] = deque(maxlen=1000)
        self.streams: Counter[str] = Counter()  # By session.
        self._task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    @contextmanager
    def subscribe(self, topics: Iterable[str] | Mapping[str, str]) -> Iterator[Listener]:
        """A listener for as long as the block lasts. topics: as the house tells them; with the names a page has for them."""
        listener = Listener(topics if isinstance(topics, Mapping) else {topic: topic for topic in topics})
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    @property
    def pages(self) -> int:
        """How many pages are open."""
        return len(self._listeners)

    def tell(self, topic: str) -> None:
        """Passes a topic on to the pages that show it."""
        self._lately.append((time.time(), topic))
        for listener in self._listeners:
            listener.tell(topic)

    def told_since(self, moment: float) -> list[str]:
        """Topics heard since a moment (seconds of the clock); everything, when that is longer ago than is remembered."""
        if moment < time.time() - REMEMBERED:
            return [EVERYTHING]
        return [topic for at, topic in self._lately if at >= moment - SLACK]

    async def run(self) -> None:
        """Listens until cancelled; a lost connection is made again, and pages are told that they missed something."""
        wait = 1.0
        while True:
            try:
                await self._listen()
                wait = 1.0
            except Exception as error:
                # Whatever it was, pages must come alive again: log it and try once more, less and less eagerly.
                log.warning("listening_stopped", error=type(error).__name__)
            self.listening.clear()
            await asyncio.sleep(wait)
            wait = min(wait * 2, 30.0)

    async def _listen(self) -> None:
        # Heard means listening: until our own word comes back, notifications could still pass us by.
        word = f"hub:{secrets.token_hex(8)}"
        knocking = asyncio.create_task(self._knock(word))
        try:
            # It is a generator, whose connection must be closed here and not when somebody collects the garbage.
            made = cast(AsyncGenerator[str, None], wait_for_notifications(self._database))
            async with aclosing(made) as notifications:
                async for topic in notifications:
                    if topic == word:
                        self.listening.set()
                        self.tell(EVERYTHING)
                    else:
                        self.tell(topic)
        finally:
            await end(knocking)

    async def _knock(self, word: str) -> None:
        while not self.listening.is_set():
            with suppress(Exception):
                async with self._database.transaction() as connection:
                    await notify(connection, word)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.listening.wait(), 0.5)

    async def start(self) -> None:
        """Begins to listen in the background."""
        self._task = asyncio.create_task(self.run())

    async def close(self) -> None:
        """Ends every stream and the listening; the service waits for both."""
        for listener in self._listeners:
            listener.close()
        if self._task is not None:
            await end(self._task)


HUB: web.AppKey[Hub] = web.AppKey("hub", Hub)


def asked_topics(request: web.Request) -> frozenset[str]:
    """The topics of `?topics=queue,candidacy:ID`. Raises HTTPBadRequest for none, too many, or a strange one."""
    topics = [topic for topic in request.query.get("topics", "").split(",") if topic]
    if not 0 < len(topics) <= MOST_TOPICS or not all(TOPIC.fullmatch(topic) for topic in topics):
        raise web.HTTPBadRequest
    return frozenset(topics)


def asked_since(request: web.Request) -> float | None:
    """The moment of `?since=`, in seconds of the clock; None when it says none."""
    given = request.query.get("since", "")
    return float(given) if given.isdecimal() and len(given) < 12 else None


async def told_as(house: House, topics: frozenset[str]) -> dict[str, str]:
    """The topics as the house tells them, each with the page's name for it: pages know public ids, notifications row ids.

    What no public id of this employer names is left out, and so never heard.
    """
    names = {topic: topic for topic in topics if ":" not in topic}
    for kind, table in NAMED.items():
        asked = [topic.partition(":")[2] for topic in topics if topic.startswith(f"{kind}:")]
        if asked:
            wanted = select(table.c.id, table.c.public_id).where(
                table.c.public_id.in_(asked), table.c.employer_id == house.employer.id
            )
            async with house.database.engine.connect() as connection:
                rows = await connection.execute(wanted)
                names |= {f"{kind}:{row.id}": f"{kind}:{row.public_id}" for row in rows}
    return names


@signed_in()
async def live(request: web.Request) -> web.StreamResponse:
    """GET /live: one line of data a topic, whenever something about it was committed. Ids in topics are public ids."""
    topics, hub, session = asked_topics(request), request.app[HUB], request[SESSION]
    if hub.streams[session] >= MOST_STREAMS:
        raise web.HTTPTooManyRequests(headers={"Retry-After": "30"})
    hub.streams[session] += 1
    try:
        return await _stream(request, hub, await told_as(request.app[HOUSE], topics))
    finally:
        hub.streams[session] -= 1
        if not hub.streams[session]:
            del hub.streams[session]


async def _stream(request: web.Request, hub: Hub, topics: Mapping[str, str]) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    loop = asyncio.get_running_loop()
    end = loop.time() + LIFETIME
    with hub.subscribe(topics) as listener:
        if (since := asked_since(request)) is not None:
            for topic in hub.told_since(since):
                listener.tell(topic)
        await response.prepare(request)
        with suppress(ConnectionResetError):
            await response.write(f"retry: {RECONNECT}\n\n".encode())
            while not listener.closed and loop.time() < end:
                news = await listener.next(HEARTBEAT)
                lines = "".join(f"data: {topic}\n\n" for topic in news) or ": still here\n\n"
                await response.write(lines.encode())
    return response


def start_with(app: web.Application) -> None:
    """Lets the hub live and end with the service."""
    hub = Hub(app[HOUSE].database)
    app[HUB] = hub

    async def begin(_: web.Application) -> None:
        await hub.start()

    async def finish(_: web.Application) -> None:
        await hub.close()

    app.on_startup.append(begin)
    # Before the server waits for its requests to end: these would never end by themselves.
    app.on_shutdown.append(finish)


def routes(house: House) -> list[web.RouteDef]:
    """GET /live?topics=..."""
    return [web.get("/live", live)]
