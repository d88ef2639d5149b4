"""What the tests of the doors share: a line on loopback and a stand-in for Twilio that posts to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from bot.channels.sms_door import SmsDoor
from bot.demo.twilio import TwilioStandIn
from tests.channels.line_under_test import Line, line_with
from tests.conftest import Clock


@pytest_asyncio.fixture
async def line() -> AsyncIterator[Line]:
    """A service with the doors for texts."""
    async with line_with() as line:
        yield line


@pytest_asyncio.fixture
async def twilio(line: Line, clock: Clock) -> AsyncIterator[TwilioStandIn]:
    """Twilio's stand-in, which posts to that service; its account holds the address of its API."""
    stand_in = TwilioStandIn(line.account, clock=clock)
    async with stand_in.serving() as address:
        stand_in.account = replace(line.account, api_url=address)
        yield stand_in


@pytest_asyncio.fixture
async def session() -> AsyncIterator[ClientSession]:
    """A client session of the process under test."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
def door(twilio: TwilioStandIn, session: ClientSession, clock: Clock) -> SmsDoor:
    """The way out, to the stand-in."""
    return SmsDoor(twilio.account, session, clock)
