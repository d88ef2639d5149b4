"""The demo's mail server: takes every mail to a unit, sends none on, keeps them in memory only."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope
from icalendar import Calendar

HOST = "127.0.0.1"
MOST = 500  # Mails kept; the oldest goes first.
LARGEST = 2 * 1024 * 1024  # Bytes.


@dataclass(frozen=True, slots=True)
class Appointment:
    """A calendar file as its reader sees it. what: "" if nobody can read the file; cancelled: it takes one back."""

    file_name: str
    raw: bytes
    what: str = ""
    start: datetime | date | None = None
    end: datetime | date | None = None
    where: str = ""
    about: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it came. at: UTC; html: "" if it has none."""

    id: str
    at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    appointments: tuple[Appointment, ...]


class Mailbox:
    """Every unit's mail, and the server that takes it."""

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._mails: deque[Mail] = deque(maxlen=MOST)  # Newest first.
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[tuple[str, int]]:
        """The server on loopback, on a port of its own; yields host and port (SMTP_HOST, SMTP_PORT)."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(self, hostname="localhost", data_size_limit=LARGEST, enable_SMTPUTF8=True, loop=loop),
            HOST,
            port,
        )
        try:
            yield HOST, server.sockets[0].getsockname()[1]
        finally:
            server.close()
            await server.wait_closed()

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name.
        """Called by the server with each mail; the words it returns are the answer to whoever sends."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.deliver(content, str(envelope.mail_from), tuple(map(str, envelope.rcpt_tos)))
        return "250 OK"

    def deliver(self, raw: bytes, sender: str, recipients: tuple[str, ...]) -> Mail:
        """Puts a mail into the box of each recipient."""
        message = BytesParser(policy=policy.default).parsebytes(raw)
        mail = Mail(
            id=secrets.token_urlsafe(9),
            at=self._clock(),
            sender=sender,
            recipients=tuple(address.lower() for address in recipients),
            subject=str(message.get("Subject", "")),
            text=_part(message, "plain"),
            html=_part(message, "html"),
            appointments=tuple(_appointments(message)),
        )
        self._mails.appendleft(mail)
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
        return mail

    async def change(self) -> None:
        """Waits until a mail comes."""
        await self._changed.wait()

    def all(self) -> list[Mail]:
        """Every mail, newest first."""
        return list(self._mails)

    def to(self, address: str) -> list[Mail]:
        """The mails to an address, newest first."""
        return [mail for mail in self._mails if address.lower() in mail.recipients]

    def find(self, mail_id: str) -> Mail | None:
        """The mail with this id."""
        return next((mail for mail in self._mails if mail.id == mail_id), None)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _appointments(message: EmailMessage) -> list[Appointment]:
    found: list[Appointment] = []
    for part in message.walk():
        name = part.get_filename() or ""
        if part.get_content_type() != "text/calendar" and not name.endswith(".ics"):
            continue
        payload = part.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else b""
        # An invitation may come twice, as a part of its own and as an attachment: it is one.
        if all(one.raw != raw for one in found):
            found.append(appointment(name or "aftale.ics", raw))
    return found


def appointment(file_name: str, raw: bytes) -> Appointment:
    """What a calendar file says; a file that cannot be read is shown as just that."""
    try:
        calendar: Any = Calendar.from_ical(raw)
        (event, *_) = calendar.walk("VEVENT")
        return Appointment(
            file_name,
            raw,
            what=str(event.get("SUMMARY", "")),
            start=event.decoded("DTSTART"),
            end=event.decoded("DTEND", None),
            where=str(event.get("LOCATION", "")),
            about=str(event.get("DESCRIPTION", "")),
            cancelled=str(calendar.get("METHOD", "")) == "CANCEL" or str(event.get("STATUS", "")) == "CANCELLED",
        )
    except (ValueError, KeyError, TypeError):
        return Appointment(file_name, raw)
