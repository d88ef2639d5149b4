"""Conversations as text files: what the candidate writes, what the line answers, what it knows, what happens around it.

    # why this conversation is here
    > what the candidate writes
    < what the line answers
    = fact value            what is known after the text and was not before (`= fact -`: withdrawn)
    & unit: subject         a mail to a unit (`& unit, text: ...`: a text to its leader)
    @ match                 why the queue wants a person, whenever that changes (`@ -`: nobody need look)
    @ stage lapsed          where the search stands, once it is neither being told nor confirmed (`@ door abroad` likewise)
    ~ 3 days later          and the other stage directions in DIRECTIONS

Every text is sent twice and the service is restarted before each, so that a transcript that passes also says that a repeat
changes nothing and that nothing is kept in memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text, update

from bot.app import Service
from bot.demo.city import load_city
from bot.line import takeover, talk
from bot.pool import rankings
from bot.privacy import confirming, reopening
from bot.store.tables import answer, candidacy, conversation, recruiter, suggestion, unit, vacancy
from bot.units import aftermath, decisions, interviews, suggestions
from bot.units.cases import Refused
from config.settings import Settings
from dialogs.spoken import Own
from tests.conftest import Clock
from tests.due import run_due
from tests.handset import Network, running, text_in
from tests.post import Mailbox


@dataclass
class Stage:
    """A conversation under way."""

    settings: Settings
    url: str
    clock: Clock
    box: Mailbox
    network: Network = field(default_factory=Network)
    seen: int = 0
    mailed: int = 0
    last: tuple[str, str] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    needs: str = "-"
    stage: str = "confirmed"
    door: str = "new"
    texts: int = 0

    async def play(self, script: list[str]) -> list[str]:
        """Plays the lines that drive, and returns the whole transcript as it should read."""
        async with running(self.settings, self.url, self.clock, self.network) as service:
            async with service.house.database.transaction() as connection:
                await load_city(connection, "kbh", self.clock().date())
                await connection.execute(
                    recruiter.insert().values(
                        id=1,
                        employer_id=service.house.employer.id,
                        issuer="t",
                        subject="t",
                        name="Anne Lind",
                        role="recruiter",
                    )
                )
            await run_due(service)
        played: list[str] = []
        for line in script:
            if line.startswith(("<", "=", "@", "&")):
                continue
            played.append(line)
            if line[:1] in {">", "~"}:
                played += await self._step(line)
        return played

    async def _step(self, line: str) -> list[str]:
        async with running(self.settings, self.url, self.clock, self.network) as service:
            if line.startswith(">"):
                await self._text(service, line[1:].strip().replace("\\n", "\n"))
            else:
                await self._direct(service, line[1:].strip())
            await run_due(service)
            return await self._heard(service)

    async def _text(self, service: Service, body: str) -> None:
        self.texts += 1
        self.last = (body, f"SM{self.texts:032d}")
        await text_in(service, body, provider_id=self.last[1])
        before = len(self.network.sent)
        receipt = await text_in(service, body, provider_id=self.last[1])
        assert receipt.kind == "repeated", "the provider's second try was not recognised"
        assert len(self.network.sent) == before, "a repeated text was answered twice"
        self.clock.pass_(seconds=30)

    async def _heard(self, service: Service) -> list[str]:
        said = []
        for outbound in self.network.sent[self.seen :]:
            mark = "<" if outbound.conversation_id else "& unit, text:"
            words = re.sub(
                r"\b(JA|NEJ|ANSAT|KOM IKKE) \d{4}\b", r"\1 4711", outbound.text
            )  # Codes are drawn by chance.
            said.append(f"{mark} {words}".replace("\n", "\\n"))
        said += [f"& unit: {mail['Subject'].strip()}" for mail in self.box.mails[self.mailed :]]
        self.seen, self.mailed = len(self.network.sent), len(self.box.mails)
        async with service.house.database.engine.connect() as connection:
            rows = await connection.execute(
                select(answer.c.fact, answer.c.value).where(answer.c.withdrawn_at.is_(None)).order_by(answer.c.id)
            )
            # Ids differ from run to run; which interview a time is about shows in the talk.
            facts = {
                row.fact.replace("interview_time:", "interview_time").rstrip("0123456789"): row.value for row in rows
            }
            search = (
                await connection.execute(
                    select(candidacy.c.needs, candidacy.c.stage, candidacy.c.door).order_by(candidacy.c.id).limit(1)
                )
            ).one_or_none()
        known = [f"= {name} {_short(value)}" for name, value in facts.items() if self.facts.get(name) != value]
        known += [f"= {name} -" for name in self.facts if name not in facts]
        self.facts = facts
        return said + known + self._standing(search)

    def _standing(self, search: Any) -> list[str]:
        """What changed in how the search stands."""
        if search is None:
            return []
        lines = []
        if (needs := search.needs or "-") != self.needs:
            self.needs = needs
            lines.append(f"@ {needs}")
        if (stage := "confirmed" if search.stage == "telling" else search.stage) != self.stage:
            self.stage = stage
            lines.append(f"@ stage {search.stage}")
        if search.door != self.door:
            self.door = search.door
            lines.append(f"@ door {search.door}")
        return lines

    async def _direct(self, service: Service, direction: str) -> None:
        for pattern, act in DIRECTIONS.items():
            if match := re.fullmatch(pattern, direction):
                await act(self, service, *match.groups())
                return
        raise AssertionError(f"no such stage direction: {direction}")


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _talk_of(connection: Any) -> tuple[int, int]:
    row = (await connection.execute(select(conversation.c.id, conversation.c.candidacy_id).limit(1))).one()
    return row.id, row.candidacy_id


async def later(stage: Stage, service: Service, count: str, what: str) -> None:
    """Time passes; what falls due on the way happens at its time."""
    end = stage.clock.at + _span(int(count), what)
    while True:
        async with service.house.database.engine.connect() as connection:
            due = (
                await connection.execute(
                    text(
                        "SELECT min(scheduled_at) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at <= :end"
                    ),
                    {"end": end},
                )
            ).scalar()
        if due is None:
            break
        stage.clock.at = max(stage.clock.at, due)
        await run_due(service)
    stage.clock.at = end


def _span(count: int, what: str) -> Any:
    from datetime import timedelta

    unit_of_time = {"minute": "minutes", "hour": "hours", "day": "days", "week": "weeks"}[what]
    return timedelta(**{unit_of_time: count})


async def same_again(stage: Stage, service: Service) -> None:
    """The provider repeats itself once more."""
    assert stage.last is not None
    receipt = await text_in(service, stage.last[0], provider_id=stage.last[1])
    assert receipt.kind == "repeated"


async def picture(stage: Stage, service: Service) -> None:
    """An MMS without words."""
    stage.texts += 1
    await text_in(service, "", provider_id=f"MM{stage.texts:032d}", media=1)


async def take_over(stage: Stage, service: Service) -> None:
    """A recruiter takes the talk."""
    async with service.house.database.transaction() as connection:
        assert await takeover.take(connection, service.house, (await _talk_of(connection))[0], 1) == takeover.Taken()


async def recruiter_writes(stage: Stage, service: Service, body: str) -> None:
    """The recruiter writes to the candidate."""
    async with service.house.database.transaction() as connection:
        talk_id, _ = await _talk_of(connection)
        await talk.write(connection, service.house, talk_id, Own(body), author="recruiter:1")


async def hands_back(stage: Stage, service: Service) -> None:
    """The recruiter gives the talk back to the line."""
    async with service.house.database.transaction() as connection:
        assert await takeover.hand_back(connection, service.house, (await _talk_of(connection))[0], 1)


async def suggests(stage: Stage, service: Service, name: str) -> None:
    """A recruiter suggests the candidate to a unit, by name or "the first place" / "the next place"."""
    async with service.house.database.transaction() as connection:
        _, candidacy_id = await _talk_of(connection)
        shown = await rankings.rank_now(connection, service.house, candidacy_id)
        tried = set((await connection.execute(select(suggestion.c.unit_id))).scalars())
        chosen = None
        for ranked in shown.ranking.eligible:
            row_id = shown.row_ids[ranked.vacancy_id]
            unit_id, unit_name = (
                await connection.execute(
                    select(unit.c.id, unit.c.name)
                    .join(vacancy, vacancy.c.unit_id == unit.c.id)
                    .where(vacancy.c.id == row_id)
                )
            ).one()
            if name in {"the first place", unit_name} or (name == "the next place" and unit_id not in tried):
                chosen = row_id
                break
        assert chosen is not None, f"no eligible vacancy at {name}"
        ranking_id = await rankings.keep(connection, service.house, candidacy_id, shown)
        ended = await suggestions.suggest(
            connection,
            service.house,
            candidacy_id=candidacy_id,
            vacancy_id=chosen,
            ranking_id=ranking_id,
            recruiter_id=1,
            override="aftalt i telefonen",
        )
        assert not isinstance(ended, Refused), ended


async def _last_suggestion(connection: Any) -> int:
    return int(
        (await connection.execute(select(suggestion.c.id).order_by(suggestion.c.id.desc()).limit(1))).scalar_one()
    )


async def unit_yes(stage: Stage, service: Service, times: str) -> None:
    """The unit says yes, with times as "2026-11-26 10:00, 2026-11-27 13:30" (local)."""
    zone = service.house.settings.zone
    moments = [datetime.fromisoformat(part.strip()).replace(tzinfo=zone) for part in times.split(",")]
    async with service.house.database.transaction() as connection:
        number = await _last_suggestion(connection)
        ended = await decisions.say_yes(connection, service.house, number, times=moments, how="link")
        assert not isinstance(ended, Refused), ended
    await later(stage, service, "5", "minute")


async def unit_no(stage: Stage, service: Service, reason: str) -> None:
    """The unit says no with a coded reason."""
    async with service.house.database.transaction() as connection:
        ended = await decisions.say_no(
            connection, service.house, await _last_suggestion(connection), reason=reason, how="link"
        )
        assert not isinstance(ended, Refused), ended


async def unit_undoes(stage: Stage, service: Service) -> None:
    """The unit takes its answer back."""
    async with service.house.database.transaction() as connection:
        ended = await decisions.undo(connection, service.house, await _last_suggestion(connection), how="link")
        assert not isinstance(ended, Refused), ended


async def unit_cancels(stage: Stage, service: Service) -> None:
    """The unit calls the interview off."""
    async with service.house.database.transaction() as connection:
        number = (await connection.execute(text("SELECT max(id) FROM interview"))).scalar_one()
        assert not isinstance(await interviews.cancel(connection, service.house, number, "unit:1"), Refused)


async def unit_tells(stage: Stage, service: Service, outcome: str) -> None:
    """The unit says how the interview went: hired, not_hired, no_show."""
    async with service.house.database.transaction() as connection:
        number = (await connection.execute(text("SELECT max(id) FROM interview"))).scalar_one()
        told = aftermath.outcome_of(outcome)
        assert told is not None, outcome
        ended = await aftermath.conclude(connection, service.house, number, by="unit:1", outcome=told)
        assert not isinstance(ended, Refused), ended


async def parked(stage: Stage, service: Service, reason: str) -> None:
    """A recruiter has dealt with what was asked for."""
    from bot.line import queue

    async with service.house.database.transaction() as connection:
        _, candidacy_id = await _talk_of(connection)
        await connection.execute(update(candidacy).where(candidacy.c.id == candidacy_id).values(needs=None))
        await queue.settle(connection, service.house, candidacy_id)


async def pool_is_looked_through(stage: Stage, service: Service) -> None:
    """The night's jobs of privacy: who was silent for long is asked, who let the day pass lapses."""
    for name in ("privacy.purge", "privacy.lapse", "privacy.ask_again"):
        await service.house.database.jobs.tasks[name].func()


