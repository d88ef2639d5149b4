"""A small town for the tests of the pool: units, vacancies, and a candidate's answers, written as plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.tables import answer, candidacy, person, suggestion, unit, vacancy

ASSISTANT: dict[str, Any] = {
    "role": "sosu_assistent",
    "authorised:sosu_assistent": True,
    "areas": ["Amager Øst", "Amager Vest"],
    "hours_per_week": {"min": 32, "max": 32},
    "shifts": ["dag"],
    "start": "2027-02-01",
    "employment": ["fast"],
}


async def a_unit(connection: AsyncConnection, house: House, name: str, **more: Any) -> int:
    row = {
        "employer_id": house.employer.id,
        "public_id": f"unit-{name}",
        "reference": name,
        "name": name,
        "unit_type": "plejehjem",
        "district": "Amager Øst",
        "latitude": 55.6636,
        "longitude": 12.6247,
        "leader_email": "leder@units.example",
    }
    return (await connection.execute(unit.insert().returning(unit.c.id), {**row, **more})).scalar_one()


async def a_vacancy(connection: AsyncConnection, house: House, unit_id: int, name: str, **more: Any) -> int:
    row = {
        "employer_id": house.employer.id,
        "public_id": f"vacancy-{name}",
        "reference": name,
        "unit_id": unit_id,
        "role": "sosu_assistent",
        "openings": 1,
        "hours_min": 320,
        "hours_max": 370,
        "shifts": ["dag"],
        "employment": "fast",
        "opened_on": date(2026, 11, 2),
    }
    return (await connection.execute(vacancy.insert().returning(vacancy.c.id), {**row, **more})).scalar_one()


async def a_candidacy(connection: AsyncConnection, house: House, facts: Mapping[str, Any], **more: Any) -> int:
    number = (
        await connection.execute(
            person.insert().returning(person.c.id), {"employer_id": house.employer.id, "created_at": house.now()}
        )
    ).scalar_one()
    row = {
        "employer_id": house.employer.id,
        "person_id": number,
        "public_id": f"candidacy-{number}",
        "stage": "confirmed",
        "created_at": house.now(),
    }
    found = (await connection.execute(candidacy.insert().returning(candidacy.c.id), {**row, **more})).scalar_one()
    for fact, value in facts.items():
        await an_answer(connection, house, found, fact, value)
    return int(found)


async def an_answer(
    connection: AsyncConnection, house: House, candidacy_id: int, fact: str, value: Any, **more: Any
) -> None:
    row = {
        "employer_id": house.employer.id,
        "candidacy_id": candidacy_id,
        "fact": fact,
        "value": value,
        "said_by": "candidate",
        "said_at": house.now(),
    }
    await connection.execute(answer.insert(), {**row, **more})


async def a_suggestion(
    connection: AsyncConnection, house: House, candidacy_id: int, vacancy_id: int, unit_id: int, **more: Any
) -> None:
    by = (
        await connection.execute(
            text(
                "INSERT INTO recruiter (employer_id, issuer, subject, name, role) VALUES (:e, 'i', :s, 'R', 'lead') "
                "RETURNING id"
            ),
            {"e": house.employer.id, "s": f"{candidacy_id}-{vacancy_id}"},
        )
    ).scalar_one()
    row = {
        "employer_id": house.employer.id,
        "candidacy_id": candidacy_id,
        "vacancy_id": vacancy_id,
        "unit_id": unit_id,
        "state": "sent",
        "code": str(1000 + candidacy_id),
        "suggested_by": by,
        "proposed_at": house.now(),
    }
    await connection.execute(suggestion.insert(), {**row, **more})
