"""A unit's vacancies written from the desk: read from a form, checked, added, changed or closed, and in the trail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.mending import Form
from bot.house import House
from bot.pool.criteria import forbidden_words
from bot.store import trail
from bot.store.database import enqueue, notify
from bot.store.tables import unit, vacancy
from bot.store.trail import Happening
from dialogs.reading.masking import find_cpr, mask_cpr
from wording.language import Language, pick
from wording.work import EMPLOYMENT, ROLES, SHIFTS

MOST_OPENINGS = 50
MOST_HOURS = 48
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form says about a vacancy: its columns, and what is wrong with them, one sentence each."""

    values: dict[str, Any]
    faults: tuple[str, ...]


def read_form(form: Form, language: Language) -> Draft:
    """A vacancy from the desk's form. The values are shown again when there are faults."""
    faults: list[str] = []

    def fault(danish: str, english: str) -> None:
        faults.append(pick(language, danish, english))

    values: dict[str, Any] = {
        "role": str(form.get("role", "")),
        "employment": str(form.get("employment", "")),
        "shifts": [code for code in SHIFTS if code in form.getall("shifts", [])],
        "accepts_unskilled": bool(form.get("accepts_unskilled")),
        "ad_reference": str(form.get("ad_reference", "")).strip()[:80],
        "note": str(form.get("note", "")).strip()[:LONGEST_NOTE],
    }
    if values["role"] not in ROLES or values["employment"] not in EMPLOYMENT:
        fault("Vælg fag og ansættelse.", "Choose a role and a kind of employment.")
    openings = str(form.get("openings", "")).strip()
    values["openings"] = int(openings) if openings.isdecimal() and len(openings) < 4 else 0
    if not 0 < values["openings"] <= MOST_OPENINGS:
        fault("Skriv, hvor mange der mangler, 1 til 50.", "Write how many are lacking, 1 to 50.")
    for name in ("hours_min", "hours_max"):
        values[name] = _tenths(str(form.get(name, "")))
        if values[name] == -1:
            fault("Skriv timer om ugen, 1 til 48.", "Write hours a week, 1 to 48.")
    if None not in (values["hours_min"], values["hours_max"]) and values["hours_min"] > values["hours_max"]:
        fault("Det mindste timetal skal stå først.", "The smaller number of hours comes first.")
    for name in ("start", "ad_valid_until", "expires"):
        written = str(form.get(name, "")).strip()
        try:
            values[name] = date.fromisoformat(written) if written else None
        except ValueError:
            values[name] = None
            fault("Skriv datoer som dag, måned og år.", "Write dates as day, month and year.")
    if found := forbidden_words(values["note"]):
        fault(
            f"Noten må ikke nævne {', '.join(found)}: ingen vælges efter køn, oprindelse, alder, tro, familie eller helbred.",
            f"The note must not mention {', '.join(found)}: nobody is chosen by sex, origin, age, faith, family or health.",
        )
    if find_cpr(values["note"]):
        values["note"] = mask_cpr(values["note"])  # What is shown again is a copy too.
        fault("Noten må ikke indeholde et CPR-nummer.", "The note must not hold a CPR number.")
    return Draft(values, tuple(dict.fromkeys(faults)))


async def save(
    connection: AsyncConnection, house: House, unit_id: int, public_id: str, values: dict[str, Any], recruiter_id: int
) -> bool:
    """Adds a vacancy (no public_id) or changes one of this unit. False if there is none such."""
    now = house.now()
    if public_id:
        number = await connection.scalar(
            update(vacancy)
            .where(vacancy.c.public_id == public_id, vacancy.c.unit_id == unit_id, vacancy.c.closed_at.is_(None))
            .values(**values, confirmed_at=now)
            .returning(vacancy.c.id)
        )
        verb = "vacancy_changed"
    else:
        name = secrets.token_urlsafe(12)
        row = {
            "employer_id": house.employer.id,
            "unit_id": unit_id,
            "public_id": name,
            "reference": f"desk-{name}",
            "opened_on": house.local(now).date(),
            "confirmed_at": now,
        }
        number = await connection.scalar(insert(vacancy).values(**row, **values).returning(vacancy.c.id))
        verb = "vacancy_added"
    if number is None:
        return False
    await _tell(connection, house, unit_id, number, recruiter_id, verb)
    return True


async def close(connection: AsyncConnection, house: House, unit_id: int, public_id: str, recruiter_id: int) -> bool:
    """Closes a vacancy: it leaves every ranking. Suggestions a unit already has stay with the people they concern."""
    number = await connection.scalar(
        update(vacancy)
        .where(vacancy.c.public_id == public_id, vacancy.c.unit_id == unit_id, vacancy.c.closed_at.is_(None))
        .values(closed_at=house.now())
        .returning(vacancy.c.id)
    )
    if number is None:
        return False
    await _tell(connection, house, unit_id, number, recruiter_id, "vacancy_closed")
    return True


async def open_of(connection: AsyncConnection, unit_id: int) -> list[Row[Any]]:
    """A unit's open vacancies, the longest open first."""
    found = await connection.execute(
        select(vacancy)
        .where(vacancy.c.unit_id == unit_id, vacancy.c.closed_at.is_(None))
        .order_by(vacancy.c.opened_on, vacancy.c.id)
    )
    return list(found)


async def unit_of(connection: AsyncConnection, house: House, public_id: str) -> Row[Any] | None:
    """The unit behind the id in an address; None if this employer has none such."""
    found = await connection.execute(
        select(unit).where(unit.c.public_id == public_id, unit.c.employer_id == house.employer.id)
    )
    return found.one_or_none()


async def _tell(
    connection: AsyncConnection, house: House, unit_id: int, vacancy_id: int, recruiter_id: int, verb: str
) -> None:
    actor, data = f"recruiter:{recruiter_id}", {"vacancy": vacancy_id, "unit": unit_id}
    await trail.record(
        connection,
        [
            Happening(house.employer.id, stream, actor, verb, house.now(), data)
            for stream in sorted((unit_id, vacancy_id))
        ],
    )
    await notify(connection, "queue", f"unit:{unit_id}")
    # Who has a place and who has none may have changed for everybody who waits.
    await enqueue(connection, house.database, "desk.count")


def _tenths(written: str) -> int | None:
    plain = written.strip().replace(",", ".")
    if not plain:
        return None
    try:
        hours = float(plain)
    except ValueError:
        return -1
    return round(hours * 10) if 0 < hours <= MOST_HOURS else -1
