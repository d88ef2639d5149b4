"""How often one address may ask for public pages; providers' webhooks are never told to wait."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

from aiohttp import web

from bot.house import HOUSE
from bot.web.addresses import visitor
from bot.web.keys import PROBES, RECRUITER, Handler, is_webhook
from bot.web.logs import route_of

MOST_VISITORS: Final = 10_000  # Buckets in memory at once, about 2 MB; the one unused longest goes first.


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` requests at once, then one more every `seconds / burst`."""

    burst: int
    seconds: float


READING: Final = Rate(burst=120, seconds=60)
WRITING: Final = Rate(burst=60, seconds=60)  # Every leader of a municipality may stand behind one address.


class Limits:
    """A bucket of permissions for each visitor and kind of request, filled again as time passes."""

    def __init__(
        self, *, reading: Rate = READING, writing: Rate = WRITING, clock: Callable[[], float] = monotonic
    ) -> None:
        self._rates = {"read": reading, "write": writing}
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, str, str], tuple[float, float]] = OrderedDict()

    def take(self, who: str, route: str, kind: str) -> float:
        """Takes one permission. Returns 0, or the seconds to wait until there is one. kind: read or write."""
        rate = self._rates[kind]
        now = self._clock()
        key = (who, route, kind)
        left, then = self._buckets.get(key, (float(rate.burst), now))
        left = min(float(rate.burst), left + (now - then) * rate.burst / rate.seconds)
        allowed = left >= 1 - 1e-9  # Halves and thirds of a permission do not always add up to a whole one.
        self._buckets[key] = (left - 1 if allowed else left, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > MOST_VISITORS:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) * rate.seconds / rate.burst

    def __len__(self) -> int:
        return len(self._buckets)


LIMITS: web.AppKey[Limits] = web.AppKey("limits", Limits)


def room_of(request: web.Request) -> str:
    """The first part of the route as the code writes it: few and short, whatever addresses a visitor makes up."""
    return route_of(request).lstrip("/").partition("/")[0]


@web.middleware
async def limit(request: web.Request, handler: Handler) -> web.StreamResponse:
    """429 with Retry-After for whoever asks too often without being signed in."""
    house = request.app[HOUSE]
    free = (
        is_webhook(request)
        or request.path in PROBES
        or request.path.startswith("/static/")
        or RECRUITER in request
        or house.settings.demo
    )
    if not free:
        kind = "read" if request.method in {"GET", "HEAD", "OPTIONS"} else "write"
        wait = request.app[LIMITS].take(visitor(request), room_of(request), kind)
        if wait:
            raise web.HTTPTooManyRequests(headers={"Retry-After": str(math.ceil(wait))})
    return await handler(request)
