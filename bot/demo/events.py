"""Tells an open page of the demo that something moved: a text, a tick, a mail, or anything a recruiter sees."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from aiohttp import web

from bot.demo.mailbox import Mailbox
from bot.demo.twilio_network import PhoneNetwork
from bot.web.live import HEARTBEAT, HUB, LIFETIME, RECONNECT, Listener

TOPICS = frozenset({"queue"})  # Whatever changes a candidate stirs the queue; texts and mails tell of themselves.
# Seconds. A tick shows on the network before its callback has reached the service: the page is told once more.
SETTLING = 0.3


class Events:
    """GET /demo/events: server-sent events without content; the page fetches itself again."""

    def __init__(self, network: PhoneNetwork, mailbox: Mailbox) -> None:
        self._network = network
        self._mailbox = mailbox

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """One event whenever something moved, several at once as one; ends with the service."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        loop = asyncio.get_running_loop()
        end = loop.time() + LIFETIME
        with request.app[HUB].subscribe(TOPICS) as listener:
            await response.prepare(request)
            with suppress(ConnectionResetError):
                await response.write(f"retry: {RECONNECT}\n\ndata: connected\n\n".encode())
                seen, moved = self._state(), False
                while not listener.closed and loop.time() < end:
                    told = await self._wait(listener, seen, SETTLING if moved else None)
                    moved, seen = self._state() != seen, self._state()
                    await response.write(b"data: moved\n\n" if told else b": still here\n\n")
        return response

    async def _wait(self, listener: Listener, seen: tuple[object, ...], settling: float | None) -> bool:
        """Waits for the next thing that moves. False if it was silent for a heartbeat."""
        loop = asyncio.get_running_loop()
        news = loop.create_task(listener.next(HEARTBEAT))
        waits = [news, loop.create_task(self._network.change()), loop.create_task(self._mailbox.change())]
        try:
            await asyncio.sleep(0)  # From here on they wait; what moved before shows in the state.
            if self._state() != seen:
                return True
            finished, _ = await asyncio.wait(waits, timeout=settling, return_when=asyncio.FIRST_COMPLETED)
            return finished != {news} or bool(news.result())
        finally:
            for wait in waits:
                wait.cancel()

    def _state(self) -> tuple[object, ...]:
        newest = self._mailbox.all()[:1]
        return newest, [(kept.sid, kept.status, kept.webhook_status) for kept in self._network.messages]
