"""The phone on the page: what is typed goes out as a signed request, and the page shows what becomes of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.bubbles import Bubble, bubbles
from bot.demo.handset import (
    ALPHABET,
    LONGEST,
    NUMBERS,
    PEOPLE,
    Group,
    Handset,
    groups,
    handset_at,
    handset_of,
    new_key,
)
from bot.demo.known import Known, known_of
from bot.demo.labels import LABELS, NEEDS
from bot.demo.steps import STEPS, Next, done, next_step
from bot.demo.twilio_network import PhoneNetwork
from bot.house import House
from bot.store.tables import message
from bot.web.language import language_of
from bot.web.pages import is_partial, render
from wording.phones import in_pairs

ANSWER_WITHIN = 2.0  # Seconds a page without scripts waits for the line's answer before it is shown again.
MOST_NEW = 4  # New phones listed beside the people.


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page of a phone shows."""

    handset: Handset
    others: tuple[Handset, ...]
    talk: list[Bubble]
    known: Known
    groups: tuple[Group, ...]
    steps: tuple[str, ...]
    done: int
    next: Next
    line_number: str
    now: datetime

    @property
    def spent(self) -> tuple[int, int]:
        """Segments the candidate and the line have used."""
        mine, ours = ([one.segments for one in self.talk if one.mine is side] for side in (True, False))
        return sum(mine), sum(ours)


class PhonePages:
    """The handset, its texts, and what is to be seen beside it."""

    def __init__(self, house: House, network: PhoneNetwork) -> None:
        self._house = house
        self._network = network

    async def first(self, request: web.Request) -> web.StreamResponse:
        """GET /demo/phone: the first of the people."""
        raise web.HTTPSeeOther(f"/demo/phone/{PEOPLE[0].key}")

    async def new(self, request: web.Request) -> web.StreamResponse:
        """GET /demo/phone/new: a phone nobody has used."""
        raise web.HTTPSeeOther(f"/demo/phone/{new_key()}")

    async def show(self, request: web.Request) -> web.StreamResponse:
        """GET /demo/phone/{key}: looking changes nothing."""
        handset = _asked_for(request)
        async with self._house.database.engine.connect() as connection:
            known = await known_of(connection, self._house, handset.number, language_of(request))
            talk = await bubbles(connection, self._house, self._network, handset.number, known.spans)
            view = View(
                handset=handset,
                others=await self._phones(connection, handset),
                talk=talk,
                known=known,
                groups=groups(handset, known.asked, written=bool(talk), language=known.language),
                steps=STEPS,
                done=done(known),
                next=next_step(known),
                line_number=in_pairs(self._house.employer.line_number),
                now=self._house.now(),
            )
        off = handset.number in self._network.faults.unreachable
        return render(
            request,
            "demo/phone.html",
            view=view,
            labels=LABELS,
            needs=NEEDS,
            alphabet=ALPHABET,
            longest=LONGEST,
            off=off,
        )

    async def send(self, request: web.Request) -> web.StreamResponse:
        """POST /demo/phone/{key}: `body` is texted to the line, once; an empty one is not."""
        handset = _asked_for(request)
        body = str((await request.post()).get("body", "")).replace("\r\n", "\n")[:LONGEST]
        if body.strip():
            await self._network.text_in(handset.number, body)
        return await self._back(request, handset)

    async def trick(self, request: web.Request) -> web.StreamResponse:
        """POST /demo/phone/{key}/tricks: what networks do to texts. `trick`: repeat, off or on."""
        handset = _asked_for(request)
        trick = (await request.post()).get("trick")
        written = [kept for kept in self._network.talk(handset.number) if kept.inbound]
        if trick == "repeat" and written:
            await self._network.post_again(written[-1])
        elif trick == "off":
            self._network.faults.unreachable.add(handset.number)
        elif trick == "on":
            self._network.faults.unreachable.discard(handset.number)
        return await self._back(request, handset)

    async def _back(self, request: web.Request, handset: Handset) -> web.Response:
        if is_partial(request):
            return web.Response(status=204)
        await self._answered(handset.number)
        return web.Response(status=303, headers={"Location": f"/demo/phone/{handset.key}#compose"})

    async def _answered(self, number: str) -> None:
        """Waits until the last text on the phone is the line's, or long enough."""
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_WITHIN):
                while (talk := self._network.talk(number)) and talk[-1].inbound:
                    await self._network.change()

    async def _phones(self, connection: AsyncConnection, handset: Handset) -> tuple[Handset, ...]:
        """The people, the newest of the other phones that were written from, and the one in hand."""
        rows = await connection.execute(
            select(message.c.address)
            .where(
                message.c.employer_id == self._house.employer.id,
                message.c.direction == "in",
                message.c.channel == "sms",
                message.c.address.startswith(NUMBERS),
                message.c.address.not_in([person.number for person in PEOPLE]),
            )
            .group_by(message.c.address)
            .order_by(func.max(message.c.id).desc())
            .limit(MOST_NEW)
        )
        new = [found for address in rows.scalars() if (found := handset_at(address)) is not None]
        if handset not in PEOPLE and handset not in new:
            new.insert(0, handset)
        return (*PEOPLE, *new)


def _asked_for(request: web.Request) -> Handset:
    found = handset_of(request.match_info["key"])
    if found is None:
        raise web.HTTPNotFound
    return found
