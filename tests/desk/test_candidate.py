"""One candidate: facts with their words, mending, checking, waiting, promises, the talk and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.desk import tasks
from bot.store.tables import answer, candidacy
from tests.conftest import Clock
from tests.desk.conftest import ANNA, BO, City, Visit, desk_app

METTE = "/desk/candidates/c-Mette"


async def test_every_fact_shows_its_words_and_every_point_its_reason(city: City, visit: Visit) -> None:
    page = await (await visit(ANNA)).get(METTE)
    for expected in (
        "SOSU-assistent",
        "sagde role",
        "32 timer",
        "oplyst, ikke tjekket",
        "Foreslå for Solgården",
        "mangler 3, ledig i 21 dage",
        "fra midten af bydelen Amager Øst",
        "passer ikke: hvorfor",
        "hører fra os senest",
    ):
        assert expected in page
    why = await (await visit(ANNA)).get(f"{METTE}?open=others")
    assert "Søger i Amager Vest og Amager Øst; stedet ligger i Valby." in why


async def test_words_of_a_candidate_are_never_markup(city: City, visit: Visit) -> None:
    evil = '<script>alert("x")</script>'
    await city.candidate("Evil", texts=(evil,))
    async with city.house.database.transaction() as connection:
        where = answer.c.candidacy_id == city.ids["Evil"]
        await connection.execute(update(answer).where(where).values(words=evil))
        await connection.execute(
            update(candidacy).where(candidacy.c.id == city.ids["Evil"]).values(summary={"first_name": evil})
        )
    anna = await visit(ANNA)
    for address in ("/desk", "/desk/candidates/c-Evil?open=talk&open=history", "/desk/talks", f"/desk?q={evil}"):
        page = await anna.get(address)
        assert evil not in page
    assert "&lt;script&gt;" in await anna.get("/desk/candidates/c-Evil?open=talk")


async def test_a_fact_is_mended_and_keeps_its_source(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{METTE}/facts", fact="hours_per_week", min="28", max="30,5")
    assert "28-30,5 timer" in page
    assert f"rettet af {ANNA}" in page
    said = await city.rows("answer", candidacy_id=city.ids["Mette"], fact="hours_per_week")
    assert [row.withdrawn_at is None for row in said] == [False, True]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"fact": "hours_per_week", "min": "40", "max": "20"}, "Det mindste tal skal stå først."),
        ({"fact": "hours_per_week", "min": "mange", "max": ""}, "Skriv timer om ugen"),
        ({"fact": "hours_per_week", "min": "nan", "max": "inf"}, "Skriv timer om ugen"),
        ({"fact": "areas", "value": ["Atlantis"]}, "Vælg mindst én."),
        ({"fact": "role", "value": "konge"}, "Vælg en af mulighederne."),
        ({"fact": "start", "when": "day", "value": "2020-01-01"}, "Datoen er passeret."),
        ({"fact": "first_name", "value": "   "}, "Skriv et fornavn"),
        ({"fact": "verified:sosu_assistent", "value": "yes"}, "Den oplysning kan ikke rettes her."),
    ],
)
async def test_what_is_no_value_is_said_and_the_form_stays_open(
    city: City, visit: Visit, fields: dict[str, str], words: str
) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{METTE}/facts", status=422, **fields)
    assert words in page
    assert not [row for row in await city.rows("answer", fact=fields["fact"]) if row.said_by != "candidate"]


async def test_an_authorisation_is_verified_by_somebody(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{METTE}/authorisation", role="sosu_assistent", seen="yes")
    assert "tjekket og fundet" in page
    (checked,) = await city.rows("answer", fact="verified:sosu_assistent")
    assert (checked.value, checked.said_by) == (True, f"recruiter:{city.ids[ANNA]}")
    history = await anna.get(f"{METTE}?open=history")
    assert f"{ANNA} slog autorisationen som SOSU-assistent op og fandt den" in history


async def test_an_authorisation_that_is_not_there_takes_the_places_away(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{METTE}/authorisation", role="sosu_assistent", seen="no")
    assert "Foreslå for" not in page


async def test_opening_the_talk_is_logged_and_nothing_else_is(city: City, visit: Visit, clock: Clock) -> None:
    anna = await visit(ANNA)
    closed = await anna.get(METTE)
    assert "+4520310" not in closed
    assert "Hej, jeg er sosu-assistent" not in closed
    assert await city.rows("event", verb="opened") == []
    opened = await anna.get(f"{METTE}?open=talk")
    assert "Hej, jeg er sosu-assistent" in opened
    assert "+4520310" in opened
    await anna.get(f"{METTE}?open=talk")
    assert len(await city.rows("event", verb="opened", actor=f"recruiter:{city.ids[ANNA]}")) == 1
    await (await visit(BO)).get(f"{METTE}?open=talk")
    clock.pass_(minutes=11)
    await anna.get(f"{METTE}?open=talk")
    assert len(await city.rows("event", verb="opened")) == 3


async def test_a_note_has_author_and_time(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{METTE}/notes", body="Ringer igen <b>mandag</b>")
    assert "Ringer igen &lt;b&gt;mandag&lt;/b&gt;" in page
    assert f"{ANNA} · i dag 10.00" in page
    await anna.post(f"{METTE}/notes", body="  ", status=422)
    await anna.post(f"{METTE}/notes", body="Født 010190-1234")
    assert "Født [cpr]" in [row.body for row in await city.rows("note")]
    await anna.post(f"{METTE}/notes", body="a\x00b", status=400)


async def test_waiting_until_a_day_with_a_reason_and_a_word_to_the_candidate(
    city: City, visit: Visit, clock: Clock
) -> None:
    await city.candidate("Næste", due=city.house.now() + timedelta(hours=9))
    anna = await visit(ANNA)
    await anna.post(f"{METTE}/park", status=422, until="2026-12-01", reason="")
    await anna.post(f"{METTE}/park", status=422, until="2026-11-23", reason="for tidligt")
    page = await anna.post(f"{METTE}/park", until="2026-12-01", reason="Vil høre om barsel først", tell="yes")
    assert "Næste · SOSU-assistent" in page
    assert "Mette venter til tirsdag 1. dec." in page
    assert "Fortryd" in page
    row = await city.row("candidacy", "Mette")
    assert row.needs is None
    assert row.due_at.date().isoformat() == "2026-12-01"
    (sent,) = await city.rows("message", direction="out")
    assert (
        sent.body
        == "Hej Mette. Vi er ikke færdige endnu, men du er ikke glemt: du hører fra os senest tirsdag 1. december."
    )
    assert "Vil høre om barsel først" in await anna.get(METTE)
    # The day comes, and with it the candidate.
    wake = tasks(city.house)["desk.wake"]
    await wake(city.ids["Mette"])
    assert (await city.row("candidacy", "Mette")).parked_until is not None
    clock.pass_(days=8)
    await wake(city.ids["Mette"])
    row = await city.row("candidacy", "Mette")
    assert (row.parked_until, row.needs) == (None, "match")


async def test_waiting_is_undone(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    await anna.post(f"{METTE}/park", until="2026-12-01", reason="en fejl")
    await anna.post(f"{METTE}/resume")
    row = await city.row("candidacy", "Mette")
    assert (row.parked_until, row.needs) == (None, "match")


async def test_a_promise_is_kept_or_made_anew(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    await anna.post(f"{METTE}/promise", until="2026-11-27")
    kept, standing = await city.rows("promise", candidacy_id=city.ids["Mette"])
    assert kept.kept_how == "renewed"
    assert city.house.local(standing.due_at).isoformat() == "2026-11-27T12:00:00+01:00"
    assert standing.kept_at is None  # The text that names the new day does not keep what it promises.
    page = await anna.post(f"{METTE}/promise", how="call")
    assert "Løftet til Mette er holdt." in page
    assert (await city.row("candidacy", "Mette")).due_at is None


async def test_only_a_person_ends_a_search_and_can_open_it_again(city: City, visit: Visit) -> None:
    anna = await visit(ANNA)
    page = await anna.post(f"{METTE}/end", end="hired")
    assert "Mette er markeret som ansat." in page
    row = await city.row("candidacy", "Mette")
    assert (row.stage, row.needs, row.due_at) == ("hired", None, None)
    assert "Foreslå for" not in await anna.get(METTE)
    await anna.post(f"{METTE}/reopen")
    row = await city.row("candidacy", "Mette")
    assert (row.stage, row.needs) == ("confirmed", "match")
    await anna.post(f"{METTE}/end", end="sacked", status=400)


async def test_who_decides_second_is_told_who_was_first(city: City, visit: Visit) -> None:
    anna, bo = await visit(ANNA), await visit(BO)
    page = await anna.get(METTE)
    assert page.count('name="seen" value="0"') == 3
    await bo.post(f"{METTE}/park", until="2026-12-01", reason="ferie", seen="0")
    page = await anna.post(f"{METTE}/end", status=422, end="withdrawn", seen="0")
    assert f"{BO} var først: {BO} lod kandidaten vente til 1. december 2026." in page
    assert (await city.row("candidacy", "Mette")).stage == "confirmed"
    # Bo knows what Bo did.
    await bo.post(f"{METTE}/park", until="2026-12-02", reason="en dag mere", seen="0")


async def test_strangers_see_nothing(city: City, visit: Visit) -> None:
    from aiohttp.test_utils import TestClient, TestServer

    client = TestClient(TestServer(desk_app(city.house)))
    await client.start_server()
    for address in ("/desk", METTE, f"{METTE}?open=talk", "/desk/talks", "/desk/units", "/desk/trail/c-Mette"):
        answer = await client.get(address, allow_redirects=False)
        assert (answer.status, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in")
    for act in ("facts", "park", "suggest", "take", "write", "end"):
        assert (await client.post(f"{METTE}/{act}", data={"end": "hired"})).status in {401, 403}
    await client.close()
    anna = await visit(ANNA)
    forged = await anna.client.post(f"{METTE}/end", data={"end": "hired"})
    assert forged.status == 403
    assert (await city.row("candidacy", "Mette")).stage == "confirmed"
    await anna.get("/desk/candidates/nobody", status=404)


async def test_another_municipality_is_not_seen(city: City, visit: Visit) -> None:
    other = await city.add("employer", "other", key="aarhus", name="Aarhus", line_number="+4570201531", phone="1")
    async with city.house.database.transaction() as connection:
        await connection.execute(update(candidacy).values(employer_id=other))
    anna = await visit(ANNA)
    await anna.get(METTE, status=404)
    assert "Mette" not in await anna.get("/desk")
