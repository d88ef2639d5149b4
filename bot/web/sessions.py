"""Who is signed in: a random token in a cookie, its SHA-256 in the database, an end in either."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from urllib.parse import quote

from aiohttp import web
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import HOUSE, House
from bot.store.tables import recruiter, session
from bot.web.addresses import cookie_name, drop_cookie, set_cookie
from bot.web.keys import PROBES, RECRUITER, SESSION, Handler, Recruiter, is_webhook

__all__ = ["RECRUITER", "Recruiter", "begin", "end", "end_all", "load", "signed_in"]

COOKIE = "session"
ROLES = ("recruiter", "lead", "admin")


def _digest(token: str) -> bytes:
    # A cookie can hold any bytes; those that are no text are nobody's token.
    return sha256(token.encode(errors="surrogatepass")).digest()


async def begin(connection: AsyncConnection, house: House, recruiter_id: int) -> str:
    """A new session; returns the cookie's value. Sessions that ran out are swept away on the way."""
    now = house.now()
    await connection.execute(delete(session).where(session.c.expires_at <= now))
    token = secrets.token_urlsafe(32)
    await connection.execute(
        session.insert().values(
            token=_digest(token),
            recruiter_id=recruiter_id,
            started_at=now,
            expires_at=now + timedelta(hours=house.settings.session_hours),
        )
    )
    return token


async def end(connection: AsyncConnection, token: str) -> None:
    """Ends this session everywhere, at once."""
    await connection.execute(delete(session).where(session.c.token == _digest(token)))


async def end_all(connection: AsyncConnection, recruiter_id: int) -> None:
    """Ends every session of a recruiter, as when somebody leaves."""
    await connection.execute(delete(session).where(session.c.recruiter_id == recruiter_id))


def keep(response: web.StreamResponse, house: House, token: str) -> None:
    """Hands the session's cookie to the browser."""
    set_cookie(response, house.settings, COOKIE, token, seconds=house.settings.session_hours * 3600)


def forget(response: web.StreamResponse, house: House) -> None:
    """Takes the session's cookie back."""
    drop_cookie(response, house.settings, COOKIE)


async def load(house: House, token: str) -> Recruiter | None:
    """Whoever this cookie belongs to, of this employer and not expired."""
    async with house.database.engine.connect() as connection:
        found = (
            await connection.execute(
                select(recruiter.c.id, recruiter.c.name, recruiter.c.role, recruiter.c.language)
                .join(session, session.c.recruiter_id == recruiter.c.id)
                .where(
                    session.c.token == _digest(token),
                    session.c.expires_at > house.now(),
                    recruiter.c.employer_id == house.employer.id,
                )
            )
        ).one_or_none()
    return Recruiter(found.id, found.name, found.role, found.language) if found else None


@web.middleware
async def recognise(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Puts whoever is signed in on the request; asks the database only where a person could be reading."""
    house = request.app[HOUSE]
    token = request.cookies.get(cookie_name(house.settings, COOKIE))
    if token and not is_webhook(request) and not request.path.startswith(("/static/", *PROBES)):
        found = await load(house, token)
        if found is not None:
            request[RECRUITER] = found
            request[SESSION] = token
    return await handler(request)


def signed_in(*roles: str) -> Callable[[Handler], Handler]:
    """Lets a handler be reached by signed-in recruiters only; with `roles` by those and by admins only.

    Others are sent to sign in (a page), told 401 (anything a script asked for), or told 403 (the wrong role).
    """
    if unknown := set(roles) - set(ROLES):
        raise ValueError(f"no such roles: {sorted(unknown)}")

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(request: web.Request) -> web.StreamResponse:
            visitor = request.get(RECRUITER)
            if visitor is None:
                raise _sign_in_first(request)
            if roles and visitor.role not in (*roles, "admin"):
                raise web.HTTPForbidden
            return await handler(request)

        return guarded

    return decorate


def _sign_in_first(request: web.Request) -> web.HTTPException:
    if request.method == "GET" and "HX-Request" not in request.headers and request.path != "/live":
        return web.HTTPSeeOther(f"/sign-in?next={quote(request.path_qs, safe='/')}")
    return web.HTTPUnauthorized(headers={"HX-Redirect": "/sign-in"})
