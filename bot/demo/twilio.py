"""A stand-in for Twilio's REST API of messages: keeps state and answers as Twilio's published description says."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date
from email.utils import format_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode

import phonenumbers
from aiohttp import encode_basic_auth, web
from yarl import URL

from bot.demo.twilio_network import VERSION, Faults, Kept, PhoneNetwork
from wording.gsm import segments

__all__ = ["Faults", "Kept", "TwilioStandIn"]

LONGEST = 1600

# Twilio's numbers for what can be wrong with a request, with words of our own. Source: Twilio's list of errors.
ERRORS: Mapping[int, str] = {
    20003: "The account and its token do not belong together.",
    20404: "There is no such resource.",
    20429: "Too many requests.",
    20503: "The service is not available right now.",
    21211: "'To' is not a phone number.",
    21602: "A message needs a 'Body'.",
    21604: "A message needs a 'To'.",
    21606: "'From' is not a number of this account.",
    21609: "'StatusCallback' is not an address this stand-in may call.",
    21610: "The recipient has opted out.",
    21614: "'To' cannot receive texts.",
    21617: "The text is longer than 1600 characters.",
    30003: "The handset is unreachable.",
}


class RefusedError(Exception):
    """A request Twilio would refuse. status: HTTP; code: Twilio's."""

    def __init__(self, status: int, code: int, **headers: str) -> None:
        super().__init__(ERRORS.get(code, "Something went wrong."))
        self.status, self.code, self.headers = status, code, headers


