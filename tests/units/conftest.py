"""A small city for the units' room: two units, two recruiters, candidates who are ready, and a mailbox that is real."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from aiosmtpd.smtp import SMTP
from sqlalchemy import insert, select, text

import bot.units
from bot.house import HOUSE, House
from bot.store.database import take_ids
from bot.store.tables import event, interview, metadata, suggestion
from bot.units import decisions, interviews, suggestions
from bot.units.links import token_of
from bot.units.suggestions import Suggested
from bot.web import MAX_BODY, install
from config.settings import Settings
from tests.conftest import make_settings


def local(house: House, at: str) -> datetime:
    """A time on a clock in Copenhagen, as UTC."""
    return datetime.fromisoformat(at).replace(tzinfo=house.settings.zone).astimezone(UTC)


@dataclass
class City:
    """Row ids by the names the tests use, and the acts every test begins with."""

    house: House
    ids: dict[str, int] = field(default_factory=dict)

    async def add(self, table: str, name: str, /, **values: Any) -> int:
        async with self.house.database.transaction() as connection:
            (number,) = await take_ids(connection, 1)
            row = {"id": number, "employer_id": self.house.employer.id, **values}
            await connection.execute(insert(metadata.tables[table]).values(**row))
        self.ids[name] = number
        return number

    async def unit(self, name: str, /, **more: Any) -> int:
        values: dict[str, Any] = {
            "public_id": f"u-{name}",
            "reference": name,
            "name": name,
            "unit_type": "plejehjem",
            "district": "Amager Øst",
            "street": "Prøvevej 4",
            "postcode": "2300",
            "latitude": 55.66,
            "longitude": 12.62,
            "leader_name": "Lone Prøve",
            "leader_email": f"leder@{name.lower().replace('å', 'aa')}.example.org",
        }
        return await self.add("unit", name, **{**values, **more})

    async def vacancy(self, name: str, unit: str, /, **more: Any) -> int:
        values: dict[str, Any] = {
            "public_id": f"v-{name}",
            "reference": name,
            "unit_id": self.ids[unit],
            "role": "sosu_hjaelper",
            "openings": 2,
            "hours_min": 320,
            "hours_max": 370,
            "shifts": ["dag"],
            "employment": "fast",
            "ad_reference": "AD-1",
            "opened_on": date(2026, 11, 2),
        }
        return await self.add("vacancy", name, **{**values, **more})

    async def candidate(self, name: str, phone: str, /, **facts: Any) -> int:
        """A confirmed candidacy with a conversation; returns its row id. ids[f"{name}:talk"] is the conversation."""
        now = self.house.now()
        who = await self.add("person", f"{name}:person", created_at=now)
        point = await self.add("contact_point", f"{name}:point", person_id=who, channel="sms", address=phone)
        number = await self.add(
            "candidacy",
            name,
            person_id=who,
            public_id=f"c-{name}",
            stage="confirmed",
            created_at=now,
            confirmed_at=now,
            needs="match",
        )
        await self.add(
            "conversation",
            f"{name}:talk",
            public_id=f"t-{name}",
            contact_point_id=point,
            candidacy_id=number,
            last_inbound_at=now,
        )
        known = {
            "role": "sosu_hjaelper",
            "first_name": name,
            "areas": ["Amager Øst", "Amager Vest"],
            "hours_per_week": {"min": 32, "max": 32},
            "shifts": ["dag"],
            "employment": ["fast"],
            "start": "2027-02-01",
            **facts,
        }
        for fact, value in known.items():
            await self.add(
                "answer",
                f"{name}:{fact}",
                candidacy_id=number,
                fact=fact,
                value=value,
                said_by="candidate",
                said_at=now,
            )
        return number

    async def suggested(self, name: str = "Mille", vacancy: str = "day", by: str = "Mette", **more: Any) -> Suggested:
        """A suggestion that went through."""
        result = await self.suggest(name, vacancy, by, **more)
        assert isinstance(result, Suggested), result
        return result

    async def suggest(self, name: str = "Mille", vacancy: str = "day", by: str = "Mette", **more: Any) -> Any:
        async with self.house.database.transaction() as connection:
            return await suggestions.suggest(
                connection,
                self.house,
                candidacy_id=self.ids[name],
                vacancy_id=self.ids[vacancy],
                ranking_id=None,
                recruiter_id=self.ids[by],
                **{"override": "nærmest hjem", **more},
            )

    async def state(self, suggestion_id: int) -> str:
        row = await self.row(suggestion, suggestion_id)
        return str(row.state)

    async def row(self, table: Any, number: int) -> Any:
        async with self.house.database.transaction() as connection:
            return (await connection.execute(select(table).where(table.c.id == number))).one()

    async def rows(self, table: Any, *conditions: Any) -> list[Any]:
        async with self.house.database.transaction() as connection:
            return list((await connection.execute(select(table).where(*conditions).order_by(table.c.id))).all())

    async def jobs(self, task: str) -> list[dict[str, Any]]:
        """The jobs of one name still to be done: their arguments and `at`."""
        async with self.house.database.transaction() as connection:
            found = await connection.execute(
                text(
                    "SELECT args, scheduled_at FROM procrastinate_jobs "
                    "WHERE task_name = :task AND status = 'todo' ORDER BY id"
                ),
                {"task": task},
            )
            return [{**row.args, "at": row.scheduled_at} for row in found]

    async def work(self) -> list[str]:
        """Does the units' jobs that are due by the test's clock, as the worker would; returns their names in order."""
        done: list[str] = []
        while True:
            async with self.house.database.transaction() as connection:
                found = await connection.execute(
                    text(
                        "DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM procrastinate_jobs WHERE "
                        "status = 'todo' AND task_name LIKE 'units.%' AND coalesce(scheduled_at, :now) <= :now "
                        "ORDER BY coalesce(scheduled_at, '-infinity'), id LIMIT 1) RETURNING task_name, args"
                    ),
                    {"now": self.house.now()},
                )
                row = found.one_or_none()
            if row is None:
                return done
            await bot.units.tasks(self.house)[row.task_name](**row.args)
            done.append(row.task_name)

    async def link(self, suggestion_id: int) -> str:
        """The path of a suggestion's page, as the mail has it."""
        row = await self.row(suggestion, suggestion_id)
        return f"/u/{token_of(self.house, suggestion_id, row.proposed_at)}"

    async def meeting(self, suggestion_id: int) -> Any:
        """The latest interview of a suggestion."""
        return (await self.rows(interview, interview.c.suggestion_id == suggestion_id))[-1]

    async def yes(self, suggestion_id: int, *times: str, **more: Any) -> Any:
        """The unit says yes by its page; times are local: "2026-11-26 10:00"."""
        moments = [local(self.house, at) for at in times or ("2026-11-26 10:00", "2026-11-27 13:30")]
        async with self.house.database.transaction() as connection:
            return await decisions.say_yes(
                connection, self.house, suggestion_id, times=moments, **{"how": "link", **more}
            )

    async def offered(self, **more: Any) -> tuple[Suggested, Any]:
        """A suggestion whose unit said yes and whose times the candidate knows."""
        made = await self.suggested(**more)
        await self.work()
        await self.yes(made.id, place="Prøvevej 4", meets="Lone")
        async with self.house.database.transaction() as connection:
            assert await interviews.offer(connection, self.house, (await self.meeting(made.id)).id)
        return made, await self.meeting(made.id)

    async def verbs(self, stream: int) -> list[str]:
        return [row.verb for row in await self.rows(event, event.c.stream_id == stream)]


