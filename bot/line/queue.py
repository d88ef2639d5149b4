"""What the match queue shows of a candidacy, kept beside it: why a person must look, by when, and the profile in short."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.states import TIMED, URGENT
from bot.store.database import notify
from bot.store.driver import run
from bot.store.tables import answer, candidacy, contact_point, conversation


def summary(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The profile as the queue lists it."""
    return {
        "first_name": facts.get("first_name"),
        "role": facts.get("role"),
        "areas": facts.get("areas") or [],
        "anywhere": bool(facts.get("anywhere")),
        "hours": facts.get("hours_per_week"),
        "shifts": facts.get("shifts") or [],
        "start": facts.get("start"),
        "employment": facts.get("employment") or [],
        "language": language,
    }


def search_words(facts: Mapping[str, Any], address: str) -> str:
    """What a recruiter can find this candidate by: name, number (whole, and its last eight digits), role, districts."""
    digits = "".join(character for character in address if character.isdigit())
    words = [str(facts.get("first_name") or ""), digits, digits[-8:], str(facts.get("role") or "")]
    return " ".join([*words, *(facts.get("areas") or [])]).lower().strip()


async def refresh(connection: AsyncConnection, house: House, candidacy_id: int) -> None:
    """Recomputes why and by when a person must look, and the profile in short; to be called after anything changed it."""
    facts = {
        row.fact: row.value
        for row in await connection.execute(
            select(answer.c.fact, answer.c.value).where(
                answer.c.candidacy_id == candidacy_id, answer.c.withdrawn_at.is_(None)
            )
        )
    }
    talk = (
        await connection.execute(
            select(conversation.c.language, contact_point.c.address)
            .join(contact_point, contact_point.c.id == conversation.c.contact_point_id)
            .where(conversation.c.candidacy_id == candidacy_id)
            .order_by(conversation.c.last_inbound_at.desc().nulls_last())
            .limit(1)
        )
    ).one_or_none()
    await connection.execute(
        update(candidacy)
        .where(candidacy.c.id == candidacy_id)
        .values(
            summary=summary(facts, talk.language if talk else "da"),
            search=search_words(facts, talk.address if talk else ""),
        )
    )
    await rethink(connection, [candidacy_id])
    await notify(connection, "queue", f"candidacy:{candidacy_id}")


async def rethink(connection: AsyncConnection, candidacies: list[int]) -> None:
    """Sets `needs` and `due_at` by what stands now: a confirmed candidate whom nobody considers waits for a match."""
    await run(
        connection,
        """
            UPDATE candidacy SET
              due_at = COALESCE(
                (SELECT min(due_at) FROM promise WHERE candidacy_id = candidacy.id AND kept_at IS NULL),
                CASE WHEN needs = ANY(%(timed)s) THEN due_at END),
              needs = CASE
                WHEN needs IS NOT NULL AND needs <> 'match' THEN needs
                WHEN stage = 'confirmed' AND parked_until IS NULL
                  AND NOT EXISTS (SELECT 1 FROM suggestion WHERE candidacy_id = candidacy.id
                                  AND state IN ('proposed', 'sent', 'accepted') AND released_at IS NULL)
                  AND NOT EXISTS (SELECT 1 FROM interview WHERE candidacy_id = candidacy.id
                                  AND state IN ('waiting', 'offered', 'agreed'))
                THEN 'match' END
            WHERE id = ANY(%(ids)s)
            """,
        {"ids": candidacies, "timed": list(TIMED)},
    )


async def look(connection: AsyncConnection, candidacy_id: int, reason: str, by: datetime | None = None) -> None:
    """Asks a person to look, unless something more urgent already does.

    by: when they should have, where nothing promised to the candidate says so; for the reasons in TIMED.
    """
    rank = {name: position for position, name in enumerate(URGENT)}
    weaker = [name for name in URGENT if rank[name] > rank[reason]]
    due = {} if by is None else {"due_at": func.coalesce(candidacy.c.due_at, by)}
    await connection.execute(
        update(candidacy)
        .where(candidacy.c.id == candidacy_id)
        .where(candidacy.c.needs.is_(None) | candidacy.c.needs.in_([*weaker, "match"]))
        .values(needs=reason, **due)
    )


async def settle(connection: AsyncConnection, house: House, candidacy_id: int) -> None:
    """A person has looked: what was asked for is done, and only a match may still be wanted."""
    await connection.execute(update(candidacy).where(candidacy.c.id == candidacy_id).values(needs=None))
    await rethink(connection, [candidacy_id])
    await notify(connection, "queue", f"candidacy:{candidacy_id}")
