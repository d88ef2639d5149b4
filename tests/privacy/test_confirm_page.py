"""The desk's page on which a recruiter confirms a deletion."""

from __future__ import annotations

from tests.desk.conftest import ANNA, BO, City, Visit
from tests.privacy.everything import traces

PAGE = "/desk/candidates/c-Mia"
LAST = "Alt om dig er nu slettet hos joblinjen."


async def test_a_button_leads_to_what_will_happen(city: City, visit: Visit) -> None:
    await city.candidate("Mia", stage="erased", needs="erase", facts={})
    anna = await visit(ANNA)
    assert "Bekræft sletning" in await anna.get(PAGE)
    asked = await anna.get(f"{PAGE}/erase")
    assert LAST in asked
    assert "Det kan ikke fortrydes" in asked
    # Beside the list only this part of the page is fetched.
    part = await anna.get(f"{PAGE}/erase", part=True)
    assert LAST in part
    assert "<html" not in part
    assert not await city.rows("event", verb="erasure_confirmed")


async def test_a_recruiter_confirms(city: City, visit: Visit) -> None:
    number = await city.candidate("Mia", stage="erased", needs="erase", facts={})
    anna, bo = await visit(ANNA), await visit(BO)
    assert "Sletningen er bekræftet." in await anna.post(f"{PAGE}/erase", page=f"{PAGE}/erase")
    assert (await city.row("candidacy", "Mia")).needs is None
    (told,) = await city.rows("message", conversation_id=city.ids["talk Mia"], direction="out")
    assert (told.body, told.extra) == (LAST, {"last_word": "erased"})
    assert [event.actor for event in await city.rows("event", verb="erasure_confirmed")] == [
        f"recruiter:{city.ids[ANNA]}"
    ]
    # Bo had the page open as well.
    assert "Sletningen er allerede bekræftet." in await bo.post(f"{PAGE}/erase", status=422)
    assert len(await city.rows("message", conversation_id=city.ids["talk Mia"], direction="out")) == 1
    jobs = [row for row in traces(city.house.database.url, "privacy.forget") if str(number) in row]
    assert len(jobs) == 1


async def test_nothing_to_confirm(city: City, visit: Visit) -> None:
    await city.candidate("Mia", needs="human")
    anna = await visit(ANNA)
    assert "Bekræft sletning" not in await anna.get(f"{PAGE}/erase")
    await anna.post(f"{PAGE}/erase", status=422)
    assert (await city.row("candidacy", "Mia")).stage == "confirmed"


async def test_only_for_those_signed_in_and_with_a_token(city: City, visit: Visit) -> None:
    await city.candidate("Mia", stage="erased", needs="erase", facts={})
    anna = await visit(ANNA)
    assert (await anna.client.post(f"{PAGE}/erase", data={})).status == 403
    anna.client.session.cookie_jar.clear()
    assert (await anna.client.get(f"{PAGE}/erase", allow_redirects=False)).status == 303
    assert (await city.row("candidacy", "Mia")).needs == "erase"
