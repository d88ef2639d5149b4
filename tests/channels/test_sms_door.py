"""How sending a text ends: sent, again later, never, or unknown until Twilio's list settles it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import unused_port

from bot.channels.door import Outbound, Outcome, Sending
from bot.channels.sms_door import SETTLED_AFTER, SmsDoor
from bot.channels.twilio_errors import judged, may_be_tried_later
from bot.demo.twilio import TwilioStandIn
from tests.channels.line_under_test import ACCOUNT, ANNA, BODIL, LINE, Line, serve
from tests.channels.published import judge_create
from tests.conftest import START, Clock


def text(**changed: object) -> Outbound:
    given: dict[str, object] = {"id": 7, "channel": "sms", "address": ANNA, "text": "Hej Anna", "queued_at": START}
    return Outbound(**{**given, **changed})  # type: ignore[arg-type]


async def test_a_text_is_sent_once_and_reported(door: SmsDoor, twilio: TwilioStandIn, line: Line) -> None:
    sending = await door.send(text(text="Hej æøå\n€ & +1"))
    await twilio.settled()
    assert sending == Sending(Outcome.SENT, twilio.messages[0].sid)
    assert [(kept.recipient, kept.body, kept.status) for kept in twilio.messages] == [
        (ANNA, "Hej æøå\n€ & +1", "delivered")
    ]
    assert [report.message_id for report in line.kept.reports] == [7, 7, 7]
    judge_create(twilio.requests[0][1])


async def test_a_messaging_service_picks_the_sender(
    twilio: TwilioStandIn, session: ClientSession, clock: Clock
) -> None:
    twilio.account = replace(twilio.account, messaging_service_sid="MG" + "5" * 32)
    sending = await SmsDoor(twilio.account, session, clock).send(text())
    assert sending.outcome is Outcome.SENT
    assert "From" not in twilio.requests[0][1]
    judge_create(twilio.requests[0][1])


@pytest.mark.parametrize(
    ("end", "outcome", "error", "wait", "stored"),
    [
        ("429", Outcome.RETRY, "20429", 1.0, 0),
        ("503", Outcome.RETRY, "20503", None, 0),
        ("500", Outcome.RETRY, "20500", None, 0),
        ("lost", Outcome.UNKNOWN, "ServerDisconnectedError", None, 1),
        ("dropped", Outcome.UNKNOWN, "ServerDisconnectedError", None, 0),
    ],
)
async def test_faults_of_the_provider(
    door: SmsDoor, twilio: TwilioStandIn, end: str, outcome: Outcome, error: str, wait: float | None, stored: int
) -> None:
    twilio.faults.next.append(end)
    assert await door.send(text()) == Sending(outcome, error=error, wait=wait)
    assert len(twilio.messages) == stored
    assert len(twilio.requests) == 1


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"address": "+12025550143"}, "country_not_allowed"),
        ({"address": "JobLinjen"}, "not_a_number"),
        ({"address": "1919"}, "not_a_number"),
        ({"address": LINE}, "own_number"),
        ({"text": " "}, "empty"),
        ({"text": "x" * 1601}, "too_long"),
    ],
)
async def test_what_is_not_even_tried(
    door: SmsDoor, twilio: TwilioStandIn, changed: dict[str, object], error: str
) -> None:
    assert await door.send(text(**changed)) == Sending(Outcome.FINAL, error=error)
    assert twilio.requests == []


async def test_who_opted_out_at_the_provider(door: SmsDoor, twilio: TwilioStandIn) -> None:
    twilio.faults.opted_out.add(ANNA)
    twilio.faults.landlines.add(BODIL)
    assert await door.send(text()) == Sending(Outcome.FINAL, error="21610", opted_out=True)
    assert await door.send(text(address=BODIL)) == Sending(Outcome.FINAL, error="21614")


async def test_nobody_listens(session: ClientSession, clock: Clock) -> None:
    account = replace(ACCOUNT, api_url=f"http://127.0.0.1:{unused_port()}")
    sending = await SmsDoor(account, session, clock).send(text())
    assert sending.outcome is Outcome.RETRY


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (201, "<html>proxy</html>", Outcome.UNKNOWN),
        (201, "{}", Outcome.UNKNOWN),
        (201, "[1]", Outcome.UNKNOWN),
        (502, "<html>bad gateway</html>", Outcome.UNKNOWN),
        (504, "", Outcome.UNKNOWN),
        (503, "", Outcome.RETRY),
        (302, "", Outcome.FINAL),
        (400, '{"code": 21211}', Outcome.FINAL),
        (400, '{"code": 21611}', Outcome.RETRY),
        (401, '{"code": 20003}', Outcome.RETRY),
        (403, "", Outcome.RETRY),
        (404, "", Outcome.FINAL),
    ],
)
async def test_what_an_answer_means(
    session: ClientSession, clock: Clock, status: int, body: str, outcome: Outcome
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=body, headers={"Location": "/elsewhere"} if status == 302 else None)

    application, port = web.Application(), unused_port()
    application.router.add_route("*", "/{rest:.*}", answer)
    async with serve(application, port):
        account = replace(ACCOUNT, api_url=f"http://127.0.0.1:{port}")
        assert (await SmsDoor(account, session, clock).send(text())).outcome is outcome


def test_when_to_try_again() -> None:
    assert judged(429, None, "7", START).wait == 7
    assert judged(429, None, "Mon, 23 Nov 2026 09:00:30 GMT", START).wait == 30
    assert judged(429, None, "Mon, 23 Nov 2026 08:00:00 GMT", START).wait == 0
    assert judged(429, None, "soon", START).wait is None
    assert may_be_tried_later("30003") == 3600
    for code in ("30004", "30005", "30006", "30007", "21610", "21614", "odd", None):
        assert may_be_tried_later(code) is None


async def test_a_lost_answer_is_settled_by_looking(door: SmsDoor, twilio: TwilioStandIn, clock: Clock) -> None:
    twilio.faults.next.append("lost")
    await door.send(text())
    assert await door.settle(text()) == Sending(Outcome.SENT, twilio.messages[0].sid)
    assert len(twilio.messages) == 1


async def test_a_lost_request_is_sent_again_once_it_is_certain(
    door: SmsDoor, twilio: TwilioStandIn, clock: Clock
) -> None:
    twilio.faults.next.append("dropped")
    await door.send(text())
    assert (await door.settle(text())).outcome is Outcome.UNKNOWN
    clock.pass_(seconds=SETTLED_AFTER.total_seconds())
    assert (await door.settle(text())).outcome is Outcome.RETRY
    assert (await door.settle(text(queued_at=None))).outcome is Outcome.UNKNOWN


async def test_a_text_queued_long_ago_is_not_given_up_a_moment_after_the_attempt(door: SmsDoor, clock: Clock) -> None:
    clock.pass_(hours=9)
    assert (await door.settle(text(tried_at=clock()))).outcome is Outcome.UNKNOWN


async def test_the_same_words_sent_earlier_are_not_this_text(
    door: SmsDoor, twilio: TwilioStandIn, clock: Clock
) -> None:
    earlier = await door.send(text(id=6))
    clock.pass_(hours=2)
    twilio.faults.next.append("dropped")
    lost = text(queued_at=clock(), tried_at=clock())
    await door.send(lost)
    clock.pass_(minutes=5)
    assert (await door.settle(lost)).outcome is Outcome.RETRY
    # Sent a moment apart, only what is known of the other tells them apart.
    assert earlier.provider_id is not None
    close = replace(lost, queued_at=START, tried_at=START)
    assert (await door.settle(close)).provider_id == earlier.provider_id
    assert (await door.settle(replace(close, known=frozenset({earlier.provider_id})))).outcome is Outcome.RETRY


async def test_a_text_from_the_person_is_not_ours(door: SmsDoor, twilio: TwilioStandIn, clock: Clock) -> None:
    await twilio.text_in(ANNA, "Hej Anna")
    clock.pass_(minutes=5)
    assert (await door.settle(text())).outcome is Outcome.RETRY


async def test_no_list_settles_nothing(session: ClientSession, clock: Clock) -> None:
    account = replace(ACCOUNT, api_url=f"http://127.0.0.1:{unused_port()}")
    clock.pass_(hours=1)
    assert (await SmsDoor(account, session, clock).settle(text())).outcome is Outcome.UNKNOWN
    application, port = web.Application(), unused_port()
    async with serve(application, port):
        account = replace(ACCOUNT, api_url=f"http://127.0.0.1:{port}")
        assert (await SmsDoor(account, session, clock).settle(text())).error == "http_404"


async def test_an_hour_s_outage_is_taken_in(
    door: SmsDoor, twilio: TwilioStandIn, line: Line, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.twilio_messages.PAGE_SIZE", 3)
    await twilio.text_in(ANNA, "før")
    before = clock()
    clock.pass_(minutes=1)
    await line.close()
    for number in range(7):
        clock.pass_(minutes=8)
        await twilio.text_in(ANNA, f"under {number}")
    await twilio.text_in("JobLinjen", "tilbud", media=1)
    await door.send(text())
    missed = [inbound async for inbound in door.listing(before + timedelta(minutes=1))]
    assert [inbound.text for inbound in reversed(missed)] == [f"under {number}" for number in range(7)] + ["tilbud"]
    assert missed[0].oddity == "alphanumeric"
    assert missed[1].received == clock()
    assert {inbound.provider_id for inbound in missed} == {kept.sid for kept in twilio.messages[1:-1]}
    assert {(inbound.channel, inbound.recipient) for inbound in missed} == {("sms", LINE)}


async def test_a_next_page_elsewhere_is_not_followed(session: ClientSession, clock: Clock) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        return web.json_response({"messages": [{"sid": None}], "next_page_uri": "https://evil.example/2010-04-01"})

    application, port = web.Application(), unused_port()
    application.router.add_get("/{rest:.*}", answer)
    async with serve(application, port):
        account = replace(ACCOUNT, api_url=f"http://127.0.0.1:{port}")
        assert [inbound async for inbound in SmsDoor(account, session, clock).listing(START)] == []
    assert len(asked) == 1
    assert "DateSent%3E=2026-11-22" in asked[0]
