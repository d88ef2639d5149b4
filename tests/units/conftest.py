"""A small city for the units' room: two units, two recruiters, candidates who are ready, and a mailbox that is real."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.database import take_ids
from bot.store.tables import (
    answer,
    candidacy,
    contact_point,
    conversation,
    event,
    metadata,
    person,
    suggestion,
)
from bot.units import suggestions
from bot.units.suggestions import Suggested


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

    async def verbs(self, stream: int) -> list[str]:
        return [row.verb for row in await self.rows(event, event.c.stream_id == stream)]


@dataclass
class Advanced:
    """Stands in for the candidate's dialog: which conversations were run without a text."""

    talks: list[int] = field(default_factory=list)

    async def advance(self, connection: AsyncConnection, house: House, conversation_id: int) -> None:
        self.talks.append(conversation_id)


@pytest.fixture
def advanced(monkeypatch: pytest.MonkeyPatch) -> Advanced:
    """The dialog, replaced by a record of when it was run."""
    from bot.line import turns

    heard = Advanced()
    monkeypatch.setattr(turns, "advance", heard.advance)
    return heard


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


__all__ = ["Advanced", "City", "answer", "candidacy", "contact_point", "conversation", "person"]
