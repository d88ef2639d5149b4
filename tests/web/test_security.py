"""What every answer carries, and what is refused before anybody reads it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from bot.house import House
from bot.web.pages import render
from tests.conftest import make_settings
from tests.web.conftest import Client, Serve


async def person(request: web.Request) -> web.StreamResponse:
    return render(request, "signed_out.html")


async def boom(request: web.Request) -> web.StreamResponse:
    raise RuntimeError("the candidate's words")


async def read(request: web.Request) -> web.StreamResponse:
    return web.Response(text=str(len(await request.read())))


@pytest.fixture
async def visitor(house: House, serve: Serve) -> Client:
    return await serve(
        house,
        web.get("/person", person),
        web.get("/boom", boom),
        web.post("/twilio/sms", read),
        web.get("/twilio/boom", boom),
    )


@pytest.mark.parametrize("path", ["/person", "/nothing", "/boom", "/healthz", "/twilio/boom"])
async def test_every_answer_is_locked_down(visitor: Client, path: str) -> None:
    headers = (await visitor.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


async def test_the_nonce_is_new_each_time(visitor: Client) -> None:
    def nonce(policy: str) -> str:
        return re.findall(r"'nonce-([^']+)'", policy)[0]

    first = (await visitor.get("/person")).headers["Content-Security-Policy"]
    second = (await visitor.get("/person")).headers["Content-Security-Policy"]
    assert nonce(first) != nonce(second)


async def test_over_https_cookies_and_browsers_stay_with_https(house: House, serve: Serve, tmp_path: Path) -> None:
    settings = make_settings(
        data_dir=tmp_path, PUBLIC_BASE_URL="https://job.example.org", OIDC_ISSUER="https://id.example", HOST="0.0.0.0"
    )

    async def form(request: web.Request) -> web.StreamResponse:
        from bot.web.csrf import token

        return web.Response(text=token(request))

    visitor = await serve(replace(house, settings=settings), web.get("/u/form", form))
    answer = await visitor.get("/u/form", headers={"Host": "job.example.org"})
    cookie = answer.cookies["__Host-form"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert (await visitor.get("/u/form")).status == 400
    assert (await visitor.get("/healthz")).status == 200


async def test_ten_megabytes_are_refused_before_they_are_sent(visitor: Client) -> None:
    """Only the head of the request goes out; the answer comes all the same."""
    reader, writer = await asyncio.open_connection(visitor.host, visitor.port)
    writer.write(
        f"POST /twilio/sms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {10 * 1024 * 1024}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
    )
    await writer.drain()
    line = await asyncio.wait_for(reader.readline(), 5)
    assert b"413" in line
    writer.close()
    await writer.wait_closed()


async def test_a_body_without_a_length_is_cut_off_too(visitor: Client) -> None:
    async def endless():  # type: ignore[no-untyped-def]
        for _ in range(40):
            yield b"x" * 16_384

    assert (await visitor.post("/twilio/sms", data=endless())).status == 413


async def test_what_broke_stays_in_the_log(visitor: Client) -> None:
    answer = await visitor.get("/boom")
    page = await answer.text()
    assert answer.status == 500
    assert "Noget gik galt hos os" in page
    assert "candidate" not in page
    assert re.search(r"<strong>[0-9a-f]{8}</strong>", page)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, "Siden findes ikke"),
        ("/nothing?language=xx", 404, "Siden findes ikke"),
        ("/boom", 500, "Noget gik galt hos os"),
    ],
)
async def test_error_pages_in_words(visitor: Client, path: str, status: int, words: str) -> None:
    answer = await visitor.get(path)
    assert (answer.status, answer.content_type) == (status, "text/html")
    assert words in await answer.text()


@pytest.mark.parametrize(
    ("status", "danish", "english"),
    [
        (400, "Det kunne vi ikke læse", "We could not read that"),
        (401, "Log ind først", "Please sign in first"),
        (403, "Det har du ikke adgang til", "You do not have access to this"),
        (404, "Siden findes ikke", "There is no such page"),
        (405, "Sådan kan siden ikke bruges", "The page cannot be used that way"),
        (413, "Det er for stort", "That is too large"),
        (418, "Det kunne vi ikke læse", "We could not read that"),
        (429, "Vent et øjeblik", "Please wait a moment"),
        (500, "Noget gik galt hos os", "Something went wrong on our side"),
        (502, "Noget gik galt hos os", "Something went wrong on our side"),
        (503, "Vi er lige væk", "We will be right back"),
    ],
)
async def test_every_fault_says_what_to_do_in_both_languages(
    house: House, serve: Serve, status: int, danish: str, english: str
) -> None:
    class Fault(web.HTTPException):
        status_code = status

    async def fail(request: web.Request) -> web.StreamResponse:
        raise Fault(reason="reason")

    visitor = await serve(house, web.get("/fail", fail))
    answer = await visitor.get("/fail")
    assert answer.status == status
    assert danish in await answer.text()
    visitor.session.cookie_jar.update_cookies({"language": "en"}, visitor.make_url("/"))
    assert english in await (await visitor.get("/fail")).text()


async def test_a_part_of_a_page_gets_a_part_as_error(visitor: Client) -> None:
    page = await (await visitor.get("/nothing", headers={"HX-Request": "true"})).text()
    assert "<html" not in page
    assert 'role="alert"' in page


async def test_a_wrong_method_says_which_are_right(visitor: Client) -> None:
    answer = await visitor.put("/twilio/sms")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_without_a_database_there_is_a_page_that_says_wait(house: House, serve: Serve) -> None:
    async def needs(request: web.Request) -> web.StreamResponse:
        from sqlalchemy.exc import OperationalError

        raise OperationalError("SELECT", {}, Exception("connection refused"))

    visitor = await serve(house, web.get("/needs", needs))
    answer = await visitor.get("/needs")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
    assert "Vi er lige væk" in await answer.text()
