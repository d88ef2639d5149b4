"""Signing in and out: to the issuer and back, or in the demo straight to work."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

import structlog
from aiohttp import web
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import HOUSE, House
from bot.store.tables import recruiter
from bot.store.trail import Happening, record
from bot.web import sessions
from bot.web.addresses import cookie_name, drop_cookie, own_path, set_cookie
from bot.web.keys import RECRUITER, SESSION
from bot.web.language import danish
from bot.web.oidc import Attempt, Issuer, SignInError
from bot.web.pages import render
from bot.web.seals import seal, unseal

log = structlog.get_logger("web.sign_in")

# Two, so that one can see what happens when both act on the same candidate: /sign-in?as=2.
DEMO_RECRUITERS: Final = {"1": "Anja Krag", "2": "Bo Lykke"}
HOME: Final = "/desk"
COOKIE: Final = "signin"
MINUTES: Final = 15  # To find one's phone, approve, and come back.

ISSUER: web.AppKey[Issuer] = web.AppKey("issuer", Issuer)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the page of a failed sign-in says, and with which status."""

    status: int
    heading: str
    advice: str


TROUBLES: Final = {
    "away": Trouble(
        503,
        danish("Login svarer ikke lige nu"),
        danish("Prøv igen om et par minutter. Joblinjen tager imod SMS'er imens."),
    ),
    "refused": Trouble(
        400,
        danish("Du blev ikke logget ind"),
        danish("Det skete måske, fordi siden stod åben for længe, eller fordi login blev afbrudt. Prøv igen."),
    ),
    "token": Trouble(
        400,
        danish("Vi kunne ikke genkende dit login"),
        danish("Prøv igen. Bliver det ved, så bed it-support se på opsætningen af login til joblinjen."),
    ),
}


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
    """GET /sign-in: to the issuer; in the demo straight to work; for whoever is signed in already, onwards."""
    house = request.app[HOUSE]
    after = own_path(request.query.get("next"), HOME)
    if house.settings.demo and house.settings.only_here:
        return await _demo(request, house, after)
    if RECRUITER in request:
        raise web.HTTPSeeOther(after)
    attempt = Attempt.fresh()
    try:
        address = await request.app[ISSUER].address(attempt)
    except SignInError as error:
        return _failed(request, error, after)
    response = web.Response(status=303, headers={"Location": address})
    kept = json.dumps([attempt.state, attempt.nonce, attempt.verifier, after, house.now().timestamp()])
    sealed = seal(house.settings, "sign-in", urlsafe_b64encode(kept.encode()).decode())
    set_cookie(response, house.settings, COOKIE, sealed, seconds=MINUTES * 60)
    return response


async def back(request: web.Request) -> web.StreamResponse:
    """GET /sign-in/back: the issuer's answer; a session if all of it is right, else a page that says what to do."""
    house = request.app[HOUSE]
    attempt, after = _attempt(request, house)
    try:
        if attempt is None or not _same(request.query.get("state", ""), attempt.state):
            raise SignInError("refused", "state")
        if "code" not in request.query:
            raise SignInError("refused", "no code")
        identity = await request.app[ISSUER].redeem(request.query["code"], attempt)
    except SignInError as error:
        return _failed(request, error, after)
    if identity.role is None:
        log.warning("sign_in_without_role")
        response = render(
            request, "no_role.html", status=403, person=identity.name, claim=house.settings.oidc_roles_claim
        )
        drop_cookie(response, house.settings, COOKIE)
        return response
    async with house.database.transaction() as connection:
        if (earlier := request.get(SESSION)) is not None:
            await sessions.end(connection, earlier)
        number = await welcome(
            connection,
            house,
            issuer=identity.issuer,
            subject=identity.subject,
            name=identity.name,
            role=identity.role,
        )
        token = await sessions.begin(connection, house, number)
    response = web.Response(status=303, headers={"Location": after})
    sessions.keep(response, house, token)
    drop_cookie(response, house.settings, COOKIE)
    return response


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(errors="surrogatepass"), right.encode())


def _attempt(request: web.Request, house: House) -> tuple[Attempt | None, str]:
    """The sign-in this browser began, if it did so lately, and the page it wanted."""
    sealed = request.cookies.get(cookie_name(house.settings, COOKIE), "")
    kept = unseal(house.settings, "sign-in", sealed)
    if kept is None:
        return None, HOME
    state, nonce, verifier, after, began = json.loads(urlsafe_b64decode(kept))
    if house.now().timestamp() - began > MINUTES * 60:
        return None, own_path(after, HOME)
    return Attempt(state, nonce, verifier), own_path(after, HOME)


def _failed(request: web.Request, error: SignInError, after: str) -> web.Response:
    log.warning("sign_in_failed", code=error.code, detail=error.detail)
    trouble = TROUBLES[error.code]
    response = render(request, "sign_in_failed.html", status=trouble.status, trouble=trouble, after=after)
    drop_cookie(response, request.app[HOUSE].settings, COOKIE)
    return response


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
    """/sign-in, /sign-in/back and /sign-out."""
    return [
        web.get("/sign-in", sign_in),
        web.get("/sign-in/back", back),
        web.post("/sign-out", sign_out),
    ]
