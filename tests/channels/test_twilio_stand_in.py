"""The stand-in answers as Twilio's published description says, to our door and to Twilio's own client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
import pytest_asyncio
from aiohttp import ClientSession, encode_basic_auth
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from bot.demo.twilio import TwilioStandIn
from tests.channels.line_under_test import ANNA, BODIL, LINE, Line
from tests.channels.published import judge_answer, judge_create
from tests.conftest import Clock

MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
ONE = "/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json"


@pytest.fixture
def api(twilio: TwilioStandIn) -> str:
    return twilio.account.messages_url


@pytest_asyncio.fixture
async def client(twilio: TwilioStandIn) -> AsyncIterator[ClientSession]:
    headers = {"Authorization": encode_basic_auth(twilio.account.sid, twilio.account.token)}
    async with ClientSession(headers=headers) as session:
        yield session


async def test_answers_are_as_described(twilio: TwilioStandIn, client: ClientSession, api: str, line: Line) -> None:
    form = {"To": ANNA, "From": LINE, "Body": "Hej", "StatusCallback": line.account.status_url(7)}
    async with client.post(api, data=form) as answer:
        created = await answer.json()
        judge_answer(MESSAGES, "post", answer.status, created)
    judge_create(twilio.requests[0][1])
    await twilio.text_in(BODIL, "Hej, jeg søger job")
    async with client.get(api) as answer:
        listed = await answer.json()
        judge_answer(MESSAGES, "get", answer.status, listed)
    assert [message["direction"] for message in listed["messages"]] == ["inbound", "outbound-api"]
    for message in listed["messages"]:
        judge_answer(ONE, "get", 200, message)
    async with client.get(api.replace(".json", f"/{created['sid']}.json")) as answer:
        judge_answer(ONE, "get", answer.status, await answer.json())


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"To": ""}, 400, 21604),
        ({"Body": ""}, 400, 21602),
        ({"Body": "x" * 1601}, 400, 21617),
        ({"To": "Anna"}, 400, 21211),
        ({"To": "+45"}, 400, 21211),
        ({"From": "+4570000001"}, 400, 21606),
        ({"MessagingServiceSid": "MG" + "0" * 32}, 400, 21606),
        ({"To": BODIL}, 400, 21610),
        ({"To": "+4533170000"}, 400, 21614),
        ({"StatusCallback": "https://example.org/status"}, 400, 21609),
    ],
)
async def test_refusals_have_twilio_s_form(
    twilio: TwilioStandIn, client: ClientSession, api: str, changed: dict[str, str], status: int, code: int
) -> None:
    twilio.faults.opted_out.add(BODIL)
    twilio.faults.landlines.add("+4533170000")
    async with client.post(api, data={"To": ANNA, "From": LINE, "Body": "Hej", **changed}) as answer:
        assert answer.status == status
        body = await answer.json()
    assert body["code"] == code
    assert body["status"] == status
    assert set(body) == {"code", "message", "more_info", "status"}
    assert twilio.messages == []


async def test_only_the_account_s_own_token_opens_it(twilio: TwilioStandIn, session: ClientSession, api: str) -> None:
    for headers in ({}, {"Authorization": encode_basic_auth(twilio.account.sid, "another")}, {"Authorization": "æ"}):
        async with session.get(api, headers=headers) as answer:
            assert answer.status == 401
            assert (await answer.json())["code"] == 20003


async def test_pages_follow_each_other(twilio: TwilioStandIn, client: ClientSession, api: str) -> None:
    for number in range(5):
        async with client.post(api, data={"To": ANNA, "From": LINE, "Body": str(number)}):
            pass
    await twilio.settled()
    bodies: list[str] = []
    address: str | None = f"{api}?PageSize=2"
    while address:
        async with client.get(address) as answer:
            page = await answer.json()
            judge_answer(MESSAGES, "get", 200, page)
        bodies += [message["body"] for message in page["messages"]]
        following = page["next_page_uri"]
        address = twilio.account.api_url + following if following else None
    assert bodies == ["4", "3", "2", "1", "0"]


async def test_twilio_s_own_client_works_with_it(twilio: TwilioStandIn, line: Line, clock: Clock) -> None:
    client = Client(twilio.account.sid, twilio.account.token)
    client.api.base_url = twilio.account.api_url
    sent = await asyncio.to_thread(
        client.messages.create,
        to=ANNA,
        from_=LINE,
        body="Hej Anna",
        status_callback=line.account.status_url(3),
    )
    await twilio.settled()
    assert (await asyncio.to_thread(client.messages(sent.sid).fetch)).status == "delivered"
    clock.pass_(days=2)
    await twilio.text_in(ANNA, "ja")
    late = await asyncio.to_thread(client.messages.list, to=LINE, date_sent_after=clock().date())
    assert [message.body for message in late] == ["ja"]
    early = await asyncio.to_thread(
        client.messages.list, date_sent_before=clock().date() - timedelta(days=1), page_size=1
    )
    assert [message.sid for message in early] == [sent.sid]
    exact: date = clock().date()
    assert len(await asyncio.to_thread(client.messages.list, date_sent=exact)) == 1
    twilio.faults.opted_out.add(BODIL)
    with pytest.raises(TwilioRestException) as refused:
        await asyncio.to_thread(client.messages.create, to=BODIL, from_=LINE, body="Hej")
    assert refused.value.code == 21610
    client.http_client.session.close()


async def test_reports_come_signed_and_in_order(
    twilio: TwilioStandIn, client: ClientSession, api: str, line: Line
) -> None:
    form = {"To": ANNA, "From": LINE, "Body": "Hej", "StatusCallback": line.account.status_url(7)}
    async with client.post(api, data=form) as answer:
        sid = (await answer.json())["sid"]
    await twilio.settled()
    assert [(report.message_id, report.provider_id, report.status) for report in line.kept.reports] == [
        (7, sid, "queued"),
        (7, sid, "sent"),
        (7, sid, "delivered"),
    ]


@pytest.mark.parametrize(
    ("callbacks", "said"),
    [
        ("reversed", ["undelivered", "sent", "queued"]),
        ("twice", ["queued", "queued", "sent", "sent", "undelivered", "undelivered"]),
        ("none", []),
    ],
)
async def test_reports_as_they_really_come(
    twilio: TwilioStandIn, client: ClientSession, api: str, line: Line, callbacks: str, said: list[str]
) -> None:
    twilio.faults.callbacks = callbacks
    twilio.faults.unreachable.add(ANNA)
    form = {"To": ANNA, "From": LINE, "Body": "Hej", "StatusCallback": line.account.status_url(7)}
    async with client.post(api, data=form):
        pass
    await twilio.settled()
    assert [report.status for report in line.kept.reports] == said
    assert {report.error for report in line.kept.reports if report.status == "undelivered"} <= {"30003"}


async def test_a_text_to_a_service_that_is_down_stays_in_the_log(twilio: TwilioStandIn, line: Line) -> None:
    await line.close()
    message = await twilio.text_in(ANNA, "Hej")
    assert message.webhook_status is None
    assert twilio.talk(ANNA) == [message]


async def test_a_text_of_a_handset_reaches_the_line(twilio: TwilioStandIn, line: Line) -> None:
    changed = asyncio.ensure_future(twilio.change())
    await asyncio.sleep(0)
    message = await twilio.text_in(ANNA, "Hej æøå 😀", media=1)
    await changed
    assert message.webhook_status == 200
    assert [(kept.sender, kept.text, kept.media) for kept in line.kept.inbound] == [(ANNA, "Hej æøå 😀", 1)]
    assert await twilio.post_again(message) == 200
    assert {kept.provider_id for kept in line.kept.inbound} == {message.sid}
