"""What has come to a unit in the demo: its mails, the texts on its leader's phone, and an answer to try."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.bubbles import Bubble, bubbles
from bot.demo.handset import Example
from bot.demo.mailbox import Mail, Mailbox
from bot.demo.twilio_network import PhoneNetwork
from bot.house import House
from bot.store.tables import message, unit
from wording.phones import in_pairs

CODE = re.compile(r"\b(JA|NEJ|YES|NO|FORTRYD|UNDO) (\d{4})\b")


@dataclass(frozen=True, slots=True)
class Box:
    """A unit's line in the list. mails: how many it has; texts: whether its leader's phone has any."""

    public_id: str
    name: str
    unit_type: str
    district: str
    leader_name: str
    leader_email: str
    leader_phone: str
    mails: int
    texts: bool
    newest: str

    @property
    def shown_number(self) -> str:
        """The leader's number as people write it."""
        return in_pairs(self.leader_phone)


@dataclass(frozen=True, slots=True)
class Post:
    """One unit's box, open."""

    box: Box
    mails: list[Mail]
    texts: list[Bubble]
    answers: tuple[Example, ...]


async def boxes(connection: AsyncConnection, house: House, mailbox: Mailbox) -> list[Box]:
    """Every unit's box: first those that something came to, the newest mail first, then by name."""
    texted = set(
        await connection.scalars(
            select(message.c.unit_id)
            .where(message.c.employer_id == house.employer.id, message.c.unit_id.is_not(None))
            .distinct()
        )
    )
    rows = await connection.execute(select(unit).where(unit.c.employer_id == house.employer.id).order_by(unit.c.name))
    found = [_box(row, mailbox, texted=row.id in texted) for row in rows]
    order = {mail.id: place for place, mail in enumerate(mailbox.all())}
    last = len(order)
    return sorted(found, key=lambda box: (not (box.mails or box.texts), order.get(box.newest, last)))


def _box(row: Row[tuple[object, ...]], mailbox: Mailbox, *, texted: bool) -> Box:
    mails = mailbox.to(row.leader_email)
    return Box(
        public_id=row.public_id,
        name=row.name,
        unit_type=row.unit_type,
        district=row.district,
        leader_name=row.leader_name,
        leader_email=row.leader_email,
        leader_phone=row.leader_phone or "",
        mails=len(mails),
        texts=texted,
        newest=mails[0].id if mails else "",
    )


async def post_of(connection: AsyncConnection, house: House, mailbox: Mailbox, network: PhoneNetwork, box: Box) -> Post:
    """What is in a box."""
    mails = mailbox.to(box.leader_email)
    texts = await bubbles(connection, house, network, box.leader_phone) if box.leader_phone else []
    return Post(box, mails, texts, answers(mails, texts))


def answers(mails: Sequence[Mail], texts: Sequence[Bubble]) -> tuple[Example, ...]:
    """Answers by text to the newest suggestion, whichever way it came."""
    said = [text.body for text in reversed(texts) if not text.mine] + [mail.text for mail in mails]
    found = next((found for words in said if (found := CODE.search(words))), None)
    if found is None:
        return ()
    word, code = found.groups()
    bodies = (f"{word} {code}",) if word in {"FORTRYD", "UNDO"} else (f"JA {code} tors 10.00, fre 13.30", f"NEJ {code}")
    return tuple(Example(body, body) for body in bodies)
