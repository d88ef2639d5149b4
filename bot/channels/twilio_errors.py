"""What Twilio's error codes mean for one message: try again, or never."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from bot.channels.door import Outcome, Sending

OPTED_OUT = 21610
UNREACHABLE = 30003  # The handset is off or out of reach: later may be better.

# Seconds to wait before the same message may be tried again. Source: Twilio's list of errors.
_LATER: Mapping[int, float] = {
    20003: 60,  # Our credentials are refused: not the message's fault, and mended by a person.
    20005: 300,  # The account is not active.
    20429: 2,  # Too many requests at once.
    20500: 5,
    20503: 5,
    21611: 60,  # The sender's queue is full.
    30001: 60,  # The same, said later.
    30002: 300,  # The account is suspended.
    UNREACHABLE: 3600,
}


def may_be_tried_later(code: str | int | None) -> float | None:
    """Seconds to wait after this error of Twilio's before trying again; None if trying again is pointless."""
    try:
        return _LATER.get(int(code)) if code is not None else None
    except ValueError:
        return None


def judged(status: int, body: Any, retry_after: str | None, now: datetime) -> Sending:
    """How an attempt ended that Twilio answered with `status` and `body` (its JSON, or None if it was not any)."""
    answer = body if isinstance(body, dict) else {}
    code = answer.get("code")
    if status in {200, 201}:
        sid = answer.get("sid")
        # A success without an id is a lost answer: somebody between us and Twilio replaced it.
        return Sending(Outcome.SENT, sid) if isinstance(sid, str) and sid else Sending(Outcome.UNKNOWN, error="no_sid")
    error = str(code) if isinstance(code, int) else f"http_{status}"
    if status in {429, 503}:
        return Sending(Outcome.RETRY, error=error, wait=_seconds(retry_after, now))
    if status >= 500:
        # Only Twilio's own words prove that nothing was sent; a gateway's 502 or 504 says nothing about it.
        return Sending(Outcome.RETRY if isinstance(code, int) else Outcome.UNKNOWN, error=error)
    if status in {401, 403} and not isinstance(code, int):
        return Sending(Outcome.RETRY, error=error, wait=60)
    wait = may_be_tried_later(code)
    if wait is not None:
        return Sending(Outcome.RETRY, error=error, wait=_seconds(retry_after, now) or wait)
    return Sending(Outcome.FINAL, error=error, opted_out=code == OPTED_OUT)


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """What a Retry-After header asks for: a number of seconds or a date (RFC 9110, 10.2.3)."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
