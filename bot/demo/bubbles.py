"""A talk as a phone shows it: bubbles with their ticks, what each text costs, and the words a fact was read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.twilio_network import Kept, PhoneNetwork
from bot.house import House
from bot.store.tables import message, recruiter
from bot.web.language import danish
from wording.gsm import foreign, length, segments

# What a recruiter would read about a text of the line, and how many ticks that is.
STATUSES: Final = {
    "received": (danish("modtaget"), 1),
    "underway": (danish("undervejs"), 0),
    "refused": (danish("ikke taget imod"), 0),
    "queued": (danish("i kø"), 0),
    "sending": (danish("sendes"), 0),
    "sent": (danish("sendt"), 1),
    "delivered": (danish("leveret"), 2),
    "read": (danish("læst"), 2),
    "failed": (danish("kom ikke frem"), 0),
    "unknown": (danish("uvist, undersøges"), 0),
    "doubtful": (danish("uvist"), 0),
    "withheld": (danish("holdt tilbage"), 0),
}
ARRIVED: Final = ("received", "sent", "delivered", "read")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; facts: the facts it was read as, none for ordinary words."""

    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a stored text the words of a fact stand."""

    fact: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text. body: as it was typed; stored: as the service keeps it, None if that is the same.

    writer: the recruiter who wrote it, "" for the line itself and for the phone's owner.
    """

    id: str
    mine: bool
    body: str
    pieces: tuple[Piece, ...]
    stored: tuple[Piece, ...] | None
    at: datetime
    status: str
    writer: str

    @property
    def length(self) -> int:
        """Characters as the network counts them."""
        return length(self.body)

    @property
    def segments(self) -> int:
        """How many texts it is billed as."""
        return segments(self.body)

    @property
    def dear(self) -> str:
        """The characters that make a segment hold 70 instead of 160."""
        return " ".join(sorted(foreign(self.body)))

    @property
    def ticks(self) -> int:
        """None, one or two, as on every phone."""
        return STATUSES.get(self.status, STATUSES["unknown"])[1]

    @property
    def status_words(self) -> str:
        """The status in a Danish word or two."""
        return STATUSES.get(self.status, STATUSES["unknown"])[0]

    @property
    def arrived(self) -> bool:
        """False for a text that is not on the phone it was sent to."""
        return self.status in ARRIVED


async def bubbles(
    connection: AsyncConnection,
    house: House,
    network: PhoneNetwork,
    number: str,
    spans: Mapping[int, Sequence[Span]] | None = None,
) -> list[Bubble]:
    """Every text to and from a number, oldest first: what the service keeps, and what only the phone has.

    spans: by message id, where facts were read.
    """
    on_phone = {kept.sid: kept for kept in network.talk(number)}
    rows = (
        await connection.execute(
            select(message, recruiter.c.name.label("writer"))
            .outerjoin(recruiter, message.c.author == "recruiter:" + recruiter.c.id.cast(message.c.author.type))
            .where(message.c.employer_id == house.employer.id, message.c.channel == "sms", message.c.address == number)
            .order_by(message.c.id)
        )
    ).all()
    shown = [_kept(row, on_phone.pop(row.provider_id or "", None), (spans or {}).get(row.id, ())) for row in rows]
    # A text of the line that is on the phone, but whose id we have not heard yet, is the one that is being sent.
    shown += [_only_on_phone(kept) for kept in on_phone.values() if kept.inbound]
    return sorted(shown, key=lambda bubble: bubble.at)


def _kept(row: Any, typed: Kept | None, spans: Iterable[Span]) -> Bubble:
    mine = row.direction == "in"
    body = typed.body if typed is not None else row.body
    marked = in_pieces(row.body, spans)
    same = body == row.body
    return Bubble(
        id=f"m{row.id}",
        mine=mine,
        body=body,
        pieces=marked if same else (Piece(body),),
        stored=None if same else marked,
        at=row.at,
        status=row.status,
        writer=row.writer or "",
    )


def _only_on_phone(kept: Kept) -> Bubble:
    refused = kept.webhook_status is not None and kept.webhook_status >= 300
    return Bubble(
        id=kept.sid,
        mine=True,
        body=kept.body,
        pieces=(Piece(kept.body),),
        stored=None,
        at=kept.created,
        status="refused" if refused else "received" if kept.webhook_status else "underway",
        writer="",
    )


def in_pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text cut where facts begin and end; together the pieces are the text, whatever the spans say."""
    within = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    cuts = sorted({0, len(text), *(span.start for span in within), *(span.end for span in within)})
    pieces = []
    for start, end in pairwise(cuts):
        facts = tuple(dict.fromkeys(span.fact for span in within if span.start <= start and end <= span.end))
        pieces.append(Piece(text[start:end], facts))
    return tuple(pieces) or (Piece(text),)
