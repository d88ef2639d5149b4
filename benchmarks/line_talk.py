"""The talk everybody has with every server, and the requests it comes in: signed forms as Twilio posts them."""

from __future__ import annotations

from itertools import count
from urllib.parse import urlencode

from bot.channels.twilio_signature import SIGNATURE, sign

# Six questions' answers in seven texts, as people write them.
TALK = ("hej søger job", "ssh", "Amager, 30 timer", "dag", "fra 1/2, fast", "Maria", "ja")

ACCOUNT_SID = "AC" + "0" * 32
TOKEN = "token-of-the-benchmark"
LINE_NUMBER = "+4570201530"
PUBLIC_BASE_URL = "http://127.0.0.1:3978"  # What is signed; the port a server really has is another matter.
PATH = "/twilio/sms"

_texts = count(1)
_people = count(0)


def somebody() -> str:
    """The number of somebody who has not written before: well formed, and nobody's phone."""
    return f"+4590{next(_people):06d}"


def request(number: str, text: str) -> bytes:
    """A whole HTTP request with this text, signed, with the fields Twilio sends from a Danish phone."""
    sid = f"SM{next(_texts):032x}"
    form = [
        ("ToCountry", "DK"),
        ("ToState", ""),
        ("SmsMessageSid", sid),
        ("NumMedia", "0"),
        ("ToCity", ""),
        ("FromZip", ""),
        ("SmsSid", sid),
        ("FromState", ""),
        ("SmsStatus", "received"),
        ("FromCity", ""),
        ("Body", text),
        ("FromCountry", "DK"),
        ("To", LINE_NUMBER),
        ("ToZip", ""),
        ("NumSegments", "1"),
        ("MessageSid", sid),
        ("AccountSid", ACCOUNT_SID),
        ("From", number),
        ("ApiVersion", "2010-04-01"),
    ]
    body = urlencode(form).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:3978\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
        f"Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        f"{SIGNATURE}: {sign(TOKEN, PUBLIC_BASE_URL + PATH, form)}\r\n\r\n"
    )
    return head.encode() + body