class TwilioStandIn(PhoneNetwork):
    """Twilio for one account on this machine: the network of PhoneNetwork behind Twilio's REST API."""

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[str]:
        """The API on loopback, on a port of its own; yields its address (TWILIO_API_URL)."""
        runner = web.AppRunner(self.application(), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()
            await self.close()

    def application(self) -> web.Application:
        """The API as an application of aiohttp."""
        application = web.Application(middlewares=[_errors_in_twilio_s_form])
        messages = f"/{VERSION}/Accounts/{{account}}/Messages"
        application.add_routes(
            [
                web.get(f"/{VERSION}/Accounts/{{account}}.json", self._account_asked_for),
                web.post(f"{messages}.json", self._create),
                web.get(f"{messages}.json", self._list),
                web.get(f"{messages}/{{sid}}.json", self._fetch),
            ]
        )
        return application

    async def _account_asked_for(self, request: web.Request) -> web.Response:
        self._authorise(request)
        return web.json_response({"sid": self.account.sid, "status": "active", "friendly_name": "Demo"})

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self._authorise(request)
        form = {name: str(value) for name, value in (await request.post()).items()}
        end = self.faults.draw()
        self.requests.append((end, form))
        if end == "429":
            raise RefusedError(429, 20429, **{"Retry-After": "1"})
        if end in {"500", "503"}:
            raise RefusedError(int(end), 20500 if end == "500" else 20503)
        if end == "dropped":
            return _hang_up(request)
        message = self._accept(form)
        if end == "lost":
            return _hang_up(request)
        return web.json_response(self.as_json(message, status="queued"), status=201)

    def _accept(self, form: Mapping[str, str]) -> Kept:
        """Takes a message in and starts its way to the handset. Raises RefusedError."""
        recipient, body, service = form.get("To", ""), form.get("Body", ""), form.get("MessagingServiceSid")
        if not recipient:
            raise RefusedError(400, 21604)
        if not body:
            raise RefusedError(400, 21602)
        if len(body) > LONGEST:
            raise RefusedError(400, 21617)
        if not _is_number(recipient):
            raise RefusedError(400, 21211)
        if service != self.account.messaging_service_sid if service else form.get("From") != self.account.from_number:
            raise RefusedError(400, 21606)
        if recipient in self.faults.opted_out:
            raise RefusedError(400, 21610)
        if recipient in self.faults.landlines:
            raise RefusedError(400, 21614)
        callback = form.get("StatusCallback")
        if callback and not _on_loopback(callback):
            raise RefusedError(400, 21609)
        message = Kept(
            sid="SM" + secrets.token_hex(16),
            sender=self.account.from_number,
            recipient=recipient,
            body=body,
            inbound=False,
            status="queued",
            created=self._clock(),
            service_sid=service,
            status_callback=callback,
        )
        self.carry(message)
        return message

    async def _list(self, request: web.Request) -> web.Response:
        self._authorise(request)
        query = request.query
        found = [message for message in reversed(self.messages) if _fits(message, query)]
        size = min(max(int(query.get("PageSize", "50")), 1), 1000)
        page = int(query.get("Page", "0"))
        start = page * size
        shown = found[start : start + size]

        def address(number: int, **more: str) -> str:
            kept = {name: value for name, value in query.items() if name not in {"Page", "PageToken"}}
            return f"{request.path}?{urlencode({**kept, 'PageSize': str(size), 'Page': str(number), **more})}"

        return web.json_response(
            {
                "messages": [self.as_json(message) for message in shown],
                "page": page,
                "page_size": size,
                "start": start,
                "end": start + max(len(shown) - 1, 0),
                "uri": address(page),
                "first_page_uri": address(0),
                "next_page_uri": address(page + 1, PageToken="PA" + shown[-1].sid)
                if start + size < len(found)
                else None,
                "previous_page_uri": address(page - 1) if page else None,
            }
        )

    async def _fetch(self, request: web.Request) -> web.Response:
        self._authorise(request)
        for message in self.messages:
            if message.sid == request.match_info["sid"]:
                return web.json_response(self.as_json(message))
        raise RefusedError(404, 20404)

    def _authorise(self, request: web.Request) -> None:
        expected = encode_basic_auth(self.account.sid, self.account.token)
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), expected.encode()):
            raise RefusedError(401, 20003)
        if request.match_info["account"] != self.account.sid:
            raise RefusedError(404, 20404)

    def as_json(self, message: Kept, *, status: str | None = None) -> dict[str, Any]:
        """A message as Twilio's description of the resource has it."""
        uri = f"/{VERSION}/Accounts/{self.account.sid}/Messages/{message.sid}"
        moment = format_datetime(message.created)
        return {
            "account_sid": self.account.sid,
            "api_version": VERSION,
            "body": message.body,
            "date_created": moment,
            "date_sent": moment,
            "date_updated": moment,
            "direction": "inbound" if message.inbound else "outbound-api",
            "error_code": message.error,
            "error_message": ERRORS[message.error] if message.error else None,
            "from": message.sender,
            "messaging_service_sid": message.service_sid or None,
            "num_media": str(message.media),
            "num_segments": str(segments(message.body)),
            "price": None,
            "price_unit": "USD",
            "sid": message.sid,
            "status": status or message.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": message.recipient,
            "uri": f"{uri}.json",
        }


@web.middleware
async def _errors_in_twilio_s_form(request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
    try:
        answer: web.StreamResponse = await handler(request)
    except RefusedError as refusal:
        return web.json_response(
            {
                "code": refusal.code,
                "message": str(refusal),
                "more_info": f"https://www.twilio.com/docs/errors/{refusal.code}",
                "status": refusal.status,
            },
            status=refusal.status,
            headers=refusal.headers,
        )
    return answer


def _hang_up(request: web.Request) -> web.Response:
    """Ends the connection before the answer is out."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _fits(message: Kept, query: Mapping[str, str]) -> bool:
    day = message.created.astimezone(UTC).date()
    return (
        query.get("To", message.recipient) == message.recipient
        and query.get("From", message.sender) == message.sender
        and ("DateSent" not in query or day == date.fromisoformat(query["DateSent"][:10]))
        and ("DateSent<" not in query or day <= date.fromisoformat(query["DateSent<"][:10]))
        and ("DateSent>" not in query or day >= date.fromisoformat(query["DateSent>"][:10]))
    )


def _is_number(given: str) -> bool:
    try:
        return given.startswith("+") and phonenumbers.is_possible_number(phonenumbers.parse(given))
    except phonenumbers.NumberParseException:
        return False


def _on_loopback(address: str) -> bool:
    host = URL(address).host or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
