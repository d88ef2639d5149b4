"""What the service counts about itself: numbers of messages and turns and how long they took, never whose."""

from __future__ import annotations

from functools import cache
from typing import Final

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

MESSAGES: Final = Counter(
    "jobline_messages", "Messages in and out.", ["direction", "channel", "status"], registry=REGISTRY
)
TURNS: Final = Counter("jobline_turns", "Turns of conversations, by what they led to.", ["outcome"], registry=REGISTRY)
COMMIT: Final = Histogram(
    "jobline_webhook_to_commit_seconds",
    "From the arrival of a text to its durable commit.",
    ["channel"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
    registry=REGISTRY,
)
OUTBOX_LAG: Final = Gauge(
    "jobline_outbox_lag_seconds", "Age of the oldest message that should have been sent.", registry=REGISTRY
)
PAGES_OPEN: Final = Gauge("jobline_live_pages", "Pages that hang on this process for news.", registry=REGISTRY)
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REQUESTS: Final = Counter("jobline_requests", "Answers by method and status.", ["method", "status"], registry=REGISTRY)


@cache
def _series(counter: Counter, *labels: str | int) -> Counter:
    """One counter of a family. Looking it up by its labels costs more than counting; there are a few dozen."""
    return counter.labels(*labels)


async def count_answer(request: web.Request, response: web.StreamResponse) -> None:
    """Counts every answer as it begins; a signal of the application."""
    # A visitor may invent methods; each would be a series of its own for good.
    _series(REQUESTS, request.method if request.method in METHODS else "other", response.status).inc()


def message_came(channel: str) -> None:
    """One message came in and is committed."""
    _series(MESSAGES, "in", channel, "received").inc()


def message_went(channel: str, status: str) -> None:
    """One attempt to send ended. status: sent, retry, final, unknown, withheld."""
    _series(MESSAGES, "out", channel, status).inc()


def turn_taken(outcome: str) -> None:
    """One turn of a dialog. outcome: asked, answered, silent, handed_over, ..."""
    _series(TURNS, outcome).inc()


def committed(channel: str, seconds: float) -> None:
    """A text was durable this many seconds after it arrived."""
    COMMIT.labels(channel).observe(seconds)
