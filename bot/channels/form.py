"""Reading what a provider or a page posts: small, whole and well formed, or not at all."""

from __future__ import annotations

from urllib.parse import parse_qsl

from aiohttp import web

LIMIT = 64 * 1024  # Bytes. The longest text, every character percent-encoded four bytes wide, stays under 25,000.
MOST_FIELDS = 200


async def read_body(request: web.Request, limit: int = LIMIT) -> bytes:
    """The body, at most `limit` bytes. Raises 413 as soon as it is certain to be longer, before reading the rest."""
    if (request.content_length or 0) > limit:
        raise web.HTTPRequestEntityTooLarge(limit, request.content_length or 0)
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise web.HTTPRequestEntityTooLarge(limit, len(body))
    return bytes(body)


async def read_form(request: web.Request, limit: int = LIMIT) -> list[tuple[str, str]]:
    """The form's pairs as they came, blank values and repeated names kept. Raises 400 if it is none, 413 if long."""
    body = await read_body(request, limit)
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPBadRequest(text="a form was expected")
    if not body:
        return []
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:  # Also UnicodeDecodeError: a form is ASCII, and what it encodes is UTF-8.
        raise web.HTTPBadRequest(text="the form is malformed") from error


def can_be_kept(text: str) -> bool:
    """True if a database can hold the text: JSON can bring NUL and halves of characters, which nobody can write."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
