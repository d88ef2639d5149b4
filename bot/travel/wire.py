"""One server's address: asked in JSON, asked again where that helps, and what went wrong said in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import stamina
from aiohttp import ClientError, ClientSession, ClientTimeout
from stamina.instrumentation import RetryDetails, get_on_retry_hooks, set_on_retry_hooks

from bot.travel.routers import RouterError

PATIENCE = ClientTimeout(total=120)  # Seconds; a matrix over a whole city may take one of them.
ATTEMPTS = 6
KNOCKS = 2  # When a server is spoken to for the first time: whoever mistyped an address waits for nothing.
AGAIN = frozenset({429, 500, 502, 503, 504})


class SilentError(RouterError):
    """The server did not answer this time; it may the next."""


@contextmanager
def retries_told(say: Callable[[str], None]) -> Iterator[None]:
    """While the block runs, every further attempt is told in a sentence instead of being logged."""

    def tell(details: RetryDetails) -> None:
        say(f"{details.caused_by} Again in {details.wait_for:.1f} s.")

    before = get_on_retry_hooks()
    set_on_retry_hooks([tell])
    try:
        yield
    finally:
        set_on_retry_hooks(before)


class Wire:
    """Asks the server at `url`, http or https, with or without a path. Raises RouterError if that is no address."""

    def __init__(self, session: ClientSession, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise RouterError(f"“{url}” is not an address: http://127.0.0.1:8002")
        self._session = session
        self._url = url.rstrip("/")
        # Without a name and password that may stand in it: this one is shown, and kept in the table.
        port = f":{parts.port}" if parts.port else ""
        self.shown = f"{parts.hostname}{port}{parts.path.rstrip('/')}"

    async def ask(self, path: str, body: Any = None, attempts: int = ATTEMPTS) -> tuple[int, Any]:
        """Status and JSON of a GET, or of a POST of `body`. What may pass (5xx, no answer) is tried again, later.

        Raises RouterError when nobody answers, or not in JSON.
        """
        again = stamina.retry_context(on=SilentError, attempts=attempts, timeout=None, wait_initial=0.5, wait_max=30)
        async for attempt in again:
            with attempt:
                return await self._once(path, body)
        raise AssertionError("an attempt either answers or raises")

    async def _once(self, path: str, body: Any) -> tuple[int, Any]:
        method = "GET" if body is None else "POST"
        try:
            async with self._session.request(method, self._url + path, json=body, timeout=PATIENCE) as response:
                if response.status in AGAIN:
                    raise SilentError(f"{self.shown} answers {response.status} ({response.reason}).")
                return response.status, await response.json(content_type=None)
        except TimeoutError as error:
            raise SilentError(f"{self.shown} did not answer within {PATIENCE.total:g} seconds.") from error
        except ClientError as error:
            raise SilentError(f"Nobody answers at {self.shown}: is the server running? ({error})") from error
        except ValueError as error:
            raise RouterError(f"{self.shown} does not answer in JSON: is it a router?") from error
