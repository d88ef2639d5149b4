"""The web chat: who a visitor is, what is taken, what is streamed, and what another site cannot do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import unused_port

from bot.channels.webchat import WebChat, WebMessage
from bot.web.limits import Limits, Rate
from tests.channels.line_under_test import Kept, serve
from tests.conftest import START, make_settings


@dataclass
class Chat:
    """A web chat with nothing behind it, and a browser before it."""

    url: str
    kept: Kept
    browser: ClientSession
    said: dict[str, list[str]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)
    open: int = 0

    async def messages(self, visitor: str, read: int) -> AsyncGenerator[WebMessage | None, None]:
        self.asked.append((visitor, read))
        self.open += 1
        try:
            while True:
                for number, text in enumerate(self.said.get(visitor, [])[read:], read + 1):
                    read = number
                    yield WebMessage(number, text, START)
                self.more.clear()
                await self.more.wait()
                yield None
        finally:
            self.open -= 1

    async def say(self, given: Any, **headers: str) -> ClientResponse:
        data = given if isinstance(given, bytes) else json.dumps(given).encode()
        sent = {"Content-Type": "application/json", **headers}
        async with self.browser.post(f"{self.url}/webchat/messages", data=data, headers=sent) as answer:
            await answer.read()
            return answer


@pytest_asyncio.fixture
async def chat() -> AsyncIterator[Chat]:
    port = unused_port()
    settings = make_settings(Path(), PUBLIC_BASE_URL=f"http://127.0.0.1:{port}")
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        chat = Chat(f"http://127.0.0.1:{port}", Kept(), browser)
        door = WebChat(
            settings,
            chat.kept.receive,
            chat.messages,
            lambda: START,
            who=lambda _: "127.0.0.1",
            limits=Limits(reading=Rate(5, 60), writing=Rate(8, 60), clock=lambda: 0.0),
            newcomers=Limits(writing=Rate(2, 60), clock=lambda: 0.0),
        )
        application = web.Application()
        application.add_routes(door.routes())
        async with serve(application, port):
            yield chat


async def test_a_visitor_is_remembered(chat: Chat) -> None:
    first = await chat.say({"id": "a1", "text": "Hej"})
    assert first.status == 202
    cookie = first.cookies["webchat"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    second = await chat.say({"id": "a2", "text": "ja 😀"})
    assert (second.status, "webchat" in second.cookies) == (202, False)
    one, two = chat.kept.inbound
    assert one.sender == two.sender
    assert one.provider_id == f"{one.sender}:a1"
    assert (two.channel, two.text, two.received) == ("web", "ja 😀", START)
    assert len(one.sender) >= 24


@pytest.mark.parametrize("forged", ["abc", "abc.", ".", "abc.AAAA", "æ.æ", "x" * 5000])
async def test_a_forged_cookie_is_a_new_visitor(chat: Chat, forged: str) -> None:
    answer = await chat.say({"id": "a1", "text": "Hej"}, Cookie=f"webchat={forged}")
    assert answer.status == 202
    assert "webchat" in answer.cookies
    assert chat.kept.inbound[0].sender not in forged


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"{",
        b"[" * 10_000,
        [],
        {"id": "a1"},
        {"text": "hej"},
        {"id": "", "text": "hej"},
        {"id": "a b", "text": "hej"},
        {"id": "x" * 65, "text": "hej"},
        {"id": 4, "text": "hej"},
        {"id": "a1", "text": 4},
        {"id": "a1", "text": "x" * 1601},
        {"id": "a1", "text": "\x00"},
        {"id": "a1", "text": "hej \ud83d"},
    ],
)
async def test_malformed_is_400(chat: Chat, given: Any) -> None:
    assert (await chat.say(given)).status == 400
    assert chat.kept.inbound == []


async def test_too_much_is_413(chat: Chat) -> None:
    assert (await chat.say(b" " * 20_000)).status == 413


async def test_another_site_cannot_write(chat: Chat) -> None:
    given = {"id": "a1", "text": "hej"}
    assert (await chat.say(given, Origin="https://evil.example")).status == 403
    assert (await chat.say(given, **{"Sec-Fetch-Site": "cross-site"})).status == 403
    assert (await chat.say(given, **{"Content-Type": "text/plain"})).status == 400
    assert (await chat.say(given, Origin=chat.url, **{"Sec-Fetch-Site": "same-origin"})).status == 202


async def test_newcomers_and_writers_are_limited(chat: Chat) -> None:
    given = {"id": "a1", "text": "hej"}
    for _ in range(2):
        chat.browser.cookie_jar.clear()
        assert (await chat.say(given)).status == 202
    chat.browser.cookie_jar.clear()
    refused = await chat.say(given)
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "webchat" not in refused.cookies


async def test_what_is_not_kept_is_500(chat: Chat) -> None:
    chat.kept.fail = RuntimeError("hej")
    answer = await chat.say({"id": "a1", "text": "hej"})
    assert answer.status == 500
    assert "webchat" not in answer.cookies


async def test_the_line_s_words_are_streamed_from_where_the_page_stopped(chat: Chat) -> None:
    await chat.say({"id": "a1", "text": "Hej"})
    visitor = chat.kept.inbound[0].sender
    chat.said[visitor] = ["Hej, du skriver med joblinjen.", "Hvilket fag?\nSkriv fx SSA."]
    chat.said["another"] = ["not for you"]
    async with chat.browser.get(f"{chat.url}/webchat/stream", headers={"Last-Event-ID": "1"}) as stream:
        assert stream.content_type == "text/event-stream"
        assert await stream.content.readuntil(b"\n\n") == b"retry: 3000\n\n"
        event = (await stream.content.readuntil(b"\n\n")).decode()
        assert event.startswith("id: 2\ndata: {")
        assert json.loads(event.split("data: ")[1]) == {
            "text": "Hvilket fag?\nSkriv fx SSA.",
            "at": START.isoformat(),
        }
        chat.said[visitor].append("Tak")
        chat.more.set()
        assert await stream.content.readuntil(b"\n\n") == b": still here\n\n"
        assert b"id: 3" in await stream.content.readuntil(b"\n\n")
    assert chat.asked == [(visitor, 1)]
    while chat.open:  # The server notices that the page is gone when it next has something to say.
        chat.more.set()
        await asyncio.sleep(0)


async def test_a_stranger_hears_nothing(chat: Chat) -> None:
    async with chat.browser.get(f"{chat.url}/webchat/stream") as stream:
        assert stream.status == 204
        assert "webchat" not in stream.cookies
    assert chat.asked == []


async def test_no_more_than_three_pages(chat: Chat) -> None:
    await chat.say({"id": "a1", "text": "Hej"})
    pages = [await chat.browser.get(f"{chat.url}/webchat/stream") for _ in range(4)]
    assert [page.status for page in pages] == [200, 200, 200, 429]
    for page in pages:
        page.close()
    while chat.open:
        chat.more.set()
        await asyncio.sleep(0)
