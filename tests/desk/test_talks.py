"""Talks: taken over by one, written in by that one only, handed back, and the list of those that need a person."""

from __future__ import annotations

from sqlalchemy import update

from bot.store.tables import candidacy
from tests.desk.conftest import ANNA, BO, LENE, City, Visit

METTE = "/desk/candidates/c-Mette"


async def test_a_talk_is_taken_and_the_second_is_told_who_has_it(city: City, visit: Visit) -> None:
    anna, bo = await visit(ANNA), await visit(BO)
    page = await anna.post(f"{METTE}/take")
    assert "Du har samtalen med Mette." in page
    assert "Linjen tier." in page
    page = await bo.post(f"{METTE}/take", status=422)
    assert f"{ANNA} var først og har samtalen." in page
    assert (await city.row("conversation", "talk Mette")).holder_id == city.ids[ANNA]
    (told,) = await city.rows("message", direction="out")
    assert "Anna" in told.body


async def test_only_the_holder_writes(city: City, visit: Visit) -> None:
    anna, bo = await visit(ANNA), await visit(BO)
    page = await anna.post(f"{METTE}/write", status=422, body="Hej")
    assert "Tag samtalen over" in page
    await anna.post(f"{METTE}/take")
    await bo.post(f"{METTE}/write", status=422, body="Hej")
    await anna.post(f"{METTE}/write", status=422, body="   ")
    page = await anna.post(f"{METTE}/write", status=422, body="Er det 010190-1234?")
    assert "Der står et CPR-nummer i beskeden." in page
    await anna.post(f"{METTE}/write", body="Hej Mette, er du der?")
    assert (await city.row("candidacy", "Mette")).due_at is not None  # Only who says so has kept the promise.
    page = await anna.post(f"{METTE}/write?open=talk", body="Hej Mette, kan du tale kl. 14?", keeps="yes")
    assert "Beskeden til Mette er på vej." in page
    assert "Hej Mette, kan du tale kl. 14?" in page  # What was folded out stays so.
    *_, sent = await city.rows("message", direction="out")
    assert (sent.author, sent.segments) == (f"recruiter:{city.ids[ANNA]}", 1)
    (promise,) = await city.rows("promise")
    assert promise.kept_how == "message"
    assert "skrev til kandidaten" in await anna.get(f"{METTE}?open=history")


async def test_a_lead_hands_back_for_another_and_a_colleague_does_not(city: City, visit: Visit) -> None:
    anna, bo, lene = await visit(ANNA), await visit(BO), await visit(LENE)
    await anna.post(f"{METTE}/take")
    page = await bo.post(f"{METTE}/hand-back", status=422)
    assert f"Det er {ANNA}, der har samtalen." in page
    assert "Giv samtalen tilbage" not in await bo.get(METTE)
    page = await lene.post(f"{METTE}/hand-back")
    assert "Linjen har samtalen med Mette igen." in page
    assert (await city.row("conversation", "talk Mette")).holder_id is None


async def test_the_list_of_talks(city: City, visit: Visit) -> None:
    anna, bo = await visit(ANNA), await visit(BO)
    assert "Ingen venter på et menneske." in await anna.get("/desk/talks")
    await city.candidate("Ring", needs="call")
    await city.candidate("Fald", needs="alert")
    await city.candidate("Leder", needs="unit")
    await city.candidate("Udfald", needs="outcome")
    page = await anna.get("/desk/talks")
    assert page.index("Fald") < page.index("Ring") < page.index("Leder")
    assert "Udfald" not in page  # Nobody wrote: it stands in the queue.
    assert "Mette" not in page
    await bo.post("/desk/candidates/c-Ring/take")
    page = await anna.get("/desk/talks")
    assert f"{BO} siden" in page
    assert "Kollegers samtaler" in page
    assert "Dine samtaler" in await bo.get("/desk/talks")


async def test_what_asked_for_a_person_is_seen_to(city: City, visit: Visit) -> None:
    async with city.house.database.transaction() as connection:
        await connection.execute(update(candidacy).where(candidacy.c.id == city.ids["Mette"]).values(needs="call"))
    anna = await visit(ANNA)
    assert "Ubesvaret opkald" in await anna.get(METTE)
    await anna.post(f"{METTE}/settle")
    assert (await city.row("candidacy", "Mette")).needs == "match"
