"""Calls: what the caller hears, and what the house is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from xml.etree import ElementTree

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.channels.voice import VoiceWebhooks
from bot.demo.twilio import TwilioStandIn
from tests.channels.line_under_test import ANNA, LINE, Line, line_with
from wording.gsm import foreign

CALL = "CA" + "b2" * 16


class Calls:
    """What the house was told of calls. `fail`: raised instead."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, bool]] = []
        self.fail: Exception | None = None

    async def called(self, caller: str, call: str, wants_call: bool) -> None:
        if self.fail:
            raise self.fail
        self.told.append((caller, call, wants_call))


@pytest.fixture
def calls() -> Calls:
    return Calls()


@pytest_asyncio.fixture
async def line(calls: Calls) -> AsyncIterator[Line]:
    name = "Sundheds- og Omsorgsforvaltningen"
    async with line_with(lambda account, _: VoiceWebhooks(account, name, calls.called).routes()) as line:
        yield line


def recorded(**changed: str) -> list[tuple[str, str]]:
    form = {
        "CallSid": CALL,
        "AccountSid": "AC" + "0" * 32,
        "From": ANNA,
        "To": LINE,
        "CallStatus": "ringing",
        "ApiVersion": "2010-04-01",
        "Direction": "inbound",
        "ForwardedFrom": "",
    }
    return list({**form, **changed}.items())


async def test_a_caller_hears_who_it_is_and_gets_a_text(line: Line, calls: Calls) -> None:
    status, kind, body = await line.post("/twilio/voice", recorded())
    assert (status, kind) == (200, "text/xml")
    assert calls.told == [(ANNA, CALL, False)]
    speech = ElementTree.fromstring(body)
    gather = speech.find("Gather")
    assert gather is not None
    assert (gather.get("action"), gather.get("numDigits"), gather.get("language")) == (
        "/twilio/voice/choice",
        "1",
        "da-DK",
    )
    said = [one.text or "" for one in speech.iter("Say")]
    assert {one.get("language") for one in speech.iter("Say")} == {"da-DK"}
    assert "Sundheds- og Omsorgsforvaltningen" in said[0]
    assert "robot" in said[1]
    assert "sms" in said[1]
    assert speech[-1].tag == "Hangup"
    assert not any(foreign(words) for words in said)


@pytest.mark.parametrize(("digit", "told"), [("1", [(ANNA, CALL, True)]), ("2", []), ("", [])])
async def test_the_key_1_asks_for_a_call(
    line: Line, calls: Calls, digit: str, told: list[tuple[str, str, bool]]
) -> None:
    status, _, body = await line.post("/twilio/voice/choice", recorded(Digits=digit))
    assert (status, calls.told) == (200, told)
    assert ElementTree.fromstring(body)[-1].tag == "Hangup"


@pytest.mark.parametrize("caller", ["anonymous", "", "+266696687", LINE, "+86282452253", "sip:a@example.org"])
async def test_who_cannot_be_answered_is_asked_to_write(line: Line, calls: Calls, caller: str) -> None:
    status, _, body = await line.post("/twilio/voice", recorded(From=caller))
    assert status == 200
    if not calls.told:
        assert "Send en sms" in body
    status, _, _ = await line.post("/twilio/voice/choice", recorded(From=caller, Digits="1"))
    assert status == 200
    assert {told[0] for told in calls.told} <= {"+86282452253"}


async def test_unsigned_403_no_call_400_not_kept_500(line: Line, calls: Calls) -> None:
    for path in ("/twilio/voice", "/twilio/voice/choice"):
        assert (await line.post(path, recorded(Digits="1"), signature=None))[0] == 403
        assert (await line.post(path, recorded(Digits="1"), signature="AAAA"))[0] == 403
        assert (await line.post(path, recorded(Digits="1", CallSid="")))[0] == 400
    calls.fail = RuntimeError(ANNA)
    with capture_logs() as logs:
        assert (await line.post("/twilio/voice", recorded()))[0] == 500
    assert ANNA not in str(logs)


async def test_the_stand_in_calls_as_twilio_does(line: Line, calls: Calls) -> None:
    twilio = TwilioStandIn(line.account)
    assert await twilio.call_in(ANNA, digit="1") == [200, 200]
    assert await twilio.call_in(ANNA) == [200]
    assert [told[2] for told in calls.told] == [False, True, False]
    assert calls.told[0][1] == calls.told[1][1] != calls.told[2][1]
    await twilio.close()
