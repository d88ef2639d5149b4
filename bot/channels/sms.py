"""The door texts come in by: Twilio's webhooks for a message and for what became of one of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from aiohttp import web

from bot.channels.door import Inbound, Receive, Report, StatusReport
from bot.channels.encoded_text import unwrapped
from bot.channels.phone_number import sender
from bot.channels.twilio_account import TwilioAccount
from bot.channels.twilio_signature import SignatureCheck
from bot.channels.twilio_webhook import signed_form, twiml

log = structlog.get_logger(__name__)

# Twilio's words for our own (StatusReport.status). What is missing here concerns messages to us.
STATUSES: Mapping[str, str] = {
    "accepted": "queued",
    "scheduled": "queued",
    "queued": "queued",
    "sending": "sending",
    "sent": "sent",
    "partially_delivered": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}


class SmsWebhooks:
    """Twilio's requests for texts.

    receive: keeps a text for good before it returns; report: notes what became of one of ours.
    """

    def __init__(self, account: TwilioAccount, receive: Receive, report: Report, clock: Callable[[], datetime]) -> None:
        self._account = account
        self._receive = receive
        self._report = report
        self._clock = clock
        self._check = SignatureCheck(account.token, account.public_base_url)

    def routes(self) -> list[web.RouteDef]:
        """POST /twilio/sms and POST /twilio/status."""
        return [web.post("/twilio/sms", self.text_came), web.post("/twilio/status", self.status_came)]

    async def text_came(self, request: web.Request) -> web.Response:
        """Answers after the text is durable, always with an empty body: replies go by themselves.

        A text that could not be kept is answered 500, which Twilio tries again (docs/channels.md), never 429 or 503.
        """
        form = await signed_form(request, self._check)
        inbound = inbound_of(form, self._account.from_number, self._clock())
        if inbound is None:
            raise web.HTTPBadRequest(text="MessageSid, From or To is missing")
        try:
            await self._receive(inbound)
        except Exception as error:
            # The error's words may quote the text, so only its kind is logged.
            log.error("text_not_kept", provider_id=inbound.provider_id, kind=type(error).__name__)
            raise web.HTTPInternalServerError(text="not kept, try again") from None
        return twiml()

    async def status_came(self, request: web.Request) -> web.Response:
        """Passes on what became of a message of ours; states that do not concern one are answered and dropped."""
        form = await signed_form(request, self._check)
        provider_id = form.get("MessageSid") or form.get("SmsSid", "")
        said = form.get("MessageStatus") or form.get("SmsStatus", "")
        if not provider_id or not said:
            raise web.HTTPBadRequest(text="MessageSid or MessageStatus is missing")
        status = STATUSES.get(said)
        if status is None:
            return twiml()
        number = request.query.get("id", "")
        report = StatusReport(
            message_id=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None,
            provider_id=provider_id,
            status=status,
            error=form.get("ErrorCode") or None,
        )
        try:
            await self._report(report)
        except Exception as error:
            log.error("status_not_kept", provider_id=provider_id, kind=type(error).__name__)
            raise web.HTTPInternalServerError(text="not kept, try again") from None
        return twiml()


def inbound_of(form: Mapping[str, str], own_number: str, received: datetime) -> Inbound | None:
    """A text as the house knows it, from a webhook's form; None if it does not say which, from whom or to whom."""
    provider_id = form.get("MessageSid") or form.get("SmsSid", "")
    if not (provider_id and form.get("From") and form.get("To")):
        return None
    address, oddity = sender(form["From"], own_number or form["To"])
    media = form.get("NumMedia", "")
    return Inbound(
        channel="sms",
        provider_id=provider_id,
        sender=address,
        recipient=form["To"].strip(),
        text=unwrapped(form.get("Body", "")),
        received=received,
        media=int(media) if media.isascii() and media.isdigit() else 0,
        oddity=oddity,
    )
