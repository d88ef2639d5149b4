"""Writes what a batch of turns came to, all of it in one statement: messages, answers, conversations, profiles, events."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound, Outbound
from bot.house import House
from bot.line import promises, queue
from bot.line.arrivals import Locked
from bot.line.queue import search_words, summary
from bot.line.recall import Recalled
from bot.line.talk import Going, InHand, outgoing
from bot.store.bulk import Sheet
from bot.store.database import as_json, notify
from bot.store.driver import run, together
from bot.store.tables import answer, candidacy, contact_point, conversation, message, promise
from bot.store.trail import Happening, Head, append, record
from dialogs.memory import standing
from dialogs.spoken import Spoken
from dialogs.turn import Turn

WITHDRAW = """
    UPDATE answer SET withdrawn_at = %(now)s, withdrawn_by = gone.by
    FROM jsonb_to_recordset(CAST(%(gone)s AS jsonb)) AS gone(candidacy_id bigint, fact text, by text)
    WHERE answer.candidacy_id = gone.candidacy_id AND answer.fact = gone.fact AND answer.withdrawn_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A turn on its way to the database."""

    locked: Locked
    recalled: Recalled
    turn: Turn
    inbound: Inbound | None

    @property
    def actor(self) -> str:
        """Who set it in motion, as the audit trail says it."""
        return "candidate" if self.inbound else "line"


def _to_be_left_alone(one: Taken) -> bool:
    """Nothing is sent to them without one more look (bot.line.outbox)."""
    return one.recalled.here.stopped or one.recalled.here.stage == "erased"


@dataclass
class Pen:
    """Collects rows, then writes them all. ids are handed in ascending, taken after the locks.

    heads: the ends of the trail's chains where the caller has read them; other chains are read, and locked, in `write`.
    gone: texts of ours that are sent although the database does not say so yet.
    """

    house: House
    sheet: Sheet = field(default_factory=Sheet)
    withdrawn: list[dict[str, Any]] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    heads: Mapping[int, Head] = field(default_factory=dict)
    gone: Set[int] = frozenset()
    promised: dict[datetime, list[int]] = field(default_factory=dict)
    in_hand: dict[int, InHand] = field(default_factory=dict)
    behind: set[int] = field(default_factory=set)
    rethought: set[int] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    def hear(self, locked: Locked, inbound: Inbound, number: int, masked: str) -> None:
        """The text that came, as it may be stored."""
        now = self.house.now()
        row = {
            "id": number,
            "employer_id": self.house.employer.id,
            "conversation_id": locked.id,
            "unit_id": None,
            "direction": "in",
            "channel": inbound.channel,
            "address": inbound.sender,
            "author": "candidate",
            "body": masked,
            "extra": None,
            "segments": None,
            "media": inbound.media,
            "day": self.house.local(now).date(),
            "provider_id": inbound.provider_id,
            "status": "received",
            "attempts": 0,
            "at": now,
            "send_after": None,
            "tried_at": None,
            "settled_at": None,
        }
        self.sheet.add(message, [row])
        if inbound.reply_to is not None:
            self.sheet.change(contact_point, {"id": locked.contact_point_id, "reply_to": dict(inbound.reply_to)})
        self.touched |= {"queue", f"candidacy:{locked.candidacy_id}", f"message:{locked.id}"}

    def speak(self, one: Taken, number: int, words: Spoken, *, last_word: bool = False) -> None:
        """A text to the candidate, to be sent after the commit; a last word goes out although they said stop.

        The first one is in hand at once, unless something of ours to them waits already, or they are not to be written to.
        """
        locked = one.locked
        extra = {"last_word": "stop"} if last_word else None
        first = locked.id not in self.in_hand and locked.id not in self.behind
        in_hand = first and one.recalled.waiting <= self.gone and (last_word or not _to_be_left_alone(one))
        row = outgoing(
            self.house,
            id=number,
            channel=locked.channel,
            address=locked.address,
            author="line",
            body=words,
            conversation_id=locked.id,
            extra=extra,
            in_hand=in_hand,
        )
        self.sheet.add(message, [row])
        self.touched.add(f"message:{locked.id}")
        if not in_hand:
            self.behind |= {locked.id} - self.in_hand.keys()
            return
        outbound = Outbound(
            id=number,
            channel=locked.channel,
            address=locked.address,
            text=row["body"],
            conversation_id=locked.id,
            reply_to=(one.inbound and one.inbound.reply_to) or locked.reply_to,
            extra=extra,
            queued_at=row["at"],
            tried_at=row["at"],
        )
        self.in_hand[locked.id] = InHand(outbound, candidacy_id=locked.candidacy_id)

    def keep(self, one: Taken, message_id: int | None) -> None:
        """What the turn changed in the talk and the profile."""
        locked, turn = one.locked, one.turn
        source = f"message:{message_id}" if message_id else "line"
        for fact in turn.withdrawn:
            self.withdrawn.append({"candidacy_id": locked.candidacy_id, "fact": fact, "by": source})
        for heard in turn.heard:
            row = {
                "employer_id": self.house.employer.id,
                "candidacy_id": locked.candidacy_id,
                "fact": heard.fact,
                "value": heard.value,
                "words": heard.words,
                "span_start": heard.span[0] if heard.span else None,
                "span_end": heard.span[1] if heard.span else None,
                "message_id": heard.message_id or message_id,
                "said_by": "candidate",
                "said_at": self.house.now(),
            }
            self.sheet.add(answer, [row])
        talk: dict[str, Any] = {
            "id": locked.id,
            "language": turn.language,
            "asked": turn.asked.to_json() if turn.asked else None,
            "said": sorted(turn.said),
            "misses": turn.misses,
        }
        if message_id is not None:
            talk["last_inbound_at"] = self.house.now()
        self.sheet.change(conversation, talk)
        if turn.heard or turn.withdrawn:
            self._profile(locked, one.recalled, turn)

    def _profile(self, locked: Locked, recalled: Recalled, turn: Turn) -> None:
        facts: dict[str, Any] = {name: kept.value for name, kept in standing(recalled.talk.answers).items()}
        facts = {name: value for name, value in facts.items() if name not in turn.withdrawn}
        facts |= {heard.fact: heard.value for heard in turn.heard}
        profile = {
            "id": locked.candidacy_id,
            "profile_version": recalled.profile_version + 1,
            "summary": summary(facts, turn.language),
            "search": search_words(facts, locked.address),
        }
        self.sheet.change(candidacy, profile)
        # Bare names: what a fact is about would be a fact itself, and the trail outlives a deletion.
        changed = {
            "facts": [heard.fact.partition(":")[0] for heard in turn.heard],
            "withdrawn": [fact.partition(":")[0] for fact in turn.withdrawn],
        }
        self.happen(locked.candidacy_id, "candidate", "told", changed)

    def stage(self, one: Taken, stage: str, **more: Any) -> None:
        """Where the search stands from now on; whether a person must look is thought over again."""
        self.sheet.change(candidacy, {"id": one.locked.candidacy_id, "stage": stage, **more})
        self.rethought.add(one.locked.candidacy_id)

    def promise(self, one: Taken, number: int, kind: str) -> None:
        """A promise, unless one of its kind stands (see bot.line.promises)."""
        if kind in one.recalled.promised:
            return
        stream, now = one.locked.candidacy_id, self.house.now()
        due = promises.usual(self.house)
        row = {
            "employer_id": self.house.employer.id,
            "candidacy_id": stream,
            "kind": kind,
            "made_at": now,
            "due_at": due,
        }
        self.sheet.add(promise, [{"id": number, **row}])
        self.promised.setdefault(due, []).append(number)
        self.happen(stream, "line", "promised", {"promise": number, "kind": kind})

    def happen(self, stream: int, actor: str, verb: str, data: Mapping[str, Any] | None = None) -> None:
        """Something for the audit trail."""
        self.happenings.append(Happening(self.house.employer.id, stream, actor, verb, self.house.now(), data or {}))

    async def write(self, connection: AsyncConnection) -> Going:
        """Writes all of it inside the caller's transaction. What it lets go is for after the commit."""
        others = [happening for happening in self.happenings if happening.stream_id not in self.heads]
        append(self.sheet, self.heads, [one for one in self.happenings if one.stream_id in self.heads])
        async with together(connection):
            if self.withdrawn:
                await run(connection, WITHDRAW, {"now": self.house.now(), "gone": as_json(self.withdrawn)})
            await self.sheet.write(connection)
            if self.rethought:
                await queue.rethink(connection, sorted(self.rethought))
            await notify(connection, *self.touched)
        await record(connection, others)
        for due, numbers in self.promised.items():
            await promises.will_fall_due(connection, self.house, due, numbers)
        return Going(tuple(self.in_hand.values()), sorted(self.behind))
