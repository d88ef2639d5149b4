"""Units: what they lack and owe, and their vacancies added, changed and closed from the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.desk.conftest import ANNA, City, Visit

SOL = "/desk/units/u-Solgaarden"
GOOD: dict[str, Any] = {
    "role": "sosu_hjaelper",
    "employment": "fast",
    "openings": "2",
    "hours_min": "28",
    "hours_max": "32,5",
    "shifts": ["aften", "nat"],
    "start": "2027-02-01",
    "note": "God tid til beboerne",
}


async def test_units_with_an_answer_due_stand_first(city: City, visit: Visit) -> None:
    now = city.house.now()
    place = {"vacancy_id": city.ids["valby"], "unit_id": city.ids["Valbyhus"], "suggested_by": city.ids[ANNA]}
    life = {"state": "sent", "code": "4711", "proposed_at": now, "answer_by": now - timedelta(hours=1)}
    await city.add("suggestion", "s", candidacy_id=city.ids["Mette"], **place, **life)
    anna = await visit(ANNA)
    page = await anna.get("/desk/units")
    assert page.index("Valbyhus") < page.index("Solgården") < page.index("Strandlund")
    assert "overskredet" in page
    assert "Mette" in await anna.get("/desk/units/u-Valbyhus")
    page = await anna.get("/desk/units?q=amager strand")
    assert "Strandlund" in page
    assert "Solgården" not in page
    assert "Ingen enhed hedder det." in await anna.get("/desk/units?q=%25zzz")


async def test_a_vacancy_is_added_changed_and_closed(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{SOL}/vacancies", **GOOD)
    assert "Stillingen er gemt." in page
    assert "28-32,5 timer" in page
    *_, added = await city.rows("vacancy", unit_id=city.ids["Solgården"])
    assert (added.hours_min, added.hours_max, added.shifts, added.openings) == (280, 325, ["aften", "nat"], 2)
    await anna.post(f"{SOL}/vacancies", **{**GOOD, "vacancy": added.public_id, "openings": "1"})
    *_, changed = await city.rows("vacancy", unit_id=city.ids["Solgården"])
    assert (changed.id, changed.openings) == (added.id, 1)
    await anna.post(f"{SOL}/close", vacancy=added.public_id)
    *_, closed = await city.rows("vacancy", unit_id=city.ids["Solgården"])
    assert closed.closed_at is not None
    await anna.post(f"{SOL}/close", vacancy=added.public_id, status=404)
    verbs = [row.verb for row in await city.rows("event", stream_id=city.ids["Solgården"])]
    assert verbs == ["vacancy_added", "vacancy_changed", "vacancy_closed"]
    assert "lukkede en stilling" in await anna.get("/desk/trail/u-Solgaarden")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"openings": "0"}, "1 til 50"),
        ({"openings": "mange"}, "1 til 50"),
        ({"openings": "1" * 5000}, "1 til 50"),
        ({"hours_min": "99"}, "1 til 48"),
        ({"hours_min": "37", "hours_max": "20"}, "Det mindste timetal"),
        ({"role": "konge"}, "Vælg fag"),
        ({"start": "i morgen"}, "Skriv datoer"),
        ({"note": "Vi søger en ung kvinde"}, "ingen vælges efter køn"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_lost(
    city: City, visit: Visit, wrong: dict[str, str], words: str
) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{SOL}/vacancies", status=422, **{**GOOD, **wrong})
    assert words in page
    assert wrong.get("note", "God tid til beboerne") in page
    assert len(await city.rows("vacancy", unit_id=city.ids["Solgården"])) == 1


async def test_a_vacancy_of_another_unit_is_left_alone(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    await anna.post(f"{SOL}/close", vacancy="v-valby", status=404)
    await anna.post(f"{SOL}/vacancies", status=404, **{**GOOD, "vacancy": "v-valby"})
    assert (await city.row("vacancy", "valby")).closed_at is None


async def test_a_cpr_number_is_not_kept_in_a_vacancys_note(city: City, visit: Visit) -> None:
    page = await (await visit(ANNA)).post(f"{SOL}/vacancies", status=422, **{**GOOD, "note": "Efter 010190-1234"})
    assert "Noten må ikke indeholde et CPR-nummer." in page
    assert "1234" not in page
