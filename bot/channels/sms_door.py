"""The door texts go out by: one request to Twilio a text, and the truth about how it ended."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    InvalidURL,
    encode_basic_auth,
)
from yarl import URL

from bot.channels.door import Inbound, Outbound, Outcome, Sending
from bot.channels.phone_number import country
from bot.channels.sms import inbound_of
from bot.channels.twilio_account import TwilioAccount
from bot.channels.twilio_errors import judged
from bot.channels.twilio_messages import ListingFailedError, listed

TIMEOUT = ClientTimeout(total=15, connect=5)
LONGEST = 1600  # Characters Twilio takes in one message (its error 21617).

# How long after a lost answer a text that is not in Twilio's list certainly never arrived there.
SETTLED_AFTER = timedelta(seconds=60)
_CLOCK_SKEW = timedelta(seconds=30)  # How far Twilio's clock may lie behind ours.


class SmsDoor:
    """Sends texts through Twilio (a bot.channels.door.Door). session: the process's own, closed by whoever made it."""

    def __init__(self, account: TwilioAccount, session: ClientSession, clock: Callable[[], datetime]) -> None:
        self._account = account
        self._session = session
        self._clock = clock
        self._url = URL(account.messages_url)
        self._headers = {
            "Authorization": encode_basic_auth(account.sid, account.token),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        service = account.messaging_service_sid
        self._from = {"MessagingServiceSid": service} if service else {"From": account.from_number}

    async def send(self, outbound: Outbound) -> Sending:
        """Tries once. A text that may have arrived is UNKNOWN and must be settled, never sent again blindly."""
        refusal = self._refusal(outbound)
        if refusal is not None:
            return Sending(Outcome.FINAL, error=refusal)
        form = {
            "To": outbound.address,
            "Body": outbound.text,
            "StatusCallback": self._account.status_url(outbound.id),
            **self._from,
        }
        try:
            # The form is encoded here: a whole request through aiohttp's own forms costs half as much again.
            async with self._session.post(
                self._url,
                data=urlencode(form).encode(),
                headers=self._headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            ) as answer:
                try:
                    body = await answer.json(content_type=None)
                except ValueError:
                    body = None
                return judged(answer.status, body, answer.headers.get("Retry-After"), self._clock())
        except (ClientConnectorError, ConnectionTimeoutError, InvalidURL) as error:
            # No connection was ever there, so nothing can have been sent over it.
            return Sending(Outcome.RETRY, error=type(error).__name__)
        except (ClientError, TimeoutError, OSError) as error:
            return Sending(Outcome.UNKNOWN, error=type(error).__name__)

    async def settle(self, outbound: Outbound) -> Sending:
        """Looks for the text among Twilio's messages to that number.

        SENT with its id if it is there; RETRY if it is not and SETTLED_AFTER has passed since the attempt; otherwise,
        or if Twilio gives no list, UNKNOWN still. Filtered by our own reading of the date: a message still queued at
        Twilio has no DateSent to filter by.
        """
        began = outbound.tried_at or outbound.queued_at
        if began is None:
            return Sending(Outcome.UNKNOWN, error="no_time_to_look_from")
        words = outbound.text.split()
        found: str | None = None
        try:
            async for message in listed(self._session, self._account, To=outbound.address):
                ours = (
                    not message.inbound and message.recipient == outbound.address and message.sid not in outbound.known
                )
                # Spaces and line ends may have been tidied on the way.
                if ours and message.created >= began - _CLOCK_SKEW and message.body.split() == words:
                    found = message.sid  # The list is newest first: the oldest that fits is ours.
        except ListingFailedError as error:
            return Sending(Outcome.UNKNOWN, error=f"http_{error.status}")
        except (ClientError, TimeoutError, OSError) as error:
            return Sending(Outcome.UNKNOWN, error=type(error).__name__)
        if found is not None:
            return Sending(Outcome.SENT, found)
        if self._clock() - began >= SETTLED_AFTER:
            return Sending(Outcome.RETRY, error="never_arrived")
        return Sending(Outcome.UNKNOWN, error="not_seen_yet")

    async def listing(self, since: datetime) -> AsyncIterator[Inbound]:
        """Every text Twilio took in for the line since then, newest first, as the webhook would have handed it over.

        Raises ListingFailedError, aiohttp.ClientError or TimeoutError when Twilio gives no (whole) list.
        """
        # Twilio filters by day and in GMT, so the day before is asked for and the rest is sorted out here.
        filters = {"DateSent>": (since - timedelta(days=1)).strftime("%Y-%m-%d")}
        if self._account.from_number:
            filters["To"] = self._account.from_number
        async for message in listed(self._session, self._account, **filters):
            if not message.inbound or message.created < since:
                continue
            form = {
                "MessageSid": message.sid,
                "From": message.sender,
                "To": message.recipient,
                "Body": message.body,
                "NumMedia": str(message.media),
            }
            inbound = inbound_of(form, self._account.from_number, message.created)
            if inbound is not None:
                yield inbound

    def _refusal(self, outbound: Outbound) -> str | None:
        """Why this text is not even tried; None if it is."""
        code = country(outbound.address)
        if code is None:
            return "not_a_number"
        if outbound.address == self._account.from_number:
            return "own_number"
        if code not in self._account.countries:
            return "country_not_allowed"
        if not outbound.text.strip():
            return "empty"
        return "too_long" if len(outbound.text) > LONGEST else None
