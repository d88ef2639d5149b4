"""Writes what a batch of turns came to, a statement a table: messages, answers, conversations, profiles, events, one job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.house import House
from bot.line.arrivals import Locked
from bot.line.queue import search_words, summary
from bot.line.recall import Recalled
from bot.line.talk import DRAIN, outgoing
from bot.store.bulk import insert_rows, update_rows
from bot.store.database import as_json, enqueue, notify
from bot.store.driver import run, together
from bot.store.tables import answer, candidacy, contact_point, conversation, message
from bot.store.trail import Happening, record
from dialogs.memory import standing
from dialogs.turn import Turn

WITHDRAW = """
    UPDATE answer SET withdrawn_at = %(now)s, withdrawn_by = gone.by
    FROM jsonb_to_recordset(CAST(%(gone)s AS jsonb)) AS gone(candidacy_id bigint, fact text, by text)
    WHERE answer.candidacy_id = gone.candidacy_id AND answer.fact = gone.fact AND answer.withdrawn_at IS NULL
"""


@dataclass
class Pen:
    """Collects rows, then writes them all. ids are handed in ascending, taken after the locks."""

    house: House
    messages: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: list[dict[str, Any]] = field(default_factory=list)
    conversations: list[dict[str, Any]] = field(default_factory=list)
    profiles: list[dict[str, Any]] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    points: list[dict[str, Any]] = field(default_factory=list)
    drained: set[int] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    def hear(self, locked: Locked, inbound: Inbound, number: int, masked: str) -> None:
        """The text that came, as it may be stored."""
        now = self.house.now()
        self.messages.append(
            {
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
            }
        )
        if inbound.reply_to is not None:
            self.points.append({"id": locked.contact_point_id, "reply_to": dict(inbound.reply_to)})
        self.touched |= {"queue", f"candidacy:{locked.candidacy_id}", f"message:{locked.id}"}

    def speak(self, locked: Locked, number: int, body: str, *, last_word: bool = False) -> None:
        """A text to the candidate, to be sent after the commit; a last word goes out although they said stop."""
        self.messages.append(
            outgoing(
                self.house,
                id=number,
                channel=locked.channel,
                address=locked.address,
                author="line",
                body=body,
                conversation_id=locked.id,
                extra={"last_word": "stop"} if last_word else None,
            )
        )
        self.drained.add(locked.id)
        self.touched.add(f"message:{locked.id}")

    def keep(self, locked: Locked, recalled: Recalled, turn: Turn, message_id: int | None) -> None:
        """What the turn changed in the talk and the profile."""
        source = f"message:{message_id}" if message_id else "line"
        for fact in turn.withdrawn:
            self.withdrawn.append({"candidacy_id": locked.candidacy_id, "fact": fact, "by": source})
        for heard in turn.heard:
            self.answers.append(
                {
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
            )
        row: dict[str, Any] = {
            "id": locked.id,
            "language": turn.language,
            "asked": turn.asked.to_json() if turn.asked else None,
            "said": sorted(turn.said),
            "misses": turn.misses,
        }
        if message_id is not None:
            row["last_inbound_at"] = self.house.now()
        self.conversations.append(row)
        if turn.heard or turn.withdrawn:
            self._profile(locked, recalled, turn)

    def _profile(self, locked: Locked, recalled: Recalled, turn: Turn) -> None:
        facts: dict[str, Any] = {name: kept.value for name, kept in standing(recalled.talk.answers).items()}
        facts = {name: value for name, value in facts.items() if name not in turn.withdrawn}
        facts |= {heard.fact: heard.value for heard in turn.heard}
        self.profiles.append(
            {
                "id": locked.candidacy_id,
                "profile_version": recalled.profile_version + 1,
                "summary": summary(facts, turn.language),
                "search": search_words(facts, locked.address),
            }
        )
        # Bare names: what a fact is about would be a fact itself, and the trail outlives a deletion.
        changed = {
            "facts": [heard.fact.partition(":")[0] for heard in turn.heard],
            "withdrawn": [fact.partition(":")[0] for fact in turn.withdrawn],
        }
        self.happen(locked.candidacy_id, "candidate", "told", changed)

    def happen(self, stream: int, actor: str, verb: str, data: Mapping[str, Any] | None = None) -> None:
        """Something for the audit trail."""
        self.happenings.append(Happening(self.house.employer.id, stream, actor, verb, self.house.now(), data or {}))

    async def write(self, connection: AsyncConnection) -> None:
        """Writes all of it inside the caller's transaction."""
        async with together(connection):
            await insert_rows(connection, message, self.messages)
            if self.withdrawn:
                await run(connection, WITHDRAW, {"now": self.house.now(), "gone": as_json(self.withdrawn)})
            await insert_rows(connection, answer, self.answers)
            await update_rows(connection, conversation, self.conversations)
            await update_rows(connection, contact_point, self.points)
            await update_rows(connection, candidacy, self.profiles)
            await notify(connection, *self.touched)
            await record(connection, self.happenings)
        if self.drained:
            await enqueue(connection, self.house.database, DRAIN, talks=sorted(self.drained), units=[])
