"""The people who write, and the phone network their replies come back by: one process, told by lines of JSON what to do."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from time import perf_counter

from aiohttp import ClientSession, web

from benchmarks.line_talk import TALK, request, somebody

PATIENCE = 20.0  # Seconds a person waits for an answer or a reply; then the talk counts as wrong.
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
SAID = re.compile(rb"<Message>(.*?)</Message>", re.DOTALL)


@dataclass
class Round:
    """What one round found. Times in milliseconds.

    cpu: seconds of a core in the server's process or processes; database: in PostgreSQL's, filled in by whoever sees them.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    database: float = 0.0
    texts: int = 0
    talks: int = 0
    wrong: int = 0
    answered: list[float] = field(default_factory=list)
    handed_over: list[float] = field(default_factory=list)


class Wire(asyncio.Protocol):
    """A kept-alive HTTP connection with one request at a time.

    Written by hand because a client library costs more than the bare handler it is to measure.
    """

    def __init__(self) -> None:
        self._buffer = b""
        self._waiter: asyncio.Future[tuple[int, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(exc or ConnectionResetError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, mark, body = self._buffer.partition(b"\r\n\r\n")
        length = LENGTH.search(head) if mark else None
        if length is None or len(body) < int(length[1]):
            return
        self._buffer = b""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result((int(head[9:12]), body))

    async def send(self, message: bytes) -> tuple[int, bytes]:
        """The status and body that came back."""
        assert self._transport is not None
        self._waiter = asyncio.get_running_loop().create_future()
        self._transport.write(message)
        return await asyncio.wait_for(self._waiter, PATIENCE)

    def close(self) -> None:
        """Hangs up."""
        if self._transport is not None:
            self._transport.close()


class Network:
    """Takes replies in as Twilio's API does, without a status callback, and notes when they came.

    delay: seconds it takes to answer.
    """

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.replies: dict[str, list[tuple[float, str]]] = defaultdict(list)
        self._waiting: dict[str, asyncio.Event] = {}
        self._sids = 0

    async def create(self, incoming: web.Request) -> web.Response:
        """POST .../Messages.json."""
        came = perf_counter()
        form = await incoming.post()
        number = str(form["To"])
        self.replies[number].append((came, str(form["Body"])))
        if number in self._waiting:
            self._waiting[number].set()
        self._sids += 1
        if self.delay:
            await asyncio.sleep(self.delay)
        return web.json_response({"sid": f"SM{self._sids:032x}", "status": "queued"}, status=201)

    async def none_listed(self, _: web.Request) -> web.Response:
        """GET .../Messages.json: no text was ever missed here."""
        return web.json_response({"messages": [], "next_page_uri": None})

    async def reply(self, number: str, position: int) -> float:
        """When the reply in this place of the talk came."""
        arrived = self._waiting.setdefault(number, asyncio.Event())
        async with asyncio.timeout(PATIENCE):
            while len(self.replies[number]) <= position:
                arrived.clear()
                await arrived.wait()
        return self.replies[number][position][0]

    def forget(self, number: str) -> list[str]:
        """All that was said to a number, whose talk is over."""
        self._waiting.pop(number, None)
        return [words for _, words in self.replies.pop(number, [])]

    async def open(self) -> str:
        """Serves on a free port of loopback; returns the address."""
        application = web.Application()
        path = "/2010-04-01/Accounts/{account}/Messages.json"
        application.add_routes([web.post(path, self.create), web.get(path, self.none_listed)])
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"


@dataclass
class Crowd:
    """People who write to one kind of server.

    replies: "none" (a bare answer), "within" (the webhook's answer holds them) or "apart" (they come by the network);
    people wait for the reply before they write again. expected: what the first whole talk heard; all others must too.
    """

    network: Network
    replies: str
    expected: dict[str, list[str]]
    kind: str

    async def write(self, targets: list[str], people: int, seconds: float) -> Round:
        """That many people at a time, each with talk after talk, until the time is up."""
        found = Round()
        before = await _cpu(targets)
        start = perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(people):
                group.create_task(self._person(targets[number % len(targets)], start + seconds, found))
        found.seconds = perf_counter() - start
        found.cpu = await _cpu(targets) - before
        return found

    async def _person(self, target: str, end: float, found: Round) -> None:
        host, port = target.removeprefix("http://").split(":")
        _, wire = await asyncio.get_running_loop().create_connection(Wire, host, int(port))
        try:
            while perf_counter() < end:
                await self._talk(wire, end, found)
        finally:
            wire.close()

    async def _talk(self, wire: Wire, end: float, found: Round) -> None:
        number = somebody()
        heard: list[str] = []
        for position, text in enumerate(TALK):
            if perf_counter() >= end:
                self.network.forget(number)
                return
            message = request(number, text)
            sent = perf_counter()
            try:
                status, body = await wire.send(message)
                answered = perf_counter()
                if status == 200:
                    found.texts += 1
                    found.answered.append(round((answered - sent) * 1000, 3))
                if self.replies == "apart":
                    came = await self.network.reply(number, position)
                    found.handed_over.append(round((came - sent) * 1000, 3))
            except TimeoutError:
                found.wrong += 1
                self.network.forget(number)
                return
            if self.replies == "within":
                heard += [words.decode() for words in SAID.findall(body)]
        found.talks += 1
        heard += self.network.forget(number)
        if heard != self.expected.setdefault(self.kind, heard):
            found.wrong += 1


async def _cpu(targets: list[str]) -> float:
    async with ClientSession() as session:
        used = 0.0
        for target in targets:
            async with session.get(f"{target}/cpu") as answer:
                used += float(await answer.json())
        return used


async def main() -> None:
    """Says where the network is, then answers every line of instructions with a line of findings."""
    network = Network(float(sys.argv[1]))
    expected: dict[str, list[str]] = {}
    print(await network.open(), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        told = json.loads(line)
        crowd = Crowd(network, told["replies"], expected, told["kind"])
        found = await crowd.write(told["targets"], told["people"], told["seconds"])
        print(json.dumps({**asdict(found), "expected": expected.get(told["kind"], [])}), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
