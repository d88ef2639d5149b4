"""A provider that fails one request in five: every text arrives exactly once, as long as doubts are settled first."""

from __future__ import annotations

from random import Random

import pytest

from bot.channels.door import Outbound, Outcome
from bot.channels.sms_door import SmsDoor
from bot.demo.twilio import TwilioStandIn
from tests.channels.line_under_test import ANNA, BODIL
from tests.conftest import Clock


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_once_each(door: SmsDoor, twilio: TwilioStandIn, clock: Clock, seed: int) -> None:
    faults = twilio.faults
    faults.rate_limited = faults.unavailable = faults.lost = faults.dropped = 0.05
    faults.random, faults.callbacks = Random(seed), "none"
    doubts = 0
    for number in range(60):
        outbound = Outbound(7, "sms", (ANNA, BODIL)[number % 2], f"Besked {number // 4}", queued_at=clock())
        sending = await door.send(outbound)
        while sending.outcome is not Outcome.SENT:
            clock.pass_(seconds=61)
            if sending.outcome is Outcome.RETRY:
                sending = await door.send(outbound)
            else:
                doubts += 1
                sending = await door.settle(outbound)
        assert sending.provider_id == twilio.messages[-1].sid
        clock.pass_(seconds=61)
    assert doubts
    assert [message.body for message in twilio.messages] == [f"Besked {number // 4}" for number in range(60)]
