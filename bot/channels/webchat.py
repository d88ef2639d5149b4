"""The web chat's door: a visitor without a name writes from a page and reads what the line answers."""

from __future__ import annotations

import hmac
import json
import math
import re
import secrets
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import structlog
from aiohttp import web

from bot.channels.door import Inbound, Receive
from bot.channels.form import can_be_kept, read_body
from bot.web.addresses import cookie_name, set_cookie
from bot.web.addresses import visitor as address_of
from bot.web.limits import Limits, Rate
from config.settings import Settings

log = structlog.get_logger(__name__)

COOKIE = "webchat"
REMEMBERED = 30 * 24 * 3600  # Seconds a browser keeps its talk.
LONGEST = 1600  # Characters, as in a text.
LIMIT = 16 * 1024  # Bytes of a posted message.
MOST_STREAMS = 3  # Open pages of one visitor.
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
NEWCOMERS = Rate(burst=30, seconds=3600)  # A school class behind one address may try it together.


@dataclass(frozen=True, slots=True)
class WebMessage:
    """What the line said to a visitor. number: 1 for the first ever said to this visitor, and so on."""

    number: int
    text: str
    at: datetime


# For a visitor and the number of messages already read: what comes after them, as it comes, until closed. None now and
# then while there is nothing, so that a dead connection is noticed.
MessagesTo = Callable[[str, int], AsyncGenerator[WebMessage | None, None]]


class WebChat:
    """POST /webchat/messages and GET /webchat/stream.

    receive: keeps a message for good before it returns; messages: what is said to a visitor; who: the address a
    request comes from, for limits only.
    """

    def __init__(
        self,
        settings: Settings,
        receive: Receive,
        messages: MessagesTo,
        clock: Callable[[], datetime],
        *,
        who: Callable[[web.Request], str] = address_of,
        limits: Limits | None = None,
        newcomers: Limits | None = None,
    ) -> None:
        self._settings = settings
        self._receive = receive
        self._messages = messages
        self._clock = clock
        self._who = who
        self._limits = Limits() if limits is None else limits  # An empty one is falsy.
        self._newcomers = Limits(writing=NEWCOMERS) if newcomers is None else newcomers
        self._streams: Counter[str] = Counter()

    def routes(self) -> list[web.RouteDef]:
        """The two addresses a chat page needs."""
        return [web.post("/webchat/messages", self.said), web.get("/webchat/stream", self.listen)]

    async def said(self, request: web.Request) -> web.Response:
        """Takes {"id", "text"}: 202 when it is durable. The id is the page's own, so that a repeat is known as one."""
        self._same_site(request)
        visitor, new = self._visitor(request)
        identity, text = _message(await self._json(request))
        self._allow(request, "write", new=new)
        try:
            receipt = await self._receive(
                Inbound(
                    channel="web",
                    provider_id=f"{visitor}:{identity}",
                    sender=visitor,
                    recipient="web",
                    text=text,
                    received=self._clock(),
                )
            )
        except Exception as error:
            log.error("web_message_not_kept", kind=type(error).__name__)
            raise web.HTTPInternalServerError(text="not kept, try again") from None
        response = web.json_response({"kind": receipt.kind}, status=202)
        if new:
            self._remember(response, visitor)
        return response

    async def listen(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: what the line says to this visitor, from Last-Event-ID on. 204 for a stranger."""
        visitor, new = self._visitor(request)
        self._allow(request, "read")
        if new:
            # A browser that is told 204 stops asking, which is right: nobody has said anything to this one.
            return web.Response(status=204)
        if self._streams[visitor] >= MOST_STREAMS:
            raise web.HTTPTooManyRequests(headers={"Retry-After": "30"})
        last = request.headers.get("Last-Event-ID", "")
        read = int(last) if last.isascii() and last.isdigit() and len(last) < 10 else 0
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        self._streams[visitor] += 1
        try:
            await response.prepare(request)
            with suppress(ConnectionResetError):
                await response.write(b"retry: 3000\n\n")
                async with aclosing(self._messages(visitor, read)) as messages:
                    async for message in messages:
                        await response.write(_event(message))
        finally:
            self._streams[visitor] -= 1
            if not self._streams[visitor]:
                del self._streams[visitor]
        return response

    def _visitor(self, request: web.Request) -> tuple[str, bool]:
        """The visitor's id from the signed cookie, or a new one."""
        given = request.cookies.get(cookie_name(self._settings, COOKIE), "")
        visitor, _, seal = given.partition(".")
        if NAME.fullmatch(visitor) and hmac.compare_digest(
            seal.encode(errors="surrogatepass"), self._seal(visitor).encode()
        ):
            return visitor, False
        return secrets.token_urlsafe(18), True

    def _remember(self, response: web.StreamResponse, visitor: str) -> None:
        set_cookie(response, self._settings, COOKIE, f"{visitor}.{self._seal(visitor)}", seconds=REMEMBERED)

    def _seal(self, visitor: str) -> str:
        key = self._settings.secret_key.get_secret_value().encode()
        digest = hmac.new(key, f"webchat visitor {visitor}".encode(), sha256).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def _same_site(self, request: web.Request) -> None:
        """Raises 403 for a page of another site: its visitor never meant to write to us."""
        origin = request.headers.get("Origin")
        elsewhere = origin is not None and origin != self._settings.public_base_url.rstrip("/")
        if elsewhere or request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            raise web.HTTPForbidden(text="from another site")

    def _allow(self, request: web.Request, kind: str, *, new: bool = False) -> None:
        """Raises 429 with Retry-After for an address that asks too often."""
        who = self._who(request)
        wait = self._limits.take(who, "webchat", kind)
        if not wait and new:
            wait = self._newcomers.take(who, "webchat", "write")
        if wait:
            raise web.HTTPTooManyRequests(headers={"Retry-After": str(math.ceil(wait))})

    async def _json(self, request: web.Request) -> Any:
        body = await read_body(request, LIMIT)
        if request.content_type != "application/json":
            raise web.HTTPBadRequest(text="JSON was expected")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise web.HTTPBadRequest(text="not JSON") from error


def _message(given: Any) -> tuple[str, str]:
    """The page's id and the words. Raises 400 unless both are what they must be."""
    identity, text = (given.get("id"), given.get("text")) if isinstance(given, dict) else (None, None)
    if not isinstance(identity, str) or not NAME.fullmatch(identity):
        raise web.HTTPBadRequest(text="an id of 1 to 64 letters and digits is needed")
    if not isinstance(text, str) or len(text) > LONGEST or not can_be_kept(text):
        raise web.HTTPBadRequest(text=f"a text of at most {LONGEST} characters is needed")
    return identity, text


def _event(message: WebMessage | None) -> bytes:
    if message is None:
        return b": still here\n\n"
    data = json.dumps({"text": message.text, "at": message.at.isoformat()}, ensure_ascii=False)
    return f"id: {message.number}\ndata: {data}\n\n".encode()
