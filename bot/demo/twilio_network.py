"""The telephone network behind the stand-in for Twilio: handsets, delivery, signed callbacks, faults on purpose."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from bot.background import end
from bot.channels.twilio_account import TwilioAccount
from bot.channels.twilio_signature import SIGNATURE, sign
from wording.gsm import segments

VERSION = "2010-04-01"
WEBHOOK_TIMEOUT = ClientTimeout(total=15)


@dataclass
class Faults:
    """What goes wrong on purpose. Shares are of all create requests, between 0 and 1.

    lost: taken in, but the answer never comes; dropped: the connection ends before the message is taken in.
    next: the ends of the next requests, in order, before any share counts: "429", "500", "503", "lost", "dropped",
    "ok".
    unreachable, opted_out, landlines: numbers for which sending ends 30003, 21610, 21614.
    callbacks: "in_order", "reversed", "twice" (each repeated at once) or "none".
    """

    rate_limited: float = 0.0
    unavailable: float = 0.0
    lost: float = 0.0
    dropped: float = 0.0
    next: deque[str] = field(default_factory=deque)
    unreachable: set[str] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)
    landlines: set[str] = field(default_factory=set)
    callbacks: str = "in_order"
    random: Random = field(default_factory=lambda: Random(2))  # noqa: S311 - which request fails is no secret.

    def draw(self) -> str:
        """How the next create request ends."""
        if self.next:
            return self.next.popleft()
        point = self.random.random()
        for ending, share in (
            ("429", self.rate_limited),
            ("503", self.unavailable),
            ("lost", self.lost),
            ("dropped", self.dropped),
        ):
            if point < share:
                return ending
            point -= share
        return "ok"


@dataclass
class Kept:
    """A message in the stand-in's memory, either way. status: Twilio's word for where it is."""

    sid: str
    sender: str
    recipient: str
    body: str
    inbound: bool
    status: str
    created: datetime
    media: int = 0
    service_sid: str | None = None
    status_callback: str | None = None
    error: int | None = None
    webhook_status: int | None = None  # What the service answered to an inbound text; None: nothing.


class PhoneNetwork:
    """All messages of one account, and the handsets they come from and go to.

    account: whose token signs the webhooks, and the address they go to; pace: seconds between two status callbacks.
    All of it and `faults` may be changed at any time.
    """

    def __init__(
        self,
        account: TwilioAccount,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        faults: Faults | None = None,
        pace: float = 0.0,
    ) -> None:
        self.account = account
        self.faults = faults or Faults()
        self.pace = pace
        self.messages: list[Kept] = []  # Oldest first.
        self.requests: list[tuple[str, dict[str, str]]] = []  # Every create request as it came, with how it ended.
        self._clock = clock
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: ClientSession | None = None

    def talk(self, number: str) -> list[Kept]:
        """All messages from and to a number, oldest first."""
        return [message for message in self.messages if number in (message.sender, message.recipient)]

    async def change(self) -> None:
        """Waits until a message comes or changes."""
        await self._changed.wait()

    async def settled(self) -> None:
        """Waits until every status callback has been made."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def _touched(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def close(self) -> None:
        """Ends callbacks under way and closes connections."""
        await end(*self._tasks)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def carry(self, message: Kept) -> None:
        """Takes a message in and starts it on its way to the handset."""
        self.messages.append(message)
        self._touched()
        task = asyncio.get_running_loop().create_task(self._deliver(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, message: Kept) -> None:
        unreachable = message.recipient in self.faults.unreachable
        way = ["queued", "sent", "undelivered" if unreachable else "delivered"]
        told = list(way)
        for status in way:
            await asyncio.sleep(self.pace if status != "queued" else 0)
            message.status = status
            message.error = 30003 if status == "undelivered" else None
            self._touched()
            if self.faults.callbacks in {"in_order", "twice"}:
                await self._tell(message, status)
            if self.faults.callbacks == "twice":
                await self._tell(message, status)
        if self.faults.callbacks == "reversed":
            for status in reversed(told):
                await self._tell(message, status)

    async def _tell(self, message: Kept, status: str) -> None:
        if not message.status_callback:
            return
        form = {
            "SmsSid": message.sid,
            "MessageSid": message.sid,
            "SmsStatus": status,
            "MessageStatus": status,
            "To": message.recipient,
            "From": message.sender,
            "AccountSid": self.account.sid,
            "ApiVersion": VERSION,
        }
        if status == "undelivered":
            form["ErrorCode"] = "30003"
        await self._post(message.status_callback, form)

    async def text_in(
        self,
        sender: str,
        body: str,
        *,
        media: int = 0,
        recipient: str | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Kept:
        """A text from a handset to the line: kept, then posted to /twilio/sms, once again if there was no connection.

        more: fields to add to the form or to replace in it. The message's webhook_status says how the service answered.
        """
        message = Kept(
            sid=("MM" if media else "SM") + secrets.token_hex(16),
            sender=sender,
            recipient=recipient or self.account.from_number,
            body=body,
            inbound=True,
            status="received",
            created=self._clock(),
            media=media,
        )
        self.messages.append(message)
        self._touched()
        message.webhook_status = await self.post_again(message, more=more)
        return message

    async def post_again(self, message: Kept, *, more: Mapping[str, str] | None = None) -> int | None:
        """Posts an inbound text to the service (again). Returns its HTTP status; None if there was no connection."""
        form = {
            "ToCountry": "DK",
            "SmsMessageSid": message.sid,
            "NumMedia": str(message.media),
            "FromZip": "",
            "SmsSid": message.sid,
            "SmsStatus": "received",
            "Body": message.body,
            "FromCountry": "DK",
            "To": message.recipient,
            "NumSegments": str(segments(message.body)),
            "MessageSid": message.sid,
            "AccountSid": self.account.sid,
            "From": message.sender,
            "ApiVersion": VERSION,
            **(more or {}),
        }
        for _ in range(2):
            status = await self._post(f"{self.account.public_base_url}/twilio/sms", form)
            if status is not None:
                return status
        return None

    async def call_in(self, caller: str, *, digit: str = "") -> list[int | None]:
        """A call from a handset to the line; `digit` is the key pressed, if any. Returns how each request was answered."""
        form = {
            "CallSid": "CA" + secrets.token_hex(16),
            "AccountSid": self.account.sid,
            "From": caller,
            "To": self.account.from_number,
            "CallStatus": "in-progress",
            "Direction": "inbound",
            "ApiVersion": VERSION,
        }
        answers = [await self._post(f"{self.account.public_base_url}/twilio/voice", form)]
        if digit:
            choice = f"{self.account.public_base_url}/twilio/voice/choice"
            answers.append(await self._post(choice, {**form, "Digits": digit}))
        return answers

    async def _post(self, url: str, form: Mapping[str, str]) -> int | None:
        """Posts a signed form. Returns the answer's status; None if there was no connection or no answer."""
        self._session = self._session or ClientSession(timeout=WEBHOOK_TIMEOUT)
        signature = sign(self.account.token, url, list(form.items()))
        try:
            async with self._session.post(
                URL(url, encoded=True), data=dict(form), headers={SIGNATURE: signature}, allow_redirects=False
            ) as answer:
                await answer.read()
                return answer.status
        except (ClientError, TimeoutError, OSError):
            return None
