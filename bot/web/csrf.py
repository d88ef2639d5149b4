"""Forms prove that they came from a page of ours: bound to the session, or to a signed cookie where nobody signs in."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64Error
from collections.abc import Mapping
from hashlib import sha256

from aiohttp import web

from bot.house import HOUSE
from bot.web.addresses import cookie_name, set_cookie
from bot.web.keys import NEW_ANCHOR, SESSION, Handler, is_webhook
from bot.web.seals import seal, sign, unseal

FIELD = "csrf"
HEADER = "X-CSRF"
COOKIE = "form"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
DAY = 24 * 3600


class FormExpired(web.HTTPForbidden):
    """The form's token is missing, forged or of another session: the visitor loads the page again."""


def _anchor(request: web.Request) -> str | None:
    """What a form's token is bound to: the session, or a form cookie with our signature."""
    if session := request.get(SESSION):
        return f"session:{session}"
    if fresh := request.get(NEW_ANCHOR):
        return f"cookie:{fresh}"
    settings = request.app[HOUSE].settings
    kept = unseal(settings, "form-cookie", request.cookies.get(cookie_name(settings, COOKIE), ""))
    return f"cookie:{kept}" if kept else None


def token(request: web.Request) -> str:
    """A fresh token for a form on this page; a different text each time, so that compression gives nothing away."""
    anchor = _anchor(request)
    if anchor is None:
        request[NEW_ANCHOR] = secrets.token_urlsafe(24)
        anchor = f"cookie:{request[NEW_ANCHOR]}"
    mask = secrets.token_bytes(sha256().digest_size)
    return urlsafe_b64encode(mask + _xor(mask, sign(request.app[HOUSE].settings, "form", anchor))).decode()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def holds(request: web.Request, given: str) -> bool:
    """True if `given` is a token made for this visitor."""
    anchor = _anchor(request)
    size = sha256().digest_size
    try:
        raw = urlsafe_b64decode(given.encode())
    except (NotBase64Error, ValueError):
        return False
    if anchor is None or len(raw) != 2 * size:
        return False
    return hmac.compare_digest(_xor(raw[:size], raw[size:]), sign(request.app[HOUSE].settings, "form", anchor))


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses every unsafe request without a token (form field `csrf` or header `X-CSRF`), webhooks excepted."""
    if request.method not in SAFE and not is_webhook(request):
        await _check(request)
    response = await handler(request)
    if (fresh := request.get(NEW_ANCHOR)) and not response.prepared:
        settings = request.app[HOUSE].settings
        set_cookie(response, settings, COOKIE, seal(settings, "form-cookie", fresh), seconds=DAY)
    return response


async def _form(request: web.Request) -> Mapping[str, object]:
    """The form, which aiohttp keeps for the handler. Raises 400 for a NUL in it, which no database holds."""
    try:
        filled = await request.post()
    except (LookupError, UnicodeError) as error:  # A charset nobody knows, or bytes that are not in it.
        raise web.HTTPBadRequest from error
    if any("\x00" in value for pair in filled.items() for value in pair if isinstance(value, str)):
        raise web.HTTPBadRequest
    return filled


async def _check(request: web.Request) -> None:
    # Browsers say by themselves when another site sent the form.
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise FormExpired
    given = request.headers.get(HEADER)
    if request.content_type in FORMS:
        field = (await _form(request)).get(FIELD)
        given = field if given is None and isinstance(field, str) else given
    if given is None or not holds(request, given):
        raise FormExpired