@dataclass
class Mailbox:
    """A mail server on loopback: what it took, in order, and what it answers until it is told otherwise."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(cast("EmailMessage", message_from_bytes(envelope.content, policy=default)))
        return "250 taken"


@pytest_asyncio.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    """A real SMTP server for the length of a test."""
    box = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, hostname="localhost", loop=loop), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    yield box
    server.close()
    await server.wait_closed()


@pytest.fixture
def settings(tmp_path: Path, mailbox: Mailbox) -> Settings:
    """The tests' settings with that mail server."""
    return make_settings(data_dir=tmp_path, SMTP_PORT=mailbox.port)


@pytest_asyncio.fixture
async def visitor(house: House) -> AsyncIterator[Visitor]:
    """A leader's browser without JavaScript: keeps cookies, follows nothing by itself."""
    app = web.Application(client_max_size=MAX_BODY)
    app[HOUSE] = house
    install(app, house)
    app.add_routes(bot.units.routes(house))
    async with TestClient(TestServer(app)) as client:
        yield Visitor(client)


@dataclass
class Visitor:
    """Opens pages and sends their forms with the hidden fields the page gave."""

    client: TestClient[web.Request, web.Application]
    html: str = ""
    status: int = 0

    async def open(self, path: str) -> str:
        answer = await self.client.get(path, allow_redirects=False)
        self.html, self.status = await answer.text(), answer.status
        return self.html

    async def send(self, path: str, follow: bool = True, **fields: str) -> str:
        token = re.search(r'name="csrf" value="([^"]+)"', self.html)
        data = {"csrf": token[1] if token else "", **fields}
        answer = await self.client.post(path, data=data, allow_redirects=False)
        self.status = answer.status
        if follow and answer.status == 303:
            return await self.open(answer.headers["Location"])
        self.html = await answer.text()
        return self.html


@pytest_asyncio.fixture
async def city(house: House) -> City:
    """Solgården (Danish, mail only) and Havblik (English, texts too), both on Amager; Mille and Omar look for work."""
    city = City(house)
    await city.add("recruiter", "Mette", issuer="test", subject="1", name="Mette Test", role="recruiter")
    await city.add("recruiter", "Anton", issuer="test", subject="2", name="Anton Test", role="recruiter", language="en")
    await city.unit("Solgården")
    await city.unit("Havblik", leader_phone="+4526123456", wants_text=True, language="en", leader_name="Kim Prøve")
    await city.vacancy("day", "Solgården")
    await city.vacancy("sea", "Havblik")
    await city.candidate("Mille", "+4526111111")
    await city.candidate("Omar", "+4526222222")
    return city


__all__ = ["City", "Mailbox", "Visitor"]
