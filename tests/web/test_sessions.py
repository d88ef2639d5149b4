"""Who is signed in, and for how long."""

from __future__ import annotations

import asyncio
import re

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.house import House
from bot.store.tables import session
from bot.web.keys import RECRUITER
from bot.web.sessions import signed_in
from tests.conftest import Clock
from tests.web.conftest import Serve


@signed_in()
async def desk(request: web.Request) -> web.StreamResponse:
    return web.Response(text=request[RECRUITER].name)


@signed_in("lead")
async def office(request: web.Request) -> web.StreamResponse:
    return web.Response(text="lead")


async def test_the_demo_signs_in_by_itself_and_comes_back_to_the_page_asked_for(demo: House, serve: Serve) -> None:
    visitor = await serve(demo, web.get("/queue", desk))
    asked = await visitor.get("/queue?sort=due", allow_redirects=False)
    assert asked.headers["Location"].startswith("/sign-in?next=/queue?sort")
    answer = await visitor.get("/queue?sort=due")
    assert str(answer.url.relative()) == "/queue?sort=due"
    assert await answer.text() == "Anja Krag"


async def test_what_is_stored_opens_nothing(demo: House, serve: Serve) -> None:
    visitor = await serve(demo)
    answer = await visitor.get("/sign-in", allow_redirects=False)
    cookie = answer.cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    async with demo.database.transaction() as connection:
        stored = (await connection.execute(select(session.c.token))).scalar_one()
    assert cookie.value.encode() not in stored
    assert len(stored) == 32


async def test_a_session_ends_by_itself(demo: House, serve: Serve, clock: Clock) -> None:
    visitor = await serve(demo, web.get("/queue", desk))
    await visitor.get("/sign-in", allow_redirects=False)
    assert (await visitor.get("/queue", allow_redirects=False)).status == 200
    clock.pass_(hours=demo.settings.session_hours, seconds=1)
    assert (await visitor.get("/queue", allow_redirects=False)).status == 303


async def test_signing_out_ends_it_in_the_database_too(demo: House, serve: Serve) -> None:
    visitor = await serve(demo, web.get("/queue", desk))
    signed = await visitor.get("/sign-in", allow_redirects=False)
    stolen = signed.cookies["session"].value
    page = await (await visitor.get("/nothing")).text()
    token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    left = await visitor.post("/sign-out", data={"csrf": token})
    assert left.status == 200
    assert "Du er logget ud" in await left.text()
    again = await visitor.get("/queue", headers={"Cookie": f"session={stolen}"}, allow_redirects=False)
    assert again.status == 303


@pytest.mark.parametrize("path", ["/queue", "/sign-in/back?state=x&code=y", "/nothing"])
async def test_a_cookie_of_any_bytes_is_nobodys(house: House, serve: Serve, path: str) -> None:
    visitor = await serve(house, web.get("/queue", desk), web.post("/queue", desk))
    host, port = visitor.server.host, visitor.server.port
    reader, writer = await asyncio.open_connection(host, port)
    for method in (b"GET", b"POST"):
        head = f" {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\n".encode()
        writer.write(method + head + b"Cookie: session=\xe6\xf8\xff; form=\xff.\xfe; sign-in=\xff.\xfe\r\n\r\n")
        answer = await reader.readuntil(b"\r\n\r\n")
        assert int(answer.split()[1]) < 500, answer
        size = re.search(rb"Content-Length: (\d+)", answer)
        await reader.readexactly(int(size.group(1)) if size else 0)
    writer.close()
