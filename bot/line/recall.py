"""Everything a turn needs to know of a batch of senders, in one look at the database: locked first, then read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.door import Inbound
from bot.house import House
from bot.line.arrivals import Locked, Sender, ask_for, begin_anew, by_sender, sender_of, welcome
from bot.line.suppression import SILENCES
from bot.store.driver import ask, fetch, together
from bot.store.tables.talk import IN_HAND
from bot.store.trail import Head
from dialogs.memory import Kept
from dialogs.script import Asked
from dialogs.situation import Answered, Offer, Situation
from dialogs.turn import Talk

LEADERS = "SELECT leader_phone FROM unit WHERE leader_phone = ANY(%(senders)s) AND employer_id = %(employer)s"
FLOOD_MINUTES = 10
LOOK_BACK = 8  # Days in which a repeat is recognised; no provider tries for longer.

STATE = f"""
    SELECT p.channel, p.address,
      -- Taken after the lock, ids order what happens in a conversation: what came, what is said, what is promised.
      ARRAY[nextval('jobline_id'), nextval('jobline_id'), nextval('jobline_id')] AS numbers,
      c.stage, c.needs, c.profile_version, t.length, t.head,
      (SELECT coalesce(jsonb_agg(jsonb_build_array(a.fact, a.value, a.words, a.message_id, a.withdrawn_by)
                                 ORDER BY a.id), '[]')
         FROM answer a WHERE a.candidacy_id = c.id) AS answers,
      (SELECT jsonb_agg(jsonb_build_array(o.kind, o.due_at))
         FROM promise o WHERE o.candidacy_id = c.id AND o.kept_at IS NULL) AS promises,
      (SELECT jsonb_build_object('id', i.id, 'state', i.state, 'times', i.times, 'chosen', i.chosen, 'place', i.place,
                'meets', i.meets, 'cancelled_by', i.cancelled_by, 'unit', u.name, 'district', u.district,
                'street', u.street)
         FROM interview i JOIN unit u ON u.id = i.unit_id
         WHERE i.candidacy_id = c.id AND i.offered_at IS NOT NULL
         ORDER BY i.state IN ('offered', 'agreed') DESC, i.id DESC LIMIT 1) AS offer,
      EXISTS (SELECT 1 FROM suppression s WHERE s.employer_id = c.employer_id AND s.channel = p.channel
                AND s.address = p.address AND {SILENCES}) AS stopped,
      EXISTS (SELECT 1 FROM message m WHERE m.direction = 'in' AND m.day = ANY(%(days)s)
                AND m.channel = p.channel AND m.provider_id = wanted.provider_id) AS repeated,
      said.*
    FROM unnest(CAST(%(channels)s AS text[]), CAST(%(addresses)s AS text[]), CAST(%(provider_ids)s AS text[]))
      AS wanted(channel, address, provider_id)
    JOIN contact_point p ON p.employer_id = %(employer)s AND p.channel = wanted.channel AND p.address = wanted.address
    JOIN conversation v ON v.contact_point_id = p.id
    JOIN candidacy c ON c.id = v.candidacy_id
    LEFT JOIN stream t ON t.id = c.id
    CROSS JOIN LATERAL (
      SELECT
        (array_agg(jsonb_build_array(m.id, m.body) ORDER BY m.id DESC) FILTER (WHERE m.direction = 'in' AND lately))[1]
          AS before,
        count(*) FILTER (WHERE m.direction = 'in' AND lately) AS lately,
        count(*) FILTER (WHERE m.direction = 'out' AND m.author = 'line') AS said_today,
        coalesce(array_agg(m.id) FILTER (WHERE m.direction = 'out' AND m.{IN_HAND}), '{{}}') AS waiting
      FROM message m, LATERAL (
        SELECT m.at > CAST(%(now)s AS timestamptz) - make_interval(mins => %(minutes)s) AS lately) AS time
      WHERE m.conversation_id = v.id
        AND (m.at > CAST(%(now)s AS timestamptz) - interval '1 day' OR m.direction = 'out' AND m.{IN_HAND})) AS said
"""  # noqa: S608 - put together from constants of our own.


class Lore(Protocol):
    """What everybody may be told: approved answers by topic, and the posts beside a role."""

    @property
    def answers(self) -> Mapping[str, Answered]:
        """By topic."""

    @property
    def beside(self) -> Mapping[str, str]:
        """By role."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A talk as the dialog wants it, and what only the service needs.

    lately: texts from this person in the last ten minutes; said_today: texts of the line to them in a day. before: id and
    words of the last of those texts, as kept. promised: the kinds of promises that are open. waiting: texts of ours to
    them that have not gone out yet. head: the end of the search's audit trail. repeated: the text was taken in before.
    """

    talk: Talk
    here: Situation
    profile_version: int
    lately: int
    said_today: int
    before: tuple[int, str] | None
    promised: frozenset[str]
    waiting: frozenset[int]
    head: Head
    repeated: bool
    numbers: Sequence[int]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the senders of a batch: their conversations, locked, each with what stood there after the lock.

    leaders: numbers that belong to leaders of units. While there are some, nobody new has been welcomed.
    """

    locked: Mapping[Sender, Locked]
    recalled: Mapping[Sender, Recalled]
    leaders: frozenset[str] = frozenset()


