"""The demo's mail server takes what a real one would, and sends nothing on."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import aiosmtplib
import pytest

from bot.demo.mailbox import MOST, Mailbox, appointment
from tests.conftest import START, Clock

INVITATION = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    b"DTSTAMP:20261123T090000Z\r\nDTSTART:20261126T090000Z\r\nDTEND:20261126T093000Z\r\n"
    b"SUMMARY:Samtale med Samira\r\nLOCATION:Solgangen 12\\, 2300\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def mail(subject: str = "Forslag til Solgården", *, html: str = "<p>Hej Mette</p>") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "joblinjen@example.org", "mette@units.example", subject
    made.set_content("Hej Mette")
    if html:
        made.add_alternative(html, subtype="html")
    return made


async def test_a_mail_comes_by_smtp_and_is_kept(clock: Clock) -> None:
    mailbox = Mailbox(clock=clock)
    made = mail()
    made.add_attachment(INVITATION, maintype="text", subtype="calendar", filename="samtale.ics")
    async with mailbox.serving() as (host, port):
        assert host == "127.0.0.1"
        await aiosmtplib.send(made, hostname=host, port=port)
    (kept,) = mailbox.to("Mette@units.example")
    assert (kept.subject, kept.at, kept.sender) == ("Forslag til Solgården", START, "joblinjen@example.org")
    assert (kept.text.strip(), kept.html.strip()) == ("Hej Mette", "<p>Hej Mette</p>")
    (file,) = kept.appointments
    assert (file.what, file.where) == ("Samtale med Samira", "Solgangen 12, 2300")
    assert file.start == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert not file.cancelled
    assert mailbox.find(kept.id) == kept
    assert mailbox.find("no such mail") is None


async def test_an_invitation_that_comes_twice_is_one() -> None:
    made = mail(html="")
    made.add_alternative(INVITATION, maintype="text", subtype="calendar")
    made.add_attachment(INVITATION, maintype="text", subtype="calendar", filename="samtale.ics")
    kept = Mailbox().deliver(made.as_bytes(), "a@example.org", ("b@units.example",))
    assert len(kept.appointments) == 1


async def test_the_oldest_goes_when_the_box_is_full() -> None:
    mailbox = Mailbox()
    for number in range(MOST + 1):
        mailbox.deliver(mail(str(number), html="").as_bytes(), "a@example.org", ("b@units.example",))
    assert len(mailbox.all()) == MOST
    assert mailbox.all()[0].subject == str(MOST)


@pytest.mark.parametrize("raw", [b"", b"not a calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_a_file_nobody_can_read_is_shown_as_that(raw: bytes) -> None:
    assert appointment("x.ics", raw).what == ""


def test_a_cancellation_says_so() -> None:
    assert appointment("x.ics", INVITATION.replace(b"REQUEST", b"CANCEL")).cancelled
