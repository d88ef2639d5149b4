"""Write to somebody: the message lies in the transaction, and a job sends it after the commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Outbound
from bot.house import House
from bot.line import promises
from bot.store.bulk import insert_rows
from bot.store.database import enqueue, notify, take_ids
from bot.store.driver import run
from bot.store.tables import contact_point, conversation, message, unit
from dialogs.spoken import Spoken
from wording.gsm import segments

DRAIN = "line.drain"
# Whether somebody goes on waiting was asked because nobody wrote: a yes to what a person asks now is not the answer to it.
ANSWERED_BY_A_PERSON = """
    UPDATE conversation SET asked = NULL WHERE id = %(id)s AND asked -> 'topics' -> 0 ->> 0 = 'consent'
    """


@dataclass(frozen=True, slots=True)
class InHand:
    """A message whose turn has come: its row says so from the commit on, and this process sends it or leaves a doubt.

    doubtful: an earlier attempt to send it may have gone through; it is looked for before it is tried again.
    """

    outbound: Outbound
    candidacy_id: int | None = None
    unit_id: int | None = None
    attempts: int = 0
    doubtful: bool = False

    @property
    def talk(self) -> int:
        """Within what messages keep their order: a conversation, or what is written to a unit."""
        talk = self.outbound.conversation_id or self.unit_id
        assert talk is not None
        return talk


@dataclass(frozen=True, slots=True)
class Going:
    """What a commit lets go: messages in hand, and talks in which something else comes first."""

    in_hand: Sequence[InHand] = ()
    talks: Sequence[int] = ()


class UnspokenError(TypeError):
    """Words to a candidate that are no dialog's, no notice and no recruiter's own: nobody has gone through them."""


def outgoing(
    house: House,
    *,
    id: int,
    channel: str,
    address: str,
    author: str,
    body: str,
    conversation_id: int | None = None,
    unit_id: int | None = None,
    send_after: datetime | None = None,
    extra: Mapping[str, Any] | None = None,
    in_hand: bool = False,
) -> dict[str, Any]:
    """The row of a message to be sent; in_hand: by this process, as soon as it is committed.

    Raises UnspokenError for words to a candidate that nobody stands behind.
    """
    if conversation_id is not None and not isinstance(body, Spoken):
        raise UnspokenError(conversation_id)
    now = house.now()
    return {
        "id": id,
        "employer_id": house.employer.id,
        "conversation_id": conversation_id,
        "unit_id": unit_id,
        "direction": "out",
        "channel": channel,
        "address": address,
        "author": author,
        "body": str(body),
        "extra": dict(extra) if extra else None,
        "segments": segments(body) if channel == "sms" else 1,
        "media": 0,
        "day": house.local(now).date(),
        "provider_id": None,
        "status": "sending" if in_hand else "queued",
        "attempts": 0,
        "at": now,
        "send_after": send_after or now,
        "tried_at": now if in_hand else None,
        "settled_at": now if in_hand else None,
    }


async def write(
    connection: AsyncConnection,
    house: House,
    conversation_id: int,
    words: Spoken,
    *,
    author: str = "line",
    send_after: datetime | None = None,
    extra: Mapping[str, Any] | None = None,
    keeps: bool = True,
) -> int:
    """Queues a text to the candidate of this conversation: a notice, or a recruiter's own words. Returns our message id.

    keeps: whether a recruiter's text is what was promised; False where it only names a day, or asks something first.
    """
    point = (
        await connection.execute(
            select(contact_point.c.channel, contact_point.c.address, conversation.c.candidacy_id)
            .join(conversation, conversation.c.contact_point_id == contact_point.c.id)
            .where(conversation.c.id == conversation_id)
        )
    ).one()
    (number,) = await take_ids(connection, 1)
    row = outgoing(
        house,
        id=number,
        channel=point.channel,
        address=point.address,
        author=author,
        body=words,
        conversation_id=conversation_id,
        send_after=send_after,
        extra=extra,
    )
    await insert_rows(connection, message, [row])
    await enqueue(connection, house.database, DRAIN, at=send_after, talks=[conversation_id], units=[])
    if author.startswith("recruiter:"):
        if keeps:
            await promises.keep(connection, house, point.candidacy_id, "message")
        await run(connection, ANSWERED_BY_A_PERSON, {"id": conversation_id})
    await notify(connection, f"message:{conversation_id}", f"candidacy:{point.candidacy_id}")
    return number


async def write_to_unit(connection: AsyncConnection, house: House, unit_id: int, body: str) -> int | None:
    """Queues a text to the leader of a unit. Returns our message id; None if the unit has no number."""
    phone = (await connection.execute(select(unit.c.leader_phone).where(unit.c.id == unit_id))).scalar_one()
    if not phone:
        return None
    (number,) = await take_ids(connection, 1)
    row = outgoing(house, id=number, channel="sms", address=phone, author="line", body=body, unit_id=unit_id)
    await insert_rows(connection, message, [row])
    await enqueue(connection, house.database, DRAIN, talks=[], units=[unit_id])
    return number
