"""The desk around a small city: rows written straight into the tables, two recruiters and a lead, a server to visit."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import insert, select

import bot.desk
from bot.house import HOUSE, House
from bot.line import queue
from bot.store.database import take_ids
from bot.store.tables import metadata
from bot.web import MAX_BODY, install, sessions
from bot.web.addresses import cookie_name

Client = TestClient[web.Request, web.Application]
ANNA, BO, LENE = "Anna Krogh", "Bo Lykke", "Lene Holm"
FACTS: dict[str, Any] = {
    "role": "sosu_assistent",
    "authorised:sosu_assistent": True,
    "areas": ["Amager Øst", "Amager Vest"],
    "hours_per_week": {"min": 32, "max": 32},
    "shifts": ["dag"],
    "start": "2027-02-01",
    "employment": ["fast"],
}


def slug(name: str) -> str:
    """A name as it can stand in an address."""
    folded = name.replace("æ", "ae").replace("ø", "oe").replace("å", "aa").replace("Å", "Aa")
    return re.sub(r"[^A-Za-z0-9]+", "-", folded)


@dataclass
class City:
    """Row ids by the names the tests use."""

    house: House
    ids: dict[str, int] = field(default_factory=dict)

    async def add(self, table: str, name: str, /, **values: Any) -> int:
        """One row; its id is kept under `name`."""
        async with self.house.database.transaction() as connection:
            (number,) = await take_ids(connection, 1)
            row = {"id": number, **({} if table == "employer" else {"employer_id": self.house.employer.id}), **values}
            await connection.execute(insert(metadata.tables[table]).values(**row))
        self.ids[name] = number
        return number

    async def recruiter(self, name: str, role: str = "recruiter") -> int:
        """Somebody who can sign in."""
        return await self.add("recruiter", name, issuer="test", subject=name, name=name, role=role)

    async def unit(self, name: str, district: str = "Amager Øst", **more: Any) -> int:
        """A nursing home with a leader who reads mail."""
        place = {"latitude": 55.6636, "longitude": 12.6247}
        person = {"leader_name": "Leder Lund", "leader_email": f"leder@{len(self.ids)}.example.org"}
        common = {"public_id": f"u-{slug(name)}", "reference": name, "name": name, "unit_type": "plejehjem"}
        return await self.add("unit", name, **{**common, "district": district, **place, **person, **more})

    async def vacancy(self, unit: str, name: str, **more: Any) -> int:
        """A vacancy for a SOSU-assistent on the day shift."""
        values: dict[str, Any] = {
            "role": "sosu_assistent",
            "openings": 2,
            "hours_min": 280,
            "hours_max": 370,
            "shifts": ["dag"],
            "employment": "fast",
            "opened_on": date(2026, 11, 2),
            "ad_reference": "SUF-2026-11",
        }
        common = {"public_id": f"v-{name}", "reference": name, "unit_id": self.ids[unit]}
        return await self.add("vacancy", name, **{**common, **values, **more})

    async def candidate(
        self,
        name: str,
        *,
        due: datetime | None = None,
        facts: dict[str, Any] | None = None,
        stage: str = "confirmed",
        needs: str | None = None,
        number: str = "",
        texts: tuple[str, ...] = ("Hej, jeg er sosu-assistent og søger arbejde på Amager",),
    ) -> int:
        """A candidacy with answers, a talk, a promise if `due`, and what the queue keeps of it."""
        now = self.house.now()
        person = await self.add("person", f"person {name}", created_at=now)
        address = number or f"+4520310{len(self.ids):03d}"
        point = await self.add("contact_point", f"point {name}", person_id=person, channel="sms", address=address)
        common = {"person_id": person, "public_id": f"c-{slug(name)}", "stage": stage, "needs": needs}
        candidacy = await self.add("candidacy", name, **common, created_at=now - timedelta(hours=3))
        talk = await self.add(
            "conversation",
            f"talk {name}",
            public_id=f"t-{slug(name)}",
            contact_point_id=point,
            candidacy_id=candidacy,
            last_inbound_at=now - timedelta(hours=3),
        )
        for place, body in enumerate(texts):
            way = {"direction": "in", "author": "candidate", "status": "received"}
            common = {"conversation_id": talk, "channel": "sms", "address": address, "body": body, **way}
            at = now - timedelta(hours=3) + timedelta(minutes=place)
            await self.add("message", f"text {place} {name}", **common, day=at.date(), at=at)
        known = {"first_name": name, **(FACTS if facts is None else facts)}
        for fact, value in known.items():
            row = {"candidacy_id": candidacy, "fact": fact, "value": value, "words": f"sagde {fact}"}
            await self.add("answer", f"{fact} {name}", **row, said_by="candidate", said_at=now)
        if due is not None:
            made = {"candidacy_id": candidacy, "kind": "hear_from_us", "made_at": now, "due_at": due}
            await self.add("promise", f"promise {name}", **made)
        async with self.house.database.transaction() as connection:
            await queue.refresh(connection, self.house, candidacy)
        return candidacy

    async def row(self, table: str, name: str) -> Any:
        """A row as it stands now."""
        found = metadata.tables[table]
        async with self.house.database.engine.connect() as connection:
            return (await connection.execute(select(found).where(found.c.id == self.ids[name]))).one()

    async def rows(self, table: str, **wanted: Any) -> list[Any]:
        """The rows of a table with these values, oldest first."""
        found = metadata.tables[table]
        query = select(found).where(*(found.c[name] == value for name, value in wanted.items()))
        key = found.c.position if table == "event" else found.c.id
        async with self.house.database.engine.connect() as connection:
            return list(await connection.execute(query.order_by(key)))


@pytest_asyncio.fixture
async def city(house: House) -> City:
    """Two homes on Amager and one in Valby with vacancies, two recruiters, a lead, and Mette who waits until two."""
    city = City(house)
    for name, role in ((ANNA, "recruiter"), (BO, "recruiter"), (LENE, "lead")):
        await city.recruiter(name, role)
    await city.unit("Solgården")
    await city.unit("Strandlund", latitude=55.6560, longitude=12.6300)
    await city.unit("Valbyhus", "Valby", latitude=55.6567, longitude=12.5030)
    await city.vacancy("Solgården", "sol", openings=3)
    await city.vacancy("Strandlund", "strand", shifts=["dag", "aften"])
    await city.vacancy("Valbyhus", "valby")
    await city.candidate("Mette", due=house.now() + timedelta(hours=4))
    return city


def desk_app(house: House) -> web.Application:
    """The desk and what all pages share, nothing else."""
    app = web.Application(client_max_size=MAX_BODY)
    app[HOUSE] = house
    install(app, house)
    app.add_routes(bot.desk.routes(house))
    return app


async def sign_in(house: House, recruiter_id: int) -> dict[str, str]:
    """The cookie of a recruiter who signed in."""
    async with house.database.transaction() as connection:
        token = await sessions.begin(connection, house, recruiter_id)
    return {cookie_name(house.settings, sessions.COOKIE): token}


@dataclass
class Visitor:
    """Somebody at the desk."""

    client: Client

    async def get(self, address: str, *, status: int = 200, part: bool = False) -> str:
        """A page as it reads."""
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if part else {}
        answer = await self.client.get(address, headers=headers)
        assert answer.status == status, await answer.text()
        return await answer.text()

    async def post(self, address: str, *, status: int = 200, page: str = "/desk/talks", **fields: Any) -> str:
        """A form sent as a browser would: with the token of a page, and following where it leads."""
        token = re.search(r'name="csrf" value="([^"]+)"', await self.get(page))
        assert token is not None
        data = [("csrf", token[1])]
        for name, value in fields.items():
            data += [(name, each) for each in value] if isinstance(value, list) else [(name, value)]
        answer = await self.client.post(address, data=data)
        assert answer.status == status, await answer.text()
        return await answer.text()


Visit = Callable[[str], Awaitable[Visitor]]


@pytest_asyncio.fixture
async def visit(city: City) -> AsyncIterator[Visit]:
    """Signs a recruiter in, by name, at a running desk."""
    clients: list[Client] = []

    async def come(name: str) -> Visitor:
        cookies = await sign_in(city.house, city.ids[name])
        client = TestClient(TestServer(desk_app(city.house)), cookies=cookies)
        await client.start_server()
        clients.append(client)
        return Visitor(client)

    yield come
    for client in clients:
        await client.close()
