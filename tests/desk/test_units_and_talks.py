"""What a unit's leader wrote is read where the suggestion is; how an interview went is said from the candidate's page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.door import Inbound
from bot.line.talk import write_to_unit
from bot.store.tables import candidacy, unit
from bot.units.answers import answer_by_text
from tests.desk.conftest import ANNA, BO, City, Visit

METTE = "/desk/candidates/c-Mette"
PHONE = "+4526123456"


async def suggested(city: City, **more: Any) -> None:
    """Mette is before Solgården, whose leader likes to text."""
    now = city.house.now()
    place = {"vacancy_id": city.ids["sol"], "unit_id": city.ids["Solgården"], "suggested_by": city.ids[ANNA]}
    values = {"state": "sent", "code": "4711", "proposed_at": now, "answer_by": now + timedelta(days=1), **more}
    await city.add("suggestion", "before them", candidacy_id=city.ids["Mette"], **place, **values)
    async with city.house.database.transaction() as connection:
        await connection.execute(update(unit).where(unit.c.id == city.ids["Solgården"]).values(leader_phone=PHONE))


async def test_a_leaders_own_words_are_read_by_whoever_has_the_suggestion(city: City, visit: Visit) -> None:
    await suggested(city)
    words = "Hej, har hun erfaring med demens? " * 8
    inbound = Inbound("sms", "SM1", PHONE, "+4570201530", words, city.house.now())
    async with city.house.database.transaction() as connection:
        reply = await answer_by_text(connection, city.house, inbound)
        assert reply is not None
        await write_to_unit(connection, city.house, city.ids["Solgården"], reply)
    said = {"channel": "sms", "address": PHONE, "author": "unit", "status": "received", "at": city.house.now()}
    place = {"unit_id": city.ids["Solgården"], "direction": "in", "day": city.house.now().date(), "attempts": 0}
    await city.add("message", "from the leader", body=words, media=0, **said, **place)
    anna = await visit(ANNA)
    page = await anna.get(METTE)
    assert "Enheden har skrevet" in page
    assert "Læs, hvad Solgården skriver" in page
    address = page.partition('href="/desk/units/')[2].partition("#unit-talk")[0]
    page = await anna.get(f"/desk/units/{address}")
    talk = page.partition('id="unit-talk"')[2]
    assert words.strip() in talk
    assert "Navn og nummer får du, når samtalen er aftalt." in talk
    # What is said there is no candidate's talk.
    await anna.post(f"{METTE}/take")
    assert "erfaring med demens" not in await anna.get(f"{METTE}?open=talk")


async def test_one_leaders_texts_are_not_shown_at_another_unit(city: City, visit: Visit) -> None:
    await suggested(city)
    async with city.house.database.transaction() as connection:
        await write_to_unit(connection, city.house, city.ids["Solgården"], "Kun til Solgården.")
    anna = await visit(ANNA)
    page = await anna.get("/desk/units")
    links = {part.partition('"')[0] for part in page.split('href="/desk/units/')[1:]}
    shown = [link for link in links if "Kun til Solgården." in await anna.get(f"/desk/units/{link}")]
    assert len(shown) == 1


async def test_after_an_interview_is_off_the_desk_says_who_was_asked_for_what(city: City, visit: Visit) -> None:
    await suggested(city, state="accepted", answered_at=city.house.now())
    chosen = city.house.now() + timedelta(days=2)
    meeting = {"suggestion_id": city.ids["before them"], "unit_id": city.ids["Solgården"], "public_id": "i"}
    await city.add(
        "interview", "off", candidacy_id=city.ids["Mette"], state="cancelled", times=[chosen], chosen=chosen, **meeting
    )
    anna = await visit(ANNA)
    page = await anna.get(METTE)
    assert "samtale aflyst" in page
    assert "stedet er bedt om nye tider" in page
    assert "svar senest" in page
    due = city.house.local((await city.row("suggestion", "before them")).answer_by)
    assert f"{due:%H.%M}" in await anna.get("/desk/units")
    address = page.partition('href="/desk/units/')[2].partition("#unit-talk")[0]
    assert "stedet er bedt om nye tider" in await anna.get(f"/desk/units/{address}")


async def test_the_talk_stands_open_for_whoever_holds_it(city: City, visit: Visit) -> None:
    anna, bo = await visit(ANNA), await visit(BO)
    await anna.post(f"{METTE}/take")
    assert "Vis nummer og samtale" not in await anna.get(METTE)
    assert "Vis nummer og samtale" in await bo.get(METTE)
    assert [row.actor for row in await city.rows("event", verb="opened")] == [f"recruiter:{city.ids[ANNA]}"]


@pytest.mark.parametrize(
    ("said", "reason", "stage"),
    [("yes", "hired", "hired"), ("no", "not_hired", "confirmed"), ("absent", "no_show", "confirmed")],
)
async def test_a_recruiter_who_is_asked_says_how_the_interview_went(
    city: City, visit: Visit, said: str, reason: str, stage: str
) -> None:
    await suggested(city, state="accepted", answered_at=city.house.now())
    now = city.house.now()
    meeting = {"suggestion_id": city.ids["before them"], "unit_id": city.ids["Solgården"], "public_id": "i"}
    chosen = now - timedelta(days=5)
    await city.add(
        "interview", "met", candidacy_id=city.ids["Mette"], state="agreed", times=[chosen], chosen=chosen, **meeting
    )
    async with city.house.database.transaction() as connection:
        await connection.execute(update(candidacy).where(candidacy.c.id == city.ids["Mette"]).values(needs="outcome"))
    anna = await visit(ANNA)
    page = await anna.get(METTE)
    assert "Hvordan gik samtalen?" in page
    for button in ("De blev enige: ansat", "Det blev ikke til noget", "Kandidaten kom ikke"):
        assert button in page
    await anna.post(f"{METTE}/conclude", code="4711", hired=said)
    (made,) = await city.rows("suggestion")
    assert made.decline_reason == reason
    person = await city.row("candidacy", "Mette")
    assert (person.stage, person.needs) == (stage, None if stage == "hired" else "match")
