"""Nothing about a person gets into a log, whoever writes it."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.house import HOUSE, House
from bot.web import install
from bot.web.logs import AccessLog, masked, set_up

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Sets logging up as the service does, and hands back what was written."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)
    set_up("json")
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.handlers[:], root.level = before, level
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ring til +45 20 30 60 90 i dag", "ring til *** i dag"),
        ("20306090", "***"),
        ("CPR 010190-1234.", "CPR ***."),
        ("0101901234", "***"),
        ("mail asta@example.org nu", "mail *** nu"),
        ("GET /u/hX3-kd_92aLq HTTP/1.1", "GET /u/* HTTP/1.1"),
        ("GET /e/hX3-kd_9.69a1b2c3.sEaL-_4x HTTP/1.1", "GET /e/* HTTP/1.1"),
        ("SM0123456789abcdef0123456789abcdef", "SM0123456789abcdef0123456789abcdef"),
        ("candidacy 12345 took 32 ms", "candidacy 12345 took 32 ms"),
        ("error 21610", "error 21610"),
    ],
)
def test_what_looks_like_a_person_is_masked(written: str, kept: str) -> None:
    assert masked(written) == kept


def test_keys_that_could_hold_a_person_hold_nothing(lines: Lines) -> None:
    structlog.get_logger("line").info(
        "turn",
        conversation=81234567,
        text="jeg hedder Asta",
        first_name="Asta",
        reply={"body": "Hej", "status": "sent"},
    )
    (line,) = lines()
    assert line["conversation"] == 81234567
    assert (line["text"], line["first_name"]) == ("***", "***")
    assert line["reply"] == {"body": "***", "status": "sent"}
    assert "Asta" not in json.dumps(line)


def test_other_peoples_libraries_are_masked_as_well(lines: Lines) -> None:
    logging.getLogger("aiohttp.client").warning("could not reach %s", "+4520306090")
    logging.getLogger("aiohttp.access").info("GET /u/secret?x=1")
    (line,) = lines()
    assert line["event"] == "could not reach ***"
    assert line["logger"] == "aiohttp.client"


def test_an_exception_leaves_its_kind_and_place_but_not_its_words(lines: Lines) -> None:
    def break_down(said: str) -> None:
        raise ValueError(f"cannot read {said}")

    try:
        break_down("jeg er gravid")
    except ValueError:
        structlog.get_logger("line").exception("unexpected")
        logging.getLogger("elsewhere").exception("failed")
    for line in lines():
        assert line["error"] == "ValueError"
        assert "break_down" in line["at"][-1]
        assert "gravid" not in json.dumps(line)


async def test_a_request_is_logged_by_its_route_alone(house: House, lines: Lines) -> None:
    async def unit(request: web.Request) -> web.StreamResponse:
        return web.Response(text="ok")

    app = web.Application()
    app[HOUSE] = house
    install(app, house)
    app.add_routes([web.get("/u/{token}", unit), web.get(r"/c/{id:[a-z]{3}}/x", unit)])
    server = TestServer(app)
    await server.start_server(access_log_class=AccessLog, access_log=logging.getLogger("web.access"))
    async with TestClient(server) as visitor:
        for path in ("/u/hemmelig?name=Asta", "/c/abc/x", "/nowhere/Asta", "/healthz"):
            await visitor.get(path)
    seen = [line for line in lines() if line["event"] == "request"]
    assert [line["route"] for line in seen] == ["/u/*", "/c/*/x", "(no route)"]
    assert "Asta" not in json.dumps(seen)
    assert "hemmelig" not in json.dumps(seen)


async def test_what_is_no_http_is_logged_all_the_same(house: House, lines: Lines) -> None:
    app = web.Application()
    app[HOUSE] = house
    install(app, house)
    server = TestServer(app)
    await server.start_server(access_log_class=AccessLog, access_log=logging.getLogger("web.access"))
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n")
    assert (await reader.read()).startswith(b"HTTP/1.")
    writer.close()
    await server.close()
    (seen,) = (line for line in lines() if line["event"] == "request")
    assert (seen["route"], seen["status"]) == ("(no route)", 400)
