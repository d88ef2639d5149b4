"""A service whose only door is a network the test controls."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.app import Service
from config.settings import Settings
from tests.conftest import Clock
from tests.handset import Network, running


@pytest.fixture
def network() -> Network:
    return Network()


@pytest_asyncio.fixture
async def service(settings: Settings, url: str, clock: Clock, network: Network) -> AsyncIterator[Service]:
    async with running(settings, url, clock, network) as service:
        yield service
