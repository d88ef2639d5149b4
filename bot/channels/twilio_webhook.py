"""What all of Twilio's webhooks share: proof that Twilio is asking, and an answer it reads."""

from __future__ import annotations

from aiohttp import web

from bot.channels.form import read_form
from bot.channels.twilio_signature import SIGNATURE, SignatureCheck

EMPTY_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def twiml(answer: str = EMPTY_ANSWER) -> web.Response:
    """An answer Twilio reads."""
    return web.Response(text=answer, content_type="text/xml")


async def signed_form(request: web.Request, check: SignatureCheck) -> dict[str, str]:
    """The form of a request that is certainly Twilio's; of a repeated name the first value.

    Raises 403 without a right signature, 413 for a body no form of Twilio's can have, 400 for one that is no form.
    """
    if not request.headers.get(SIGNATURE):
        raise web.HTTPForbidden(text="not signed")
    form = await read_form(request)
    if not check.holds(request.headers, request.raw_path, form):
        raise web.HTTPForbidden(text="wrongly signed")
    return dict(reversed(form))
