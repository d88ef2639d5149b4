"""What every door has in common: what comes in, what goes out, and how a sending can end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from outside, as a door understood it; `text` is not masked yet and is never stored as it is.

    channel: sms, teams, web, terminal. provider_id: what the provider calls this message; a repeat carries the same.
    sender, recipient: the provider's addresses (E.164 for a phone). reply_to: what the door needs to speak first.
    oddity: why nobody may be reachable at `sender`: "alphanumeric", "own_number", "short_code", "unknown_format";
    None for a sender who can be answered.
    """

    channel: str
    provider_id: str
    sender: str
    recipient: str
    text: str
    received: datetime
    media: int = 0
    reply_to: Mapping[str, Any] | None = None
    oddity: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an inbound message once it is durable. conversation_id is None where there is no talk to show."""

    kind: str  # taken, repeated, refused.
    conversation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message on its way out. id: our message id, which comes back in status reports.

    For `settle` only: tried_at is when the doubtful attempt began (without it, queued_at counts); known holds the
    provider ids that other messages of ours have, so that an earlier text in the same words is not taken for this one.
    """

    id: int
    channel: str
    address: str
    text: str
    conversation_id: int | None = None
    reply_to: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] | None = None
    queued_at: datetime | None = None
    tried_at: datetime | None = None
    known: frozenset[str] = frozenset()


class Outcome(StrEnum):
    """How one attempt to send ended."""

    SENT = "sent"
    RETRY = "retry"  # Certainly not sent; may be tried again (429, refused connection, 5xx with a definite answer).
    FINAL = "final"  # Certainly not sent and never will be (unreachable for good, opted out, malformed).
    UNKNOWN = "unknown"  # Perhaps sent: the answer was lost. To be settled by looking, never by sending again.


@dataclass(frozen=True, slots=True)
class Sending:
    """The end of one attempt. error: the provider's code or ours. wait: seconds the provider asked for."""

    outcome: Outcome
    provider_id: str | None = None
    error: str | None = None
    wait: float | None = None
    opted_out: bool = False


class Door(Protocol):
    """A way out to one kind of channel."""

    async def send(self, outbound: Outbound) -> Sending:
        """Tries once. Never raises for what the provider does; every end is a Sending."""

    async def settle(self, outbound: Outbound) -> Sending:
        """Finds out what became of a sending whose answer was lost: SENT, RETRY (it never arrived) or UNKNOWN still."""


Receive = Callable[[Inbound], Awaitable[Receipt]]


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What a provider says later about a message of ours."""

    message_id: int | None
    provider_id: str
    status: str  # queued, sending, sent, delivered, read, undelivered, failed.
    error: str | None = None


Report = Callable[[StatusReport], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of this installation by channel."""

    by_channel: Mapping[str, Door] = field(default_factory=dict)

    def of(self, channel: str) -> Door | None:
        """The door of a channel; None if this installation has none."""
        return self.by_channel.get(channel)
