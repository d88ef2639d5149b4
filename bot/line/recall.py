"""Everything a turn needs to know of a batch of locked conversations, in one look at the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.line.arrivals import Locked
from bot.line.suppression import SILENCES
from bot.store.driver import fetch
from dialogs.memory import Kept
from dialogs.script import Asked
from dialogs.situation import Answered, Offer, Situation
from dialogs.turn import Talk

FLOOD_MINUTES = 10

STATE = f"""
    SELECT v.id,
      c.stage, c.needs, c.profile_version,
      (SELECT coalesce(jsonb_agg(jsonb_build_array(a.fact, a.value, a.words, a.message_id, a.withdrawn_by)
                                 ORDER BY a.id), '[]')
         FROM answer a WHERE a.candidacy_id = c.id) AS answers,
      (SELECT min(p.due_at) FROM promise p
         WHERE p.candidacy_id = c.id AND p.kept_at IS NULL AND p.due_at > %(now)s) AS promise,
      (SELECT jsonb_build_object('id', i.id, 'state', i.state, 'times', i.times, 'chosen', i.chosen, 'place', i.place,
                'meets', i.meets, 'cancelled_by', i.cancelled_by, 'unit', u.name, 'district', u.district,
                'street', u.street)
         FROM interview i JOIN unit u ON u.id = i.unit_id
         WHERE i.candidacy_id = c.id AND i.offered_at IS NOT NULL
         ORDER BY i.state IN ('offered', 'agreed') DESC, i.id DESC LIMIT 1) AS offer,
      EXISTS (SELECT 1 FROM suppression s WHERE s.employer_id = c.employer_id AND s.channel = p.channel
                AND s.address = p.address AND {SILENCES}) AS stopped,
      (SELECT jsonb_build_array(m.id, m.body) FROM message m WHERE m.conversation_id = v.id AND m.direction = 'in'
         AND m.at > CAST(%(now)s AS timestamptz) - make_interval(mins => %(minutes)s)
         ORDER BY m.id DESC LIMIT 1) AS before,
      (SELECT count(*) FROM message m WHERE m.conversation_id = v.id AND m.direction = 'in'
         AND m.at > CAST(%(now)s AS timestamptz) - make_interval(mins => %(minutes)s)) AS lately,
      (SELECT count(*) FROM message m WHERE m.conversation_id = v.id AND m.direction = 'out'
         AND m.author = 'line' AND m.at > CAST(%(now)s AS timestamptz) - interval '1 day') AS said_today
    FROM conversation v
    JOIN candidacy c ON c.id = v.candidacy_id
    JOIN contact_point p ON p.id = v.contact_point_id
    WHERE v.id = ANY(%(ids)s)
"""  # noqa: S608 - put together from constants of our own.


@dataclass(frozen=True, slots=True)
class Recalled:
    """A talk as the dialog wants it, and what only the service needs.

    lately: texts from this person in the last ten minutes; said_today: texts of the line to them in a day. before: id and
    words of the last of those texts, as kept.
    """

    talk: Talk
    here: Situation
    profile_version: int
    lately: int
    said_today: int
    before: tuple[int, str] | None = None


async def recall(
    connection: AsyncConnection, house: House, conversations: Sequence[Locked], answers: Mapping[str, Answered]
) -> dict[int, Recalled]:
    """What is known of each conversation, by its id. To be called after they were locked, so that nothing is stale."""
    if not conversations:
        return {}
    now = house.now()
    rows = {
        row.id: row
        for row in await fetch(
            connection, STATE, {"ids": [locked.id for locked in conversations], "now": now, "minutes": FLOOD_MINUTES}
        )
    }
    soonest = house.after_working_days(now, house.settings.promise_working_days)
    return {locked.id: _recalled(house, locked, rows[locked.id], soonest, answers) for locked in conversations}


def _recalled(house: House, locked: Locked, row: Any, soonest: datetime, answers: Mapping[str, Answered]) -> Recalled:
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
            now=house.local(house.now()),
            promise=house.local(row.promise or soonest),
            stage=row.stage,
            held=locked.holder_id is not None,
            stopped=row.stopped,
            waiting_for_person=row.needs not in (None, "match"),
            offer=_offer(house, row.offer),
            answers=answers,
        ),
        profile_version=row.profile_version,
        lately=row.lately,
        said_today=row.said_today,
        before=(row.before[0], row.before[1]) if row.before else None,
    )


def _offer(house: House, data: Mapping[str, Any] | None) -> Offer | None:
    if data is None:
        return None
    chosen = data["chosen"]
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
