"""A CPR number a recruiter writes is not kept, and the recruiter is told that it was not."""

from __future__ import annotations

from sqlalchemy import select

from bot.house import House
from bot.store.tables import note
from tests.desk.conftest import ANNA, City, Visit

METTE = "/desk/candidates/c-Mette"
CPR = "010190-1234"


async def bodies(house: House) -> list[str]:
    async with house.database.engine.connect() as connection:
        return list((await connection.execute(select(note.c.body).order_by(note.c.id))).scalars())


async def test_a_note(house: House, city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{METTE}/notes", body=f"Ringet op, cpr {CPR}")
    assert "CPR-nummeret i den er fjernet" in page
    assert CPR not in page
    assert not any(CPR in body for body in await bodies(house))
    page = await anna.post(f"{METTE}/notes", body="Ringet op.")
    assert "Noten er gemt." in page
    assert "CPR" not in page


async def test_a_reason_to_wait(house: House, city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{METTE}/park", until="2026-12-01", reason=f"ferie, {CPR}")
    assert "CPR-nummeret i begrundelsen er fjernet" in page
    assert not any(CPR in body for body in await bodies(house))


async def test_a_search_that_lapsed_is_opened_on_the_candidates_wish(house: House, city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    await anna.post(f"{METTE}/end", end="withdrawn")
    page = await anna.get(METTE)
    assert "Den blev afsluttet ved en fejl" in page
    await anna.post(f"{METTE}/reopen", asked="call")
    assert (await city.row("candidacy", "Mette")).stage == "confirmed"
    page = await anna.post(f"{METTE}/reopen", status=422, asked="call")
    assert "Søgningen er allerede i gang." in page
