"""Rankings: made now, kept when a person acts on one, and made again from what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.candidates import candidate_of
from bot.pool.rulebook import Rulebook, rulebook
from bot.pool.vacancies import open_rows
from bot.store import trail
from bot.store.public_ids import public_id
from bot.store.tables import event, ranking, snapshot
from bot.store.trail import Happening
from matching import replay as again
from matching.candidate import Candidate
from matching.ranking import Ranking, rank
from matching.rules import Rules
from matching.vacancy import Vacancy


@dataclass(frozen=True, slots=True)
class Shown:
    """A ranking as a person sees it, with all it was made from; nothing of it is stored yet.

    vacancies: by public id, as `ranking` names them; row_ids: the row behind each public id. clock: when it was made.
    """

    ranking: Ranking
    candidate: Candidate
    vacancies: Mapping[str, Vacancy]
    row_ids: Mapping[str, int]
    rulebook: Rulebook
    clock: datetime


async def rank_now(connection: AsyncConnection, house: House, candidacy_id: int) -> Shown:
    """All open vacancies for one candidacy by the rules in force. Raises UnknownCandidacyError."""
    now = house.now()
    today = house.local(now).date()
    book = rulebook(house)
    candidate = await candidate_of(connection, house, candidacy_id)
    rows = await open_rows(connection, house, today)
    return Shown(
        ranking=rank(candidate, rows.values(), book.rules, book.travel, today),
        candidate=candidate,
        vacancies={vacancy.id: vacancy for vacancy in rows.values()},
        row_ids={vacancy.id: number for number, vacancy in rows.items()},
        rulebook=book,
        clock=now,
    )


async def keep(connection: AsyncConnection, house: House, candidacy_id: int, shown: Shown) -> int:
    """Stores a ranking a person acts on with everything it was made from; returns its row id.

    The inputs and the rules are stored once by their digest, and the audit trail holds the digests of all three, so
    that a later change to any of them is noticed.
    """
    book, result = shown.rulebook, shown.ranking.to_bytes()
    inputs = again.snapshot(shown.candidate, shown.vacancies.values(), book.rules, book.travel, shown.ranking.today)
    bodies = {sha256(body).digest(): body for body in (inputs, book.source)}
    await connection.execute(
        insert(snapshot).on_conflict_do_nothing(),
        [{"digest": digest, "body": body, "kept_at": house.now()} for digest, body in bodies.items()],
    )
    kept_as = public_id()
    digests = {"inputs": sha256(inputs), "rules": sha256(book.source), "result": sha256(result)}
    number: int = (
        await connection.execute(
            ranking.insert().returning(ranking.c.id),
            {
                "employer_id": house.employer.id,
                "public_id": kept_as,
                "candidacy_id": candidacy_id,
                "inputs": digests["inputs"].digest(),
                "rules": digests["rules"].digest(),
                "rules_version": book.rules.version,
                "result": result,
                "clock": shown.clock,
                "acted_on_at": house.now(),
            },
        )
    ).scalar_one()
    seals = {name: digest.hexdigest() for name, digest in digests.items()}
    data = {"ranking": kept_as, **seals}
    await trail.record(
        connection, [Happening(house.employer.id, candidacy_id, "line", "ranking_kept", house.now(), data)]
    )
    return number


class UnknownRankingError(LookupError):
    """No ranking was kept under this id."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A kept ranking made again. faults: what is not as it was stored, one sentence each; empty if all is.

    stored, made: the bytes then and now; `made` is None when what is stored can no longer be ranked.
    """

    public_id: str
    rules_version: str
    clock: datetime
    stored: bytes
    made: bytes | None
    faults: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the ranking came out byte for byte as it was kept, from inputs nobody changed."""
        return not self.faults and self.made == self.stored


async def replay(connection: AsyncConnection, public_id: str) -> Replayed:
    """Makes a kept ranking again from its stored inputs and rules, and names what was changed since.

    Raises UnknownRankingError.
    """
    row = (await connection.execute(select(ranking).where(ranking.c.public_id == public_id))).one_or_none()
    if row is None:
        raise UnknownRankingError(f"no ranking was kept as {public_id}")
    bodies = {
        bytes(part.digest): bytes(part.body)
        for part in await connection.execute(select(snapshot).where(snapshot.c.digest.in_([row.inputs, row.rules])))
    }
    stored = bytes(row.result)
    if not stored:
        gone = "the candidate was erased, and with them what this ranking was made from"
        return Replayed(row.public_id, row.rules_version, row.clock, stored, None, (gone,))
    faults: list[str] = []
    for name, digest in (("inputs", bytes(row.inputs)), ("rules", bytes(row.rules))):
        if digest not in bodies:
            faults.append(f"the stored {name} are missing")
        elif sha256(bodies[digest]).digest() != digest:
            faults.append(f"the stored {name} were changed{_parts(name, bodies[digest])}")
    held = {"inputs": bytes(row.inputs), "rules": bytes(row.rules), "result": sha256(stored).digest()}
    faults += await _against_trail(connection, row.candidacy_id, public_id, held)
    made = None
    if bytes(row.inputs) in bodies and bytes(row.rules) in bodies:
        try:
            made = again.replay(bodies[bytes(row.inputs)], Rules.from_source(bodies[bytes(row.rules)]))
        except (ValueError, KeyError) as error:
            if not faults:
                faults.append(f"the stored inputs can no longer be ranked: {error}")
    if not faults and made != stored:
        faults.append("the same inputs and rules now give another ranking")
    return Replayed(row.public_id, row.rules_version, row.clock, stored, made, tuple(faults))


def _parts(name: str, body: bytes) -> str:
    if name != "inputs":
        return ""
    try:
        parts = again.damaged(body)
    except (ValueError, KeyError):
        return ""
    return f": {', '.join(parts)}" if parts else ""


async def _against_trail(
    connection: AsyncConnection, stream_id: int, public_id: str, held: Mapping[str, bytes]
) -> list[str]:
    """What the audit trail contradicts: it was told the digests on the day the ranking was kept."""
    data = (
        await connection.execute(
            select(event.c.data).where(
                event.c.stream_id == stream_id,
                event.c.verb == "ranking_kept",
                event.c.data["ranking"].as_string() == public_id,
            )
        )
    ).scalar_one_or_none()
    if data is None:
        return ["the audit trail does not know this ranking"]
    return [
        f"the {name} of this ranking {'is' if name == 'result' else 'are'} not what the audit trail says"
        for name, digest in held.items()
        if data.get(name) != digest.hex()
    ]
