"""The plan: made in a job, kept with what it was made from, shown, decided against with its consequence seen first."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import plan_decisions, plans
from bot.desk.plan_decisions import Decision, settled, with_one
from bot.pool import kept_plans
from bot.store import trail
from matching.plan_replay import replay_plan
from matching.pool import Pool
from tests.desk.conftest import ANNA, FACTS, LENE, City, Visit


async def latest(city: City) -> plans.Made:
    """The newest plan; there must be one."""
    async with city.house.database.transaction() as connection:
        made = await plans.latest(connection, city.house)
    assert made is not None
    return made


async def decided(city: City) -> list[tuple[str, str, str]]:
    """The decisions that stand."""
    async with city.house.database.transaction() as connection:
        return [(one.kind, one.candidate, one.vacancy) for one in await plan_decisions.standing(connection, city.house)]


async def suggestion(city: City, **more: Any) -> None:
    """Mette before Solgården."""
    common = {"candidacy_id": city.ids["Mette"], "vacancy_id": city.ids["sol"], "unit_id": city.ids["Solgården"]}
    made = {"code": "4711", "suggested_by": city.ids[ANNA], "proposed_at": city.house.now()}
    await city.add("suggestion", "sol for Mette", **common, **made, **more)


async def made_now(city: City) -> plans.Made:
    """A plan of this moment, by the job itself."""
    await plans.make(city.house)
    return await latest(city)


async def test_before_there_is_a_plan_the_page_says_how_to_get_one(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    assert "Der er ingen plan endnu" in await anna.get("/desk/plan")
    shown = await anna.post("/desk/plan")
    assert "Den venter på en ledig arbejder" in shown
    assert "Lav planen" not in re.sub(r"<h1>.*?</h1>", "", shown)
    jobs = await city.rows("event", verb=plans.ASKED)
    assert [job.actor for job in jobs] == [f"recruiter:{city.ids[ANNA]}"]
    # Asked twice is asked once.
    await anna.post("/desk/plan")
    assert len(await city.rows("event", verb=plans.ASKED)) == 1


async def test_a_plan_is_kept_with_all_it_was_made_from(city: City, visit: Visit) -> None:
    made = await made_now(city)
    assert dict(made.where) == {"c-Mette": "v-sol"}
    assert made.plan.proof.gap == 0
    async with city.house.database.transaction() as connection:
        inputs = await kept_plans.body(connection, made.inputs)
        pool = await plans.pool_of(connection, made)
        assert await trail.verify(connection) == []
    assert inputs is not None
    assert pool is not None
    assert replay_plan(inputs, pool.rules) == made.plan.to_bytes()
    anna = await visit(ANNA)
    page = await anna.get("/desk/plan")
    assert "Solgården" in page
    assert "bevist: ingen plan er bedre" in page


async def test_a_progress_that_was_cut_short_is_asked_for_again(city: City) -> None:
    async with city.house.database.transaction() as connection:
        await plans.ask(connection, city.house, "line")
        assert (await plans.progress(connection, city.house)) is not None
    city.house.clock.pass_(minutes=11)  # type: ignore[attr-defined]
    async with city.house.database.transaction() as connection:
        assert await plans.progress(connection, city.house) is None


async def test_who_is_before_a_unit_or_set_to_wait_is_left_to_the_people_who_decided_that(
    city: City, visit: Visit
) -> None:
    await city.candidate("Vent", due=city.house.now() + timedelta(days=1))
    anna = await visit(ANNA)
    await anna.post("/desk/candidates/c-Vent/park", until="2026-12-20", reason="ferie", page="/desk/candidates/c-Vent")
    await suggestion(city, state="sent")
    await city.candidate("Ny", due=city.house.now() + timedelta(days=1))
    made = await made_now(city)
    assert set(made.where) == {"c-Ny"}
    # The opening Mette is suggested for is hers until the unit has answered.
    pool = await _pool(city, made)
    assert pool.posts["v-sol"].openings == 2


async def _pool(city: City, made: plans.Made) -> Pool:
    async with city.house.database.transaction() as connection:
        pool = await plans.pool_of(connection, made)
    assert pool is not None
    return pool


async def test_a_decision_shows_its_consequence_and_changes_nothing_until_it_is_taken(city: City, visit: Visit) -> None:
    await city.candidate("Bente", due=city.house.now() + timedelta(hours=5))
    first = await made_now(city)
    # Two candidates and two homes on Amager: each home gets one of them.
    home, other = first.where["c-Mette"], first.where["c-Bente"]
    assert {home, other} == {"v-sol", "v-strand"}
    name = {"v-sol": "Solgården", "v-strand": "Strandlund"}
    anna = await visit(ANNA)
    wanted: dict[str, Any] = {"kind": "forbid", "candidate": "c-Mette", "vacancy": home}
    seen = await anna.get(f"/desk/plan/decide?kind=forbid&candidate=c-Mette&vacancy={home}")
    assert f"Skal planen aldrig foreslå Mette for {name[home]}?" in seen
    assert "1 anden flyttes" in seen
    assert "Bente" in seen
    assert await decided(city) == []
    # Without a reason nothing is decided.
    refused = await anna.post("/desk/plan/decide", **wanted, freed="", reason=" ", status=422)
    assert "Skriv kort hvorfor." in refused
    assert await decided(city) == []
    await anna.post("/desk/plan/decide", **wanted, freed="", reason="har været der")
    assert await decided(city) == [("forbid", "c-Mette", home)]
    assert [note.body for note in await city.rows("note")] == ["har været der"]
    made = await made_now(city)
    assert dict(made.where) == {"c-Mette": other, "c-Bente": home}
    changed = await anna.get("/desk/plan?view=changes")
    assert "Et menneske har sagt nej til det tidligere sted." in changed
    history = await anna.get("/desk/candidates/c-Mette?open=history")
    assert f"bestemte, at planen ikke skal foreslå {name[home]}" in history


async def test_the_candidate_shows_what_the_plan_says_and_why_it_differs(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    assert "Planen for hele puljen" not in await anna.get("/desk/candidates/c-Mette")
    await city.candidate("Bente", due=city.house.now() + timedelta(hours=5))
    made = await made_now(city)
    places = {who: await anna.get(f"/desk/candidates/{who}") for who in ("c-Mette", "c-Bente")}
    first = next(who for who, where in made.where.items() if where == "v-sol")
    second = next(who for who, where in made.where.items() if where == "v-strand")
    assert "Planen for hele puljen foreslår det samme." in places[first]
    assert "Planen for hele puljen foreslår Strandlund, nummer 2 herunder." in places[second]
    assert "Pladsen på Solgården er 7 point mere værd for andre i puljen." in places[second]
    await anna.post("/desk/plan/decide", kind="hold", candidate=first, vacancy="", freed="", reason="på ferie")
    await made_now(city)
    assert "Holdt ude af planen for hele puljen." in await anna.get(f"/desk/candidates/{first}")


async def test_the_places_are_drawn_around_where_the_candidate_starts(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.get("/desk/candidates/c-Mette?open=map")
    assert page.count("<svg xmlns") == 1
    assert "1. Solgården: mangler 3;" in page


async def test_a_decision_is_taken_back(city: City, visit: Visit) -> None:
    await made_now(city)
    lene = await visit(LENE)
    pin: dict[str, Any] = {"kind": "pin", "candidate": "c-Mette", "vacancy": "v-valby"}
    await lene.post("/desk/plan/decide", **pin, freed="", reason="hun bor der")
    made = await made_now(city)
    assert made.where["c-Mette"] == "v-valby"
    assert "fastholdt" in await lene.get("/desk/plan")
    assert "uden for reglerne" in await lene.get("/desk/plan")
    assert "fastholdt til" in await lene.get("/desk/plan?view=decided")
    seen = await lene.get("/desk/plan/decide?freed=yes&kind=pin&candidate=c-Mette&vacancy=v-valby")
    assert "Tag tilbage, hvad der er bestemt om Mette?" in seen
    await lene.post("/desk/plan/decide", **pin, freed="yes", reason="")
    assert await decided(city) == []
    assert (await made_now(city)).where["c-Mette"] == "v-sol"


async def test_who_is_held_is_left_out(city: City, visit: Visit) -> None:
    await made_now(city)
    anna = await visit(ANNA)
    await anna.post("/desk/plan/decide", kind="hold", candidate="c-Mette", vacancy="", freed="", reason="på ferie")
    assert dict((await made_now(city)).where) == {}
    assert "holdt ude af planen" in await anna.get("/desk/plan?view=decided")


async def test_what_a_unit_refused_is_not_proposed_again(city: City) -> None:
    now = city.house.now()
    await suggestion(city, state="declined", answered_at=now, released_at=now)
    assert (await made_now(city)).where["c-Mette"] == "v-strand"


async def test_every_view_opens_in_both_languages(city: City, visit: Visit) -> None:
    await city.candidate("Langt", facts={**FACTS, "areas": ["Vanløse"]}, due=city.house.now())
    await city.unit("Ingenhus", "Vanløse")
    await city.vacancy("Ingenhus", "ingen", role="sygeplejerske")
    await made_now(city)
    anna = await visit(ANNA)
    for language in ("da", "en"):
        await anna.get(f"/desk/plan?language={language}")
        for view in ("proposals", "units", "changes", "decided", "tasks", "map", "second", "nonsense"):
            page = await anna.get(f"/desk/plan?view={view}&from=99999")
            assert "None" not in page, view
    tasks = await anna.get("/desk/plan?view=tasks&language=da")
    assert "Langt" in tasks
    assert "Ingenhus" in tasks
    assert "<svg" in await anna.get("/desk/plan?view=map")


@pytest.mark.parametrize(
    "asked",
    ["", "kind=sack&candidate=c-Mette", "kind=pin&candidate=c-Mette", "kind=hold&candidate=", "kind=forbid&vacancy=x"],
)
async def test_an_address_that_names_no_decision_is_refused(city: City, visit: Visit, asked: str) -> None:
    await made_now(city)
    anna = await visit(ANNA)
    await anna.get(f"/desk/plan/decide?{asked}", status=400)


async def test_a_decision_about_nobody_is_not_found(city: City, visit: Visit) -> None:
    await made_now(city)
    anna = await visit(ANNA)
    await anna.get("/desk/plan/decide?kind=hold&candidate=c-Ingen", status=404)
    await anna.post("/desk/plan/decide", kind="hold", candidate="c-Ingen", vacancy="", reason="x", status=404)


async def test_a_pin_to_a_place_without_room_is_said_to_be_impossible(city: City, visit: Visit) -> None:
    await city.vacancy("Solgården", "fuld", openings=0)
    await made_now(city)
    anna = await visit(ANNA)
    seen = await anna.get("/desk/plan/decide?kind=pin&candidate=c-Mette&vacancy=v-fuld")
    assert "Det kan ikke lade sig gøre" in seen


async def test_old_plans_are_cleared_away_and_the_trail_keeps_that_they_were(city: City) -> None:
    first = await made_now(city)
    for days in (20, 20, 20):
        city.house.clock.pass_(days=days)  # type: ignore[attr-defined]
        await city.candidate(f"Ny{days}{city.house.now():%j}", due=city.house.now())
        await made_now(city)
    async with city.house.database.transaction() as connection:
        assert await kept_plans.body(connection, first.inputs) is None
        assert await plans.latest(connection, city.house) is not None
        assert await trail.verify(connection) == []
    assert len(await city.rows("event", verb=kept_plans.MADE)) == 4


def test_decisions_against_each_other_do_not_stand_together() -> None:
    pin, other = Decision("pin", "a", "x"), Decision("pin", "a", "y")
    never, held = Decision("forbid", "a", "x"), Decision("hold", "a", "")
    assert with_one([pin], other) == [other]
    assert with_one([never, held], pin) == [pin]
    assert with_one([pin], held) == [held]
    assert with_one([pin], never) == [never]
    assert with_one([other], never) == [other, never]
    assert with_one([pin, never], never, freed=True) == [pin]


def test_a_pin_that_cannot_be_kept_lapses_and_stops_nothing() -> None:
    pins = [
        Decision("pin", "a", "x"),
        Decision("pin", "b", "x"),
        Decision("pin", "gone", "x"),
        Decision("pin", "c", "y"),
    ]
    kept = settled(pins, {"a", "b", "c"}, {"x": 1}, frozenset({("a", "x"), ("b", "x")}))
    assert dict(kept.decisions.pins) == {"a": "x"}
    assert [one.candidate for one in kept.lapsed] == ["b", "gone", "c"]
    assert kept.decisions.forbids == {("b", "x")}
    assert kept.decisions.clashes({"a", "b", "c"}, {"x": 1}) == []