async def opens_again(stage: Stage, service: Service, how: str) -> None:
    """A recruiter opens a search that ended, because the candidate asked for it."""
    async with service.house.database.transaction() as connection:
        _, candidacy_id = await _talk_of(connection)
        ended = await reopening.reopen(connection, service.house, candidacy_id, recruiter_id=1, asked=how)
        assert not isinstance(ended, Refused), ended


async def confirms_deletion(stage: Stage, service: Service) -> None:
    """A recruiter confirms that everything is to go."""
    async with service.house.database.transaction() as connection:
        number = (await connection.execute(select(candidacy.c.id).where(candidacy.c.needs == "erase"))).scalar_one()
        assert await confirming.confirm(connection, service.house, number, recruiter_id=1)


DIRECTIONS: dict[str, Callable[..., Awaitable[None]]] = {
    r"(\d+) (minute|hour|day|week)s? later": later,
    r"the same message again": same_again,
    r"a picture comes": picture,
    r"a recruiter takes over": take_over,
    r"the recruiter writes: (.+)": recruiter_writes,
    r"the recruiter hands the talk back": hands_back,
    r"a recruiter suggests (.+)": suggests,
    r"the unit says yes: (.+)": unit_yes,
    r"the unit says no: (\w+)": unit_no,
    r"the unit takes its answer back": unit_undoes,
    r"the unit calls the interview off": unit_cancels,
    r"the unit says how it went: (\w+)": unit_tells,
    r"a recruiter has (called|answered)": parked,
    r"the pool is looked through": pool_is_looked_through,
    r"a recruiter opens the search again: (call|message|met)": opens_again,
    r"a recruiter confirms the deletion": confirms_deletion,
}


def read(path: Path) -> list[str]:
    """The lines of a transcript."""
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")
