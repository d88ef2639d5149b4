"""An activity of the Bot Framework as it comes over the wire: read, checked, and asked what it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.channels.form import can_be_kept, read_body
from config.settings import host_of

LIMIT = 256 * 1024  # Bytes of an activity; Teams' own stay under 100 kB.


async def read_activity(request: web.Request) -> Mapping[str, Any]:
    """The activity as it came, with all in it that a turn relies on. Raises 400 or 413.

    Only JSON that calls itself JSON is read: a browser asks first before it posts that to another site.
    """
    body = await read_body(request, LIMIT)
    if request.content_type != "application/json":
        raise web.HTTPBadRequest(text="JSON was expected")
    try:
        wire = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise web.HTTPBadRequest(text="not JSON") from error
    if not isinstance(wire, dict) or not _is_clean(wire):
        raise web.HTTPBadRequest(text="not an activity")
    parties = [wire.get(name) for name in ("from", "recipient", "conversation")]
    named = all(isinstance(party, dict) and _is_name(party.get("id")) for party in parties)
    if not named or not all(_is_name(wire.get(name)) for name in ("type", "serviceUrl", "channelId")):
        raise web.HTTPBadRequest(text="not an activity")
    if not _is_service(wire["serviceUrl"]):
        raise web.HTTPBadRequest(text="not an activity")
    needs_id = wire["type"] in {"message", "invoke", "conversationUpdate"}
    if (needs_id and not _is_name(wire.get("id"))) or not isinstance(wire.get("text", ""), str | None):
        raise web.HTTPBadRequest(text="not an activity")
    return wire


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 2000


def _is_clean(wire: Any) -> bool:
    """True if every text in it is one a database can hold: no NUL, and no half of a character (a lone surrogate)."""
    waiting = [wire]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and not can_be_kept(one):
            return False
    return True


def _is_service(address: str) -> bool:
    """True for an address our paths can follow; after a query or a fragment they would no longer be paths."""
    return (
        address.startswith(("https://", "http://"))
        and bool(host_of(address))
        and not any(sign in address for sign in "?#@\\")
        and not any(ord(letter) <= 0x20 for letter in address)
    )


def words(wire: Mapping[str, Any]) -> str:
    """What the person said: the text, or what the button of a card stands for."""
    return str(wire.get("text") or "") or _text_of(wire.get("value"))


def said_by_card(wire: Mapping[str, Any]) -> str:
    """What the pressed button of an Action.Execute stands for; empty if it stands for no words."""
    value = wire.get("value")
    action = value.get("action") if isinstance(value, dict) else None
    return _text_of(action.get("data")) if isinstance(action, dict) else ""


def _text_of(data: Any) -> str:
    text = data.get("text") if isinstance(data, dict) else None
    return text if isinstance(text, str) else ""


def tenant(wire: Mapping[str, Any]) -> str:
    """The tenant the activity says it is from; empty if it says nothing."""
    data = wire.get("channelData")
    tenant = data.get("tenant") if isinstance(data, dict) else None
    said = tenant.get("id") if isinstance(tenant, dict) else wire["conversation"].get("tenantId")
    return said if isinstance(said, str) else ""
