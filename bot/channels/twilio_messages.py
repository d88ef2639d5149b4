"""Twilio's list of messages, read page by page: what reached the line and what the line sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, ClientTimeout, encode_basic_auth
from yarl import URL

from bot.channels.twilio_account import TwilioAccount

TIMEOUT = ClientTimeout(total=15)
PAGE_SIZE = 200
MOST_PAGES = 50  # 10,000 texts: more than a line receives in the longest outage worth taking in by itself.


class ListingFailedError(Exception):
    """Twilio did not give the list; the same may be asked again later. status: what it answered."""

    def __init__(self, status: int) -> None:
        super().__init__(f"listing messages was answered {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class ListedMessage:
    """One message as Twilio remembers it. created: when Twilio took it in."""

    sid: str
    sender: str
    recipient: str
    body: str
    inbound: bool
    status: str
    error: str | None
    media: int
    created: datetime


async def listed(session: ClientSession, account: TwilioAccount, **filters: str) -> AsyncIterator[ListedMessage]:
    """Messages that fit Twilio's own filters (To, From, "DateSent>"), newest first.

    Raises ListingFailedError on an answer that is no list, aiohttp.ClientError or TimeoutError when there is none.
    """
    query = urlencode({**filters, "PageSize": str(PAGE_SIZE)})
    address: str | None = f"{account.messages_url}?{query}"
    for _ in range(MOST_PAGES):
        if address is None:
            return
        page = await _page(session, account, address)
        for entry in page.get("messages", []):
            message = _message(entry)
            if message is not None:
                yield message
        following = page.get("next_page_uri")
        # The next page is asked for at the address we were configured with, whatever host the answer names.
        here = f"/2010-04-01/Accounts/{account.sid}/"
        address = account.api_url + following if isinstance(following, str) and following.startswith(here) else None


async def _page(session: ClientSession, account: TwilioAccount, address: str) -> Mapping[str, Any]:
    async with session.get(
        URL(address, encoded=True),
        headers={"Authorization": encode_basic_auth(account.sid, account.token)},
        timeout=TIMEOUT,
        allow_redirects=False,
    ) as answer:
        if answer.status != 200:
            raise ListingFailedError(answer.status)
        try:
            page = await answer.json()
        except ValueError as error:
            raise ListingFailedError(answer.status) from error
    if not isinstance(page, dict):
        raise ListingFailedError(answer.status)
    return page


def _message(entry: Mapping[str, Any]) -> ListedMessage | None:
    created = _moment(entry.get("date_created")) or _moment(entry.get("date_sent"))
    if not entry.get("sid") or created is None:
        return None
    media = str(entry.get("num_media") or "0")
    return ListedMessage(
        sid=str(entry["sid"]),
        sender=str(entry.get("from") or ""),
        recipient=str(entry.get("to") or ""),
        body=str(entry.get("body") or ""),
        inbound=entry.get("direction") == "inbound",
        status=str(entry.get("status") or ""),
        error=str(entry["error_code"]) if entry.get("error_code") else None,
        media=int(media) if media.isdigit() else 0,
        created=created,
    )


def _moment(words: Any) -> datetime | None:
    """A date of RFC 2822 in UTC; None if it is not one."""
    try:
        moment = parsedate_to_datetime(words)
    except (TypeError, ValueError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