async def meet(
    connection: AsyncConnection,
    house: House,
    inbounds: Sequence[Inbound],
    lore: Lore,
    *,
    mind_leaders: bool,
) -> Known:
    """Locks the conversations of these senders and recalls them; whoever is new is welcomed first.

    One round trip, and one more if somebody is new or begins anew. mind_leaders: stop if a leader of a unit is among them.
    """
    met = await _look(connection, house, inbounds, lore, mind_leaders=mind_leaders)
    if met.leaders:
        return met
    # A repeat of the text that asked for the deletion begins nothing.
    again = await begin_anew(
        connection, house, [one for at, one in met.locked.items() if not met.recalled[at].repeated]
    )
    others = [inbound for inbound in inbounds if (sender := sender_of(inbound)) in again or sender not in met.locked]
    if others:
        more = await _look(connection, house, others, lore, newcomers=True)
        met = Known({**met.locked, **more.locked}, {**met.recalled, **more.recalled})
    return met


async def recall(connection: AsyncConnection, house: House, locked: Locked, lore: Lore) -> Recalled:
    """What is known of one conversation, to be called after it was locked, so that nothing is stale."""
    (row,) = await fetch(connection, STATE, _places(house, [(locked.channel, locked.address, None)]))
    return _recalled(house, locked, row, lore)


async def _look(
    connection: AsyncConnection,
    house: House,
    inbounds: Sequence[Inbound],
    lore: Lore,
    *,
    newcomers: bool = False,
    mind_leaders: bool = False,
) -> Known:
    leaders = None
    async with together(connection):
        if mind_leaders:
            texting = [inbound.sender for inbound in inbounds if inbound.channel == "sms"]
            leaders = await ask(connection, LEADERS, {"senders": texting, "employer": house.employer.id})
        if newcomers:
            await welcome(connection, house, inbounds)
        conversations = await ask_for(connection, house, inbounds)
        wanted = [(*sender_of(inbound), inbound.provider_id) for inbound in inbounds]
        state = await ask(connection, STATE, _places(house, wanted))
    rows = {(row.channel, row.address): row for row in await state.rows()}
    # Who waited for the lock has seen the search as it was before: only the look after it knows whether it was deleted
    # meanwhile, or its number forgotten, which makes somebody new of them.
    locked = {
        sender: replace(one, erased=rows[sender].stage == "erased")
        for sender, one in by_sender(await conversations.rows()).items()
        if sender in rows
    }
    # Whoever was made between the two looks is not locked yet, and met at the second one.
    recalled = {sender: _recalled(house, one, rows[sender], lore) for sender, one in locked.items()}
    return Known(
        locked, recalled, frozenset(row.leader_phone for row in await leaders.rows()) if leaders else frozenset()
    )


def _places(house: House, wanted: Sequence[tuple[str, str, str | None]]) -> dict[str, Any]:
    now = house.now()
    today = house.local(now).date()
    return {
        "employer": house.employer.id,
        "channels": [channel for channel, _, _ in wanted],
        "addresses": [address for _, address, _ in wanted],
        "provider_ids": [provider_id for _, _, provider_id in wanted],
        "now": now,
        "minutes": FLOOD_MINUTES,
        "days": [today - timedelta(days=back) for back in range(LOOK_BACK)],
    }


def _recalled(house: House, locked: Locked, row: Any, lore: Lore) -> Recalled:
    now = house.now()
    promises = [(kind, datetime.fromisoformat(due)) for kind, due in row.promises or ()]
    standing = [due for _, due in promises if due > now]
    soonest = min(standing) if standing else house.after_working_days(now, house.settings.promise_working_days)
    return Recalled(
        talk=Talk(
            answers=tuple(Kept(*kept) for kept in row.answers),
            asked=Asked.from_json(locked.asked),
            said=frozenset(locked.said),
            misses=locked.misses,
            language=locked.language,
        ),
        here=Situation(
            employer=house.employer.name,
            phone=house.employer.phone,
            now=house.local(now),
            promise=house.local(soonest),
            promised=bool(standing),
            late=len(standing) < len(promises),
            stage=row.stage,
            held=locked.holder_id is not None,
            stopped=row.stopped,
            waiting_for_person=row.needs not in (None, "match"),
            offer=_offer(house, row.offer),
            beside=lore.beside,
            answers=lore.answers,
        ),
        profile_version=row.profile_version,
        lately=row.lately,
        said_today=row.said_today,
        before=(row.before[0], row.before[1]) if row.before else None,
        promised=frozenset(kind for kind, due in promises if due > now),
        waiting=frozenset(row.waiting),
        head=Head(row.length, bytes(row.head)) if row.head else Head(),
        repeated=row.repeated,
        numbers=row.numbers,
    )


def _offer(house: House, data: Mapping[str, Any] | None) -> Offer | None:
    if data is None:
        return None
    chosen = data["chosen"]
    held = data["state"] == "held"
    if held or (data["state"] == "agreed" and datetime.fromisoformat(chosen) <= house.now()):
        return None  # An interview that has been is nothing to choose, and nothing to cancel.
    return Offer(
        interview_id=data["id"],
        state=data["state"],
        unit=data["unit"],
        where=data["place"] or data["street"] or data["district"],
        times=tuple(house.local(datetime.fromisoformat(time)) for time in data["times"]),
        chosen=house.local(datetime.fromisoformat(chosen)) if chosen else None,
        meets=data["meets"],
        cancelled_by=data["cancelled_by"] or "",
    )
