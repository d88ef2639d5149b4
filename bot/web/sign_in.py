"""Signing in and out."""

from __future__ import annotations

from typing import Final

from aiohttp import web
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import HOUSE, House
from bot.store.tables import recruiter
from bot.store.trail import Happening, record
from bot.web import sessions
from bot.web.addresses import own_path
from bot.web.keys import RECRUITER, SESSION
from bot.web.pages import render

# Two, so that one can see what happens when both act on the same candidate: /sign-in?as=2.
DEMO_RECRUITERS: Final = {"1": "Anja Krag", "2": "Bo Lykke"}
HOME = "/queue"


async def welcome(connection: AsyncConnection, house: House, *, issuer: str, subject: str, name: str, role: str) -> int:
    """The recruiter behind a sign-in, made or brought up to date; returns the row's id."""
    values = {"name": name, "role": role, "last_seen_at": house.now()}
    number: int = (
        await connection.execute(
            insert(recruiter)
            .values(employer_id=house.employer.id, issuer=issuer, subject=subject, **values)
            .on_conflict_do_update(index_elements=["employer_id", "issuer", "subject"], set_=values)
            .returning(recruiter.c.id)
        )
    ).scalar_one()
    await record(
        connection,
        [Happening(house.employer.id, number, f"recruiter:{number}", "signed_in", house.now(), {"role": role})],
    )
    return number


async def sign_in(request: web.Request) -> web.StreamResponse:
    """GET /sign-in: to the issuer, or in the demo straight to work."""
    house = request.app[HOUSE]
    after = own_path(request.query.get("next"), HOME)
    if house.settings.demo and house.settings.on_loopback:
        return await _demo(request, house, after)
    raise web.HTTPNotFound


async def _demo(request: web.Request, house: House, after: str) -> web.StreamResponse:
    subject = request.query.get("as", "1")
    if subject not in DEMO_RECRUITERS:
        raise web.HTTPNotFound
    async with house.database.transaction() as connection:
        number = await welcome(
            connection, house, issuer="demo", subject=subject, name=DEMO_RECRUITERS[subject], role="admin"
        )
        token = await sessions.begin(connection, house, number)
    response = web.Response(status=303, headers={"Location": after})
    sessions.keep(response, house, token)
    return response


async def sign_out(request: web.Request) -> web.StreamResponse:
    """POST /sign-out: ends the session here and in the database."""
    house = request.app[HOUSE]
    if (token := request.get(SESSION)) is not None:
        async with house.database.transaction() as connection:
            await sessions.end(connection, token)
        request.pop(RECRUITER, None)
        request.pop(SESSION, None)
    response = render(request, "signed_out.html")
    sessions.forget(response, house)
    return response


def routes(house: House) -> list[web.RouteDef]:
    """/sign-in and /sign-out."""
    return [web.get("/sign-in", sign_in), web.post("/sign-out", sign_out)]
