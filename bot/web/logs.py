"""Logs for whoever runs the service: what happened to which id, never a text, a name or a number."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, Literal

import structlog
from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from structlog.typing import EventDict, Processor

from bot.web.keys import PROBES, is_webhook

# Words of a key that can hold a person; "unit_name" and "reply_text" are caught as well as "name" and "text".
PEOPLE: Final = frozenset(
    {"text", "texts", "body", "words", "message", "messages", "value", "query"}
    | {"name", "names", "number", "numbers", "address", "addresses", "phone", "email", "mail", "sender", "recipient"}
    | {"token", "cookie", "secret", "password", "link"}
)
MASK: Final = "***"

# Eight digits and more, however they are spaced: a Danish or foreign number, or a CPR number. Ids are logged as
# numbers, not as texts, and are left alone.
DIGITS: Final = re.compile(r"(?<![\w])\+?\d(?:[ .\-/]?\d){7,}(?!\w)")
MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
UNIT_LINK: Final = re.compile(r"/([ue])/[\w.~-]+")  # A suggestion's page, and a unit's own: both are keys.


def masked(value: Any) -> Any:
    """The value with everything that looks like a number, a CPR number, an address or a unit's link taken out."""
    if isinstance(value, str):
        return UNIT_LINK.sub(r"/\1/*", MAIL.sub(MASK, DIGITS.sub(MASK, value)))
    if isinstance(value, Mapping):
        return {key: MASK if _about_people(str(key)) else masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(inner) for inner in value]
    return value if isinstance(value, int | float | bool | None) else masked(str(value))


def _about_people(key: str) -> bool:
    return not PEOPLE.isdisjoint(key.lower().split("_"))


def without_people(_: Any, __: str, event: EventDict) -> EventDict:
    """Masks every value that could hold a person; the event itself and where it happened stay readable."""
    own = {"exc_info", "_record", "_from_structlog"}
    return {key: value if key in own else masked_entry(key, value) for key, value in event.items()}


def masked_entry(key: str, value: Any) -> Any:
    """A value as it may be logged under this key."""
    return MASK if _about_people(key) and value is not None else masked(value)


def where_it_broke(_: Any, __: str, event: EventDict) -> EventDict:
    """An exception's kind and its places, without its words and without variables: those can quote a person."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["at"] = _places(error)
    return event


def _places(error: BaseException) -> list[str]:
    places: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{'/'.join(code.co_filename.split('/')[-3:])}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    if error.__cause__ is not None:
        places += [f"caused by {type(error.__cause__).__name__}", *_places(error.__cause__)]
    return places[-30:]


def set_up(style: Literal["json", "plain"] = "json", level: int = logging.INFO) -> None:
    """Sends our own logs and those of every library through the same mask, one line each, to standard output."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        where_it_broke,
        without_people,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared[:3],
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared[:3],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *shared[3:],
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # It writes whole addresses, queries and all; ours (AccessLog) writes which route it was.
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    # It writes several lines for every job; what failed is enough.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)


def route_of(request: web.BaseRequest) -> str:
    """The route as it is written in the code, its variable parts as "*": "/u/*". Never what a visitor typed."""
    resource = None
    if isinstance(request, web.Request):
        # What was no HTTP never came as far as the router, and aiohttp asserts that it did.
        with suppress(AssertionError, AttributeError):
            resource = request.match_info.route.resource
    if resource is None:
        return "(no route)"
    return re.sub(r"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", "*", resource.canonical)


class AccessLog(AbstractAccessLogger):
    """One line a request: method, route, status, milliseconds. For `web.AppRunner(access_log_class=AccessLog)`.

    Probes, and webhooks that were answered as they should be, are counted only (bot.web.metrics): a line for every text
    would be most of the log, and cost more than reading the text.
    """

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Called by aiohttp when the answer has gone out; `time` in seconds."""
        if request.path in PROBES or (response.status < 400 and is_webhook(request)):
            return
        structlog.get_logger("web.access").info(
            "request", method=request.method, route=route_of(request), status=response.status, ms=round(time * 1000, 1)
        )

    @property
    def enabled(self) -> bool:
        """Always: levels decide."""
        return True
