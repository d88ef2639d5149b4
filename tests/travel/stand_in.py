"""A server that answers what a test wrote down, and writes down what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = tuple[int, Any]


@dataclass
class Asked:
    """One request: method, address with its query, and body."""

    method: str
    target: str
    body: Any


@dataclass
class StandIn:
    """answers: what follows what; a callable is asked each time, a list is used up and its last answer repeated.

    late: answers wait for it; it is set unless a test clears it.
    """

    answers: Callable[[Asked], Answer] | list[Answer]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    late: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self, asked: Asked) -> Answer:
        """The next answer."""
        self.asked.append(asked)
        if callable(self.answers):
            return self.answers(asked)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@asynccontextmanager
async def stand_in(answers: Callable[[Asked], Answer] | list[Answer]) -> AsyncIterator[StandIn]:
    """The stand-in on loopback, at its `url`."""
    one = StandIn(answers)
    one.late.set()

    async def handle(request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        status, plain = one.answer(Asked(request.method, request.raw_path, body))
        await one.late.wait()
        if isinstance(plain, str):
            return web.Response(status=status, text=plain, content_type="text/html")
        return web.json_response(plain, status=status)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handle)
    async with TestServer(app, host="127.0.0.1") as server:
        one.url = str(server.make_url("")).rstrip("/")
        yield one
