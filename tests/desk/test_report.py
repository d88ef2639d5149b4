"""The numbers a lead needs: counted right, nobody by name, small groups told as small, fast with many."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.desk import report
from bot.desk.report import FEW, spread_of
from bot.desk.report_page import span_in_words
from tests.desk.conftest import ANNA, FACTS, LENE, City, Visit


async def counted(city: City, days: int = 30) -> report.Numbers:
    """The numbers of the last days."""
    async with city.house.database.transaction() as connection:
        return await report.numbers(connection, city.house, city.house.now() - timedelta(days=days))


async def suggested(city: City, who: str, post: str, unit: str, **more: Any) -> None:
    """A suggestion made four days ago; `released_at` unless it is live."""
    then = city.house.now() - timedelta(days=4)
    common = {"candidacy_id": city.ids[who], "vacancy_id": city.ids[post], "unit_id": city.ids[unit]}
    made = {"code": f"{len(city.ids)}", "suggested_by": city.ids[ANNA], "proposed_at": then}
    await city.add("suggestion", f"{who} {post}", **{**common, **made, **more})


async def test_promises_are_kept_late_moved_broken_or_open(city: City) -> None:
    now, mette = city.house.now(), city.ids["Mette"]
    made, due = now - timedelta(days=5), now - timedelta(days=3)
    for name, kept, how in (
        ("in time", due - timedelta(hours=1), "call"),
        ("late", due + timedelta(hours=1), "message"),
        ("moved", due - timedelta(hours=2), "renewed"),
        ("broken", None, None),
    ):
        row = {"candidacy_id": mette, "kind": "hear_from_us", "made_at": made, "due_at": due}
        await city.add("promise", name, **row, kept_at=kept, kept_how=how)
    found = (await counted(city)).promises
    # Mette's own, of the city, is due this afternoon.
    assert (found.kept, found.late, found.moved, found.broken, found.open) == (1, 1, 1, 1, 1)
    assert (await counted(city)).kept_share == 25
    assert (await counted(city, days=1)).kept_share is None


async def test_suggestions_are_told_by_unit_and_role_with_how_they_ended(city: City) -> None:
    now = city.house.now()
    for name in ("Aa", "Bb", "Cc"):
        await city.candidate(name)
    await suggested(city, "Mette", "sol", "Solgården", state="sent", answer_by=now - timedelta(hours=1))
    await suggested(
        city, "Aa", "sol", "Solgården", state="declined", answered_at=now - timedelta(days=3), released_at=now
    )
    await suggested(city, "Bb", "strand", "Strandlund", state="accepted", decline_reason="hired", released_at=now)
    await suggested(city, "Cc", "strand", "Strandlund", state="withdrawn", released_at=now)
    found = await counted(city)
    rows = {row.name: (row.openings, row.suggestions, row.yes, row.no, row.silent, row.hired) for row in found.by_unit}
    assert rows == {
        "Solgården": (3, 2, 0, 1, 0, 0),
        "Strandlund": (2, 1, 1, 0, 0, 1),
        "Valbyhus": (2, 0, 0, 0, 0, 0),
    }
    assert found.by_unit[0].name == "Valbyhus"
    assert [(row.code, row.suggestions) for row in found.by_role] == [("sosu_assistent", 3)]
    assert (found.before_units.number, found.before_units.late) == (1, 1)
    assert (found.unit_answer.asked, found.unit_answer.answered) == (3, 1)
    assert float(found.unit_answer.median) == 24 * 3600
    assert (found.spread.units, found.spread.without, found.spread.most) == (3, 1, 2)


async def test_the_first_answer_is_the_first_thing_a_person_did(city: City) -> None:
    now = city.house.now()
    await city.candidate("Aa")
    async with city.house.database.transaction() as connection:
        await connection.execute(text("UPDATE candidacy SET confirmed_at = :at"), {"at": now - timedelta(days=5)})
    await suggested(city, "Mette", "sol", "Solgården", state="sent")
    found = (await counted(city)).first_answer
    assert (found.confirmed, found.answered) == (2, 1)
    assert float(found.median) == 24 * 3600


async def test_groups_are_counted_and_small_ones_not_told(city: City, visit: Visit) -> None:
    for number in range(FEW):
        await city.candidate(f"Valby{number}", facts={**FACTS, "areas": ["Valby"]})
    async with city.house.database.transaction() as connection:
        await connection.execute(text("UPDATE candidacy SET confirmed_at = :at"), {"at": city.house.now()})
    found = await counted(city)
    assert {row.code: row.people for row in found.by_area} == {"Valby": FEW, "Amager Vest": 1, "Amager Øst": 1}
    assert {row.code: row.people for row in found.by_language} == {"da": FEW + 1}
    lene = await visit(LENE)
    page = await lene.get("/desk/report")
    assert re.search(r"Amager Øst</th><td[^>]*>under 5", page)
    assert re.search(rf"Valby</th><td>{FEW}</td>", page)
    for name in ("Mette", "Valby1"):
        assert name not in page, "the numbers name nobody"


@pytest.mark.parametrize("asked", ["", "?days=7", "?days=365&all=1", "?days=5", "?days=-1", "?days=99999", "?days=x"])
async def test_every_period_opens_in_both_languages(city: City, visit: Visit, asked: str) -> None:
    lene = await visit(LENE)
    assert "Solidaritet" in await lene.get(f"/desk/report{asked}")
    english = await lene.get(f"/desk/report{asked}{'&' if asked else '?'}language=en")
    assert "Solidarity" in english
    assert ">None<" not in english


def test_an_even_spread_is_nought_and_all_to_one_is_near_one() -> None:
    assert spread_of([(2, 2), (1, 1), (3, 3)]).gini == 0
    assert spread_of([(0, 1)] * 9 + [(10, 1)]).gini == 0.9
    assert spread_of([(0, 1), (0, 2)]).gini is None
    assert spread_of([]).gini is None
    # Somebody with twice the openings who gets twice as many is not favoured.
    assert spread_of([(2, 1), (4, 2)]).gini == 0
    # A unit that lacks nobody any more is outside the question.
    assert spread_of([(5, 0), (1, 1)]).units == 1


@pytest.mark.parametrize(
    ("seconds", "danish", "english"),
    [
        (None, "–", "–"),
        (0, "0 min.", "0 min."),
        (40 * 60, "40 min.", "40 min."),
        (3 * 3600, "3 timer", "3 hours"),
        (72 * 3600, "3 døgn", "3 days"),
    ],
)
def test_spans_are_said_as_people_say_them(seconds: float | None, danish: str, english: str) -> None:
    assert (span_in_words(seconds, "da"), span_in_words(seconds, "en")) == (danish, english)
