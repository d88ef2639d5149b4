"""Texts and reports that come in by Twilio's webhooks: what is taken, what is refused, what is never logged."""

from __future__ import annotations

import asyncio
import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.channels.door import Inbound, StatusReport
from bot.channels.sms import inbound_of
from bot.channels.twilio_webhook import EMPTY_ANSWER
from tests.channels.line_under_test import ANNA, LINE, Line
from tests.conftest import START

SID = "SM" + "a1" * 16


def recorded(**changed: str) -> list[tuple[str, str]]:
    """A form as Twilio posts it for a Danish text."""
    form = {
        "ToCountry": "DK",
        "ToState": "",
        "SmsMessageSid": SID,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "",
        "SmsSid": SID,
        "FromState": "",
        "SmsStatus": "received",
        "FromCity": "",
        "Body": "Hej, jeg er sosu-assistent og vil gerne arbejde på Amager",
        "FromCountry": "DK",
        "To": LINE,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": SID,
        "AccountSid": "AC" + "0" * 32,
        "From": ANNA,
        "ApiVersion": "2010-04-01",
    }
    return list({**form, **changed}.items())


async def test_a_text_is_kept_and_answered_with_nothing(line: Line) -> None:
    status, kind, body = await line.post("/twilio/sms", recorded())
    assert (status, kind, body) == (200, "text/xml", EMPTY_ANSWER)
    assert line.kept.inbound == [
        Inbound(
            channel="sms",
            provider_id=SID,
            sender=ANNA,
            recipient=LINE,
            text="Hej, jeg er sosu-assistent og vil gerne arbejde på Amager",
            received=START,
        )
    ]


@pytest.mark.parametrize(
    ("given", "address", "oddity"),
    [
        ("+45 22 33 44 55", ANNA, None),
        ("+46701234567", "+46701234567", None),
        ("+4512345678", "+4512345678", None),  # Not assigned, yet possible: number plans grow.
        (LINE, LINE, "own_number"),
        ("JobLinjen", "JobLinjen", "alphanumeric"),
        ("Føtex", "Føtex", "alphanumeric"),
        ("1919", "1919", "short_code"),
        ("+451919", "+451919", "short_code"),
        ("+452233445", "+452233445", "unknown_format"),
        ("+1234567890123456", "+1234567890123456", "unknown_format"),
        ("whatsapp:+4522334455", "whatsapp:+4522334455", "unknown_format"),
        ("???", "???", "unknown_format"),
        ("+", "+", "unknown_format"),
    ],
)
async def test_who_it_is_from(line: Line, given: str, address: str, oddity: str | None) -> None:
    status, _, _ = await line.post("/twilio/sms", recorded(From=given))
    assert status == 200
    assert [(kept.sender, kept.oddity) for kept in line.kept.inbound] == [(address, oddity)]


LONG = "æ" * 1600


@pytest.mark.parametrize(
    ("body", "media", "text", "count"),
    [
        ("", "0", "", 0),
        ("", "2", "", 2),
        ("😀😀", "0", "😀😀", 0),
        (LONG, "0", LONG, 0),
        ("مرحبا، أبحث عن عمل", "0", "مرحبا، أبحث عن عمل", 0),
        ("Дякую, так", "", "Дякую, так", 0),
        ("  ja  ", "x", "  ja  ", 0),
        ("a+b&c=d\n100%", "0", "a+b&c=d\n100%", 0),
        (base64.b64encode("Hej, jeg søger job på Amager".encode()).decode(), "0", "Hej, jeg søger job på Amager", 0),
        ("Speciallægepraksisassistentuddannelsen12", "0", "Speciallægepraksisassistentuddannelsen12", 0),
    ],
)
async def test_what_it_says(line: Line, body: str, media: str, text: str, count: int) -> None:
    status, _, _ = await line.post("/twilio/sms", recorded(Body=body, NumMedia=media))
    assert status == 200
    assert [(kept.text, kept.media) for kept in line.kept.inbound] == [(text, count)]


async def test_a_repeat_is_handed_on_and_answered_alike(line: Line) -> None:
    first, second = await line.post("/twilio/sms", recorded()), await line.post("/twilio/sms", recorded())
    assert first == second
    assert [kept.provider_id for kept in line.kept.inbound] == [SID, SID]


