"""The demo as the service uses it: what stands in for the world outside, and the pages that show it."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from pydantic import SecretStr

from bot.channels.twilio_account import TwilioAccount
from bot.demo.city import LINE_NUMBER
from bot.demo.events import Events
from bot.demo.front import front
from bot.demo.mail_page import MailPages
from bot.demo.mailbox import Mailbox
from bot.demo.phone import PhonePages
from bot.demo.twilio import TwilioStandIn
from bot.demo.twilio_network import PhoneNetwork
from bot.house import House
from config.settings import Settings

PACE = 0.35  # Seconds between two ticks: long enough to be seen, short enough not to be waited for.


@dataclass(frozen=True, slots=True)
class Demo:
    """What stands in for the world while the demo runs. settings: the ones to run the service with, pointed at it."""

    settings: Settings
    standin: TwilioStandIn
    mailbox: Mailbox

    def routes(self, house: House) -> list[web.RouteDef]:
        """The pages, for a house opened with `settings`."""
        return routes(house, self.standin, self.mailbox)


@asynccontextmanager
async def open_demo(settings: Settings, *, pace: float = PACE) -> AsyncIterator[Demo]:
    """Starts the stand-in for Twilio and the mail server, both on loopback, for as long as the block lasts.

    settings: `public_base_url` must be where the service will be reached. Whatever of Twilio's they leave out is made up.
    """
    settings = settings.model_copy(
        update={
            "twilio_account_sid": settings.twilio_account_sid or "AC" + secrets.token_hex(16),
            "twilio_auth_token": settings.twilio_auth_token
            if settings.twilio_auth_token.get_secret_value()
            else SecretStr(secrets.token_hex(16)),
            "twilio_from_number": settings.twilio_from_number or LINE_NUMBER,
        }
    )
    standin, mailbox = TwilioStandIn(TwilioAccount.of(settings), pace=pace), Mailbox()
    async with mailbox.serving() as (host, port), standin.serving() as address:
        given = {"twilio_api_url": address, "smtp_host": host, "smtp_port": port, "smtp_tls": "none", "smtp_user": ""}
        yield Demo(settings.model_copy(update=given), standin, mailbox)


def routes(house: House, standin: PhoneNetwork, mailbox: Mailbox) -> list[web.RouteDef]:
    """The front page, the phone, the mailbox and what keeps them fresh."""
    phone, mail, events = PhonePages(house, standin), MailPages(house, standin, mailbox), Events(standin, mailbox)
    return [
        web.get("/", front),
        web.get("/demo/phone", phone.first),
        web.get("/demo/phone/new", phone.new),
        web.get("/demo/phone/{key}", phone.show),
        web.post("/demo/phone/{key}", phone.send),
        web.post("/demo/phone/{key}/tricks", phone.trick),
        web.get("/demo/mailbox", mail.show),
        web.get("/demo/mailbox/mails/{mail}", mail.letter),
        web.get("/demo/mailbox/mails/{mail}/{number:[0-9]{1,3}}", mail.file),
        web.get("/demo/mailbox/{unit}", mail.show),
        web.post("/demo/mailbox/{unit}", mail.answer),
        web.get("/demo/events", events.stream),
    ]
