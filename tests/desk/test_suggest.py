"""Suggesting: nothing before it is seen, a reason for another than the first, one recruiter at a time, and a way back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import update

from bot.store.tables import promise
from tests.desk.conftest import ANNA, BO, City, Visit, Visitor

METTE = "/desk/candidates/c-Mette"


async def seen(visitor: Visitor, vacancy: str) -> str:
    """The mark of the ranking on the preview of a vacancy."""
    found = re.search(r'name="seen" value="([^"]+)"', await visitor.get(f"{METTE}/suggest?vacancy={vacancy}"))
    assert found is not None
    return found[1]


async def promised(city: City, *, days: int) -> datetime:
    """Mette is promised to hear from us at noon, so many days from today."""
    due = city.house.on_day(city.house.local(city.house.now()).date() + timedelta(days=days), hour=12)
    async with city.house.database.transaction() as connection:
        await connection.execute(update(promise).values(due_at=due))
    return due


async def test_the_preview_shows_all_of_it_and_changes_nothing(city: City, visit: Visit) -> None:
    page = await (await visit(ANNA)).get(f"{METTE}/suggest?vacancy=v-sol")
    for expected in (
        "Foreslå Mette for Solgården?",
        "Intet er sendt endnu.",
        "Leder Lund",
        "example.org",
        "Foreslået fordi: faget passer",
        "Stedet svarer senest onsdag 25. nov. 12.00",
        "Send forslaget",
    ):
        assert expected in page
    letter = page.partition('<pre class="desk-letter">')[2].partition("</pre>")[0]
    assert "Mette" not in letter
    for table in ("suggestion", "ranking", "message"):
        assert [row for row in await city.rows(table) if table != "message" or row.direction == "out"] == []


async def test_a_suggestion_goes_out_and_the_next_candidate_opens(city: City, visit: Visit) -> None:
    await city.candidate("Efter", due=city.house.now() + timedelta(hours=9))
    anna = await visit(ANNA)
    page = await anna.post(f"{METTE}/suggest", vacancy="v-sol", seen=await seen(anna, "v-sol"))
    assert "Efter · SOSU-assistent" in page
    assert "Mette er foreslået for Solgården." in page
    (made,) = await city.rows("suggestion")
    assert (made.state, made.suggested_by, made.override) == ("sent", city.ids[ANNA], "")
    (kept,) = await city.rows("ranking")
    assert (made.ranking_id, kept.candidacy_id) == (kept.id, city.ids["Mette"])
    assert (await city.row("candidacy", "Mette")).needs is None
    # And back again, from the line on the screen.
    assert 'action="/desk/candidates/c-Mette/withdraw"' in page
    page = await anna.post(f"{METTE}/withdraw", code=made.code)
    assert "Forslaget er trukket tilbage. Mette er i køen igen." in page
    assert (await city.rows("suggestion"))[0].state == "withdrawn"
    assert (await city.row("candidacy", "Mette")).needs == "match"
    await anna.post(f"{METTE}/withdraw", code=made.code, status=422)
    await anna.post(f"{METTE}/withdraw", code="0000", status=404)


async def test_another_than_the_first_takes_a_reason(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    mark = await seen(anna, "v-strand")
    page = await anna.get(f"{METTE}/suggest?vacancy=v-strand")
    assert "Hvorfor ikke Solgården, der ligger øverst?" in page
    page = await anna.post(f"{METTE}/suggest", status=409, vacancy="v-strand", seen=mark, reason="")
    assert "Skriv med få ord, hvorfor du vælger dette." in page
    assert await city.rows("ranking") == []
    page = await anna.post(
        f"{METTE}/suggest", status=409, vacancy="v-strand", seen=mark, reason="De vil have en ung mand"
    )
    assert "De vil have en ung mand" in page  # What was written is not lost.
    page = await anna.post(f"{METTE}/suggest", status=409, vacancy="v-strand", seen=mark, reason="Se 010190-1234")
    assert "Der står et CPR-nummer i begrundelsen." in page
    assert "1234" not in page
    await anna.post(f"{METTE}/suggest", vacancy="v-strand", seen=mark, reason="Mette kender stedet fra sin praktik")
    (made,) = await city.rows("suggestion")
    assert made.override == "Mette kender stedet fra sin praktik"


async def test_the_second_recruiter_is_told_who_was_first(city: City, visit: Visit) -> None:
    anna, bo = await visit(ANNA), await visit(BO)
    first, second = await seen(anna, "v-sol"), await seen(bo, "v-sol")
    await anna.post(f"{METTE}/suggest", vacancy="v-sol", seen=first)
    # Anna's suggestion changed what Solgården has received, too, but that is not what Bo needs to hear.
    for vacancy in ("v-sol", "v-strand", "v-valby", "nothing"):
        for reason in ("", "Se 010190-1234"):
            page = await bo.post(f"{METTE}/suggest", status=409, vacancy=vacancy, seen=second, reason=reason)
            assert f"{ANNA} var først: kandidaten er allerede foreslået for Solgården (10.00)." in page
            assert "Rangeringen er ændret" not in page
            assert "1234" not in page
    page = await bo.get(f"{METTE}/suggest?vacancy=v-sol")
    assert f"{ANNA} var først" in page
    assert re.search(r'type="submit" disabled', page)
    assert len(await city.rows("suggestion")) == 1
    page = await bo.get(METTE)
    assert "Foreslået for Solgården" in page
    assert ANNA in page
    assert "Foreslå for" not in page


async def test_a_ranking_that_changed_is_looked_at_again(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    mark = await seen(anna, "v-sol")
    await city.vacancy("Strandlund", "more", openings=9)
    page = await anna.post(f"{METTE}/suggest", status=409, vacancy="v-sol", seen=mark)
    assert "Rangeringen er ændret, siden du så den." in page
    assert await city.rows("suggestion") == []


async def test_a_place_that_does_not_fit_cannot_be_suggested(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    for vacancy in ("v-valby", "nothing", ""):
        page = await anna.get(f"{METTE}/suggest?vacancy={vacancy}", status=409)
        assert "Stedet kan ikke vælges mere" in page
    await anna.post(f"{METTE}/suggest", status=409, vacancy="v-valby", seen="x")
    assert await city.rows("suggestion") == []


async def test_when_the_first_has_answered_the_reason_writes_itself(city: City, visit: Visit) -> None:
    now = city.house.now()
    common = {"candidacy_id": city.ids["Mette"], "code": "4711", "proposed_at": now, "released_at": now}
    place = {"vacancy_id": city.ids["sol"], "unit_id": city.ids["Solgården"], "suggested_by": city.ids[ANNA]}
    await city.add("suggestion", "declined", **common, **place, state="declined", decline_reason="filled")
    anna = await visit(ANNA)
    page = await anna.get(METTE)
    assert "sagde nej" in page
    assert page.index("data-suggest") > page.index("Foreslå for Strandlund") - 400
    assert "Solgården har allerede svaret." in await anna.get(f"{METTE}/suggest?vacancy=v-strand")


async def test_a_promise_that_does_not_leave_a_unit_its_time_is_renewed_with_honest_words(
    city: City, visit: Visit
) -> None:
    due = await promised(city, days=1)
    anna = await visit(ANNA)
    page = await anna.get(f"{METTE}/suggest?vacancy=v-sol")
    assert "Stedet svarer senest onsdag 25. nov. 12.00" in page
    assert "Løftet til Mette flyttes fra i morgen 12.00 til torsdag 26. nov. 12.00." in page
    words = (
        "Hej Mette. Det tager lidt længere at finde det rigtige sted til dig, end vi lovede. "
        "Du hører fra os senest torsdag 26. november kl. 12."
    )
    assert words in page
    await anna.post(f"{METTE}/suggest", vacancy="v-sol", seen=await seen(anna, "v-sol"))
    (said,) = [row for row in await city.rows("message") if row.direction == "out" and row.conversation_id]
    assert said.body == words
    old, new = await city.rows("promise")
    assert (old.due_at, old.kept_how) == (due, "renewed")
    assert (new.kept_at, new.due_at) == (None, due + timedelta(days=2))


async def test_a_deadline_that_moved_since_is_shown_before_anything_is_sent(city: City, visit: Visit) -> None:
    await promised(city, days=2)
    anna = await visit(ANNA)
    mark = await seen(anna, "v-sol")
    assert "Stedet svarer senest onsdag 25. nov. 09.00" in await anna.get(f"{METTE}/suggest?vacancy=v-sol")
    await promised(city, days=1)
    page = await anna.post(f"{METTE}/suggest", status=409, vacancy="v-sol", seen=mark)
    assert "Fristerne er rykket, siden du så dem." in page
    assert "Løftet til Mette flyttes" in page
    assert await city.rows("suggestion") == []
