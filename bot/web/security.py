"""What every answer tells the browser to refuse, and what the service itself refuses before reading it."""

from __future__ import annotations

import secrets

from aiohttp import web

from bot.house import HOUSE
from bot.web.addresses import host_allowed, over_https
from bot.web.keys import NONCE, PROBES, Handler, is_webhook

MAX_BODY = 256 * 1024  # Bytes. The largest thing anybody has to send us is a chat activity.
NOTHING = "default-src 'none'; frame-ancestors 'none'"  # What is answered to a machine shows and runs nothing.
TWO_YEARS = 2 * 365 * 24 * 3600


def nonce(request: web.Request) -> str:
    """The word that lets a script or style element of this page run, and of this page only."""
    if NONCE not in request:
        request[NONCE] = secrets.token_urlsafe(16)
    return request[NONCE]


def content_policy(word: str) -> str:
    """Everything from this house, nothing inline without the page's nonce, in nobody's frame."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{word}'",
            f"style-src 'self' 'nonce-{word}'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


async def headers(request: web.Request, response: web.StreamResponse) -> None:
    """Set on every answer, whoever made it; a handler's own choice of a header stands."""
    own = response.headers
    own.setdefault("Content-Security-Policy", NOTHING if is_webhook(request) else content_policy(nonce(request)))
    own.setdefault("X-Content-Type-Options", "nosniff")
    own.setdefault("X-Frame-Options", "DENY")
    # A unit's address is its key: it must not travel to another site.
    own.setdefault("Referrer-Policy", "same-origin")
    own.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    own.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    own.setdefault("Cache-Control", "no-store")
    if over_https(request.app[HOUSE].settings):
        own.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}")


@web.middleware
async def refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses a body announced as too large (413), an address with a NUL in it, and a foreign host's name (400).

    Providers and probes may come through a proxy that changes the host: they are not asked for it.
    """
    if (request.content_length or 0) > MAX_BODY:
        raise web.HTTPRequestEntityTooLarge(max_size=MAX_BODY, actual_size=request.content_length or 0)
    if "%00" in request.raw_path:
        raise web.HTTPBadRequest  # No database, file system or person has a use for it.
    if (
        not is_webhook(request)
        and request.path not in PROBES
        and not host_allowed(request, request.app[HOUSE].settings)
    ):
        raise web.HTTPBadRequest
    return await handler(request)