@pytest.mark.parametrize("path", ["/twilio/sms", "/twilio/status?id=4"])
@pytest.mark.parametrize("signature", [None, "AAAA", "æ", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="])
async def test_unsigned_or_wrongly_signed_is_403(line: Line, path: str, signature: str | None) -> None:
    status, _, body = await line.post(path, recorded(), signature=signature)
    assert status == 403
    assert ANNA not in body
    assert line.kept == type(line.kept)()


async def test_the_address_in_the_request_proves_nothing(line: Line) -> None:
    # Signed by somebody who knows how, for the address the Host header names.
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    from bot.channels.twilio_signature import sign

    forged = sign("another token", "https://evil.example/twilio/sms", recorded())
    assert (await line.post("/twilio/sms", recorded(), signature=forged, headers=headers))[0] == 403
    assert (await line.post("/twilio/sms", recorded(), headers=headers))[0] == 200


async def test_query_blank_values_and_repeated_names_are_signed(line: Line) -> None:
    form = [*recorded(Body=""), ("Extra", "2"), ("Extra", ""), ("Extra", "1")]
    assert (await line.post("/twilio/sms?rc=&x=%C3%A6%20&x=2", form))[0] == 200


async def test_keys_of_the_newer_kind(line: Line) -> None:
    assert (await line.post("/twilio/sms", recorded(), algorithm="HMAC_SHA256"))[0] == 200


@pytest.mark.parametrize("missing", ["MessageSid", "From", "To"])
async def test_a_form_that_does_not_say_enough_is_400(line: Line, missing: str) -> None:
    changed = {missing: ""} | ({"SmsSid": ""} if missing == "MessageSid" else {})
    assert (await line.post("/twilio/sms", recorded(**changed)))[0] == 400
    assert line.kept.inbound == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"Body=%FF%FE&From=1", "application/x-www-form-urlencoded"),
        (b"Body=\xc3\xa6", "application/x-www-form-urlencoded"),
        (b"nothing at all", "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % number for number in range(500)), "application/x-www-form-urlencoded"),
        (b'{"Body": "hej"}', "application/json"),
    ],
)
async def test_a_malformed_form_is_400(line: Line, body: bytes, kind: str) -> None:
    headers = {"Content-Type": kind, "X-Twilio-Signature": "AAAA"}
    async with line.session.post(line.account.public_base_url + "/twilio/sms", data=body, headers=headers) as answer:
        assert answer.status == 400


@pytest.mark.parametrize("length", ["Content-Length: 10485760", "Transfer-Encoding: chunked"])
async def test_ten_megabytes_are_refused_before_they_are_sent(line: Line, length: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(line.account.public_base_url.rpartition(":")[2]))
    head = [
        "POST /twilio/sms HTTP/1.1",
        "Host: 127.0.0.1",
        "X-Twilio-Signature: AAAA",
        "Content-Type: application/x-www-form-urlencoded",
        length,
    ]
    writer.write("\r\n".join([*head, "", ""]).encode())
    # Of the ten megabytes a hundred kilobytes ever leave, in one chunk of a hundred and sixty if in chunks.
    writer.write((b"28000\r\n" if "chunked" in length else b"") + b"x" * 100_000)
    assert (await asyncio.wait_for(reader.readline(), 5)).split()[1] == b"413"
    writer.close()
    await writer.wait_closed()


async def test_unsigned_is_403_before_anything_is_read(line: Line) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(line.account.public_base_url.rpartition(":")[2]))
    writer.write(b"POST /twilio/sms HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10485760\r\n\r\n")
    assert (await asyncio.wait_for(reader.readline(), 5)).split()[1] == b"403"
    writer.close()
    await writer.wait_closed()


async def test_what_cannot_be_kept_is_tried_again_and_not_logged(line: Line) -> None:
    line.kept.fail = RuntimeError("INSERT ... ('Hej, jeg er sosu-assistent', '+4522334455')")
    with capture_logs() as logs:
        assert (await line.post("/twilio/sms", recorded()))[0] == 500
        assert (await line.post("/twilio/status?id=4", [("MessageSid", SID), ("MessageStatus", "sent")]))[0] == 500
    assert [entry["event"] for entry in logs] == ["text_not_kept", "status_not_kept"]
    assert "sosu" not in str(logs)
    assert ANNA not in str(logs)


@pytest.mark.parametrize(
    ("query", "form", "report"),
    [
        ("?id=17", {"MessageStatus": "sent"}, StatusReport(17, SID, "sent")),
        ("?id=17", {"MessageStatus": "delivered"}, StatusReport(17, SID, "delivered")),
        ("?id=17", {"MessageStatus": "accepted"}, StatusReport(17, SID, "queued")),
        (
            "?id=17",
            {"MessageStatus": "undelivered", "ErrorCode": "30003"},
            StatusReport(17, SID, "undelivered", "30003"),
        ),
        ("?id=17", {"MessageStatus": "canceled"}, StatusReport(17, SID, "failed")),
        ("?id=x", {"MessageStatus": "sent"}, StatusReport(None, SID, "sent")),
        ("?id=99999999999999999999", {"MessageStatus": "sent"}, StatusReport(None, SID, "sent")),
        ("", {"MessageStatus": "failed", "ErrorCode": ""}, StatusReport(None, SID, "failed")),
        ("?id=17", {"MessageStatus": "received"}, None),
        ("?id=17", {"MessageStatus": "something new"}, None),
    ],
)
async def test_what_became_of_a_message(
    line: Line, query: str, form: dict[str, str], report: StatusReport | None
) -> None:
    status, _, body = await line.post(f"/twilio/status{query}", list({"MessageSid": SID, **form}.items()))
    assert (status, body) == (200, EMPTY_ANSWER)
    assert line.kept.reports == ([report] if report else [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.dictionaries(st.sampled_from(["MessageSid", "From", "To", "Body", "NumMedia", "SmsSid"]), st.text()))
def test_no_form_is_too_strange(form: dict[str, str]) -> None:
    found = inbound_of(form, LINE, START)
    if found is not None:
        assert found.provider_id
        assert found.media >= 0
        assert found.oddity or found.sender.startswith("+")
