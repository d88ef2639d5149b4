"""The unit's page over HTTP: looking changes nothing, an answer takes a confirm, and every dead end says what to do."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.house import House
from bot.pool import rankings
from bot.store.tables import event, interview, suggestion, vacancy
from bot.units import interviews, suggestions
from tests.conftest import Clock
from tests.units.conftest import City, Visitor, local

TIMES = {"time1": "2026-11-26T10:00", "time2": "2026-11-27T13:30", "time3": ""}
YES = {"answer": "yes", "meets": "Lone Prøve", "place": "Prøvevej 4, 2300", **TIMES}
NO = {"answer": "no", "reason": "other_shift"}


async def open_page(city: City, visitor: Visitor) -> tuple[int, str]:
    made = await city.suggested()
    path = await city.link(made.id)
    await visitor.open(path)
    return made.id, path


async def test_the_page_shows_the_reason_and_nobody(city: City, visitor: Visitor) -> None:
    number, _ = await open_page(city, visitor)
    row = await city.row(suggestion, number)
    assert visitor.status == 200
    assert "Forslag til Solgården" in visitor.html
    assert row.reason in visitor.html
    about = "SOSU-hjælper · 32 timer · dag · fast stilling · kan starte 1. februar · søger i jeres område"
    assert about in visitor.html.replace("\u00a0", " ")
    assert "onsdag 25. nov. 12.00" in visitor.html
    for private in ("Mille", "26111111", "26 11 11 11", row.code):
        assert private not in visitor.html


async def test_looking_changes_nothing(city: City, house: House, visitor: Visitor) -> None:
    number, path = await open_page(city, visitor)

    async def everything() -> tuple[object, ...]:
        async with house.database.transaction() as connection:
            events = len((await connection.execute(select(event.c.id))).all())
        return (await city.row(suggestion, number), await city.rows(interview), events, await city.jobs("units.mail"))

    before = await everything()
    for _ in range(3):
        await visitor.open(path)
    for other in (f"{path}/confirm", f"{path}/undo"):
        await visitor.open(other)
        assert visitor.status in {404, 405}
    assert (await visitor.client.head(path)).status == 200
    assert await everything() == before


async def test_yes_is_shown_confirmed_and_stands(city: City, visitor: Visitor) -> None:
    number, path = await open_page(city, visitor)
    await visitor.send(path, **YES)
    assert "torsdag 26. nov. 10.00" in visitor.html
    assert "Du kan fortryde i 30 minutter, indtil en tid er aftalt." in visitor.html
    assert await city.state(number) == "sent"
    await visitor.send(f"{path}/confirm", **YES)
    assert "Tak, vi spørger kandidaten" in visitor.html
    assert "Fortryd svaret" in visitor.html
    meeting = await city.meeting(number)
    assert (meeting.state, meeting.place, meeting.meets) == ("waiting", "Prøvevej 4, 2300", "Lone Prøve")
    assert list(meeting.times) == [local(city.house, "2026-11-26 10:00"), local(city.house, "2026-11-27 13:30")]
    assert (await city.row(suggestion, number)).answered_how == "link"


async def test_no_takes_a_reason_and_is_kept_with_its_code(city: City, visitor: Visitor) -> None:
    number, path = await open_page(city, visitor)
    await visitor.send(path, answer="no")
    assert visitor.status == 422
    assert "Vælg en grund." in visitor.html
    await visitor.send(path, **NO)
    assert "vi mangler en anden vagt" in visitor.html
    await visitor.send(f"{path}/confirm", **NO)
    row = await city.row(suggestion, number)
    assert (row.state, row.decline_reason) == ("declined", "other_shift")
    assert "Tak for svaret" in visitor.html


async def test_a_second_press_changes_nothing(city: City, visitor: Visitor) -> None:
    number, path = await open_page(city, visitor)
    await visitor.send(path, **YES)
    form = visitor.html
    for _ in range(2):
        visitor.html = form
        await visitor.send(f"{path}/confirm", **YES)
        assert (visitor.status, "Tak, vi spørger kandidaten" in visitor.html) == (200, True)
    assert len(await city.rows(interview)) == 1
    assert (await city.verbs(city.ids["Mille"])).count("unit_said_yes") == 1
    visitor.html = form
    await visitor.send(f"{path}/confirm", **NO)
    assert visitor.status == 409
    assert "Der er allerede svaret på forslaget." in visitor.html
    assert await city.state(number) == "accepted"


async def test_the_confirm_page_leads_back_with_everything_kept(city: City, visitor: Visitor) -> None:
    _, path = await open_page(city, visitor)
    await visitor.send(path, **YES)
    await visitor.send(path, edit="1", **YES)
    assert visitor.status == 200
    for kept in ("2026-11-26T10:00", "Lone Prøve", "Prøvevej 4, 2300"):
        assert f'value="{kept}"' in visitor.html


@pytest.mark.parametrize(
    ("times", "fault"),
    [
        ({"time1": "2026-11-20T10:00"}, "Den tid er gået."),
        ({"time1": "2026-11-23T11:00"}, "Tiden skal ligge mindst to timer frem."),
        ({"time1": "2028-01-01T10:00"}, "Tiden skal ligge inden for to måneder."),
        ({"time1": "2026-11-26T02:00"}, "Vælg en tid mellem 7 og 20."),
        ({"time1": "snart"}, "Vi kunne ikke læse tiden."),
        ({"time1": "2026-13-45T99:00"}, "Vi kunne ikke læse tiden."),
        ({"time1": "2026-11-26T10:00", "time2": "2026-11-26T10:00"}, "Den samme tid står to gange."),
        ({}, "Skriv mindst én tid."),
    ],
)
async def test_a_wrong_time_is_named_and_everything_kept(
    city: City, visitor: Visitor, times: dict[str, str], fault: str
) -> None:
    number, path = await open_page(city, visitor)
    given = {"answer": "yes", "meets": "Lone", "place": "Stuen", "time1": "", "time2": "", "time3": "", **times}
    for target in (path, f"{path}/confirm"):
        await visitor.send(target, **given)
        assert visitor.status == 422
        assert fault in visitor.html
        assert 'value="Stuen"' in visitor.html
        for written in times.values():
            assert f'value="{written}"' in visitor.html
    assert await city.state(number) == "sent"


async def test_typed_times_are_read_where_there_is_no_picker(city: City, visitor: Visitor) -> None:
    _, path = await open_page(city, visitor)
    await visitor.send(path, answer="yes", time1="tors 26/11 kl. 10", time2="", time3="", place="", meets="")
    assert "torsdag 26. nov. 10.00" in visitor.html


@pytest.mark.parametrize("field", ["place", "meets"])
async def test_control_signs_cannot_go_in_a_text(city: City, visitor: Visitor, field: str) -> None:
    _, path = await open_page(city, visitor)
    await visitor.send(path, **{**YES, field: "Stuen\x1b[2J\u202e til venstre"})
    assert "Skriv det på én linje uden særlige tegn." in visitor.html


async def test_a_web_address_cannot_be_the_place(city: City, visitor: Visitor) -> None:
    _, path = await open_page(city, visitor)
    await visitor.send(path, **{**YES, "place": "se www.example.org"})
    assert "Webadresser kan ikke sendes i en sms." in visitor.html


async def test_an_answer_can_be_undone_for_half_an_hour(city: City, visitor: Visitor, clock: Clock) -> None:
    number, path = await open_page(city, visitor)
    await visitor.send(path, **NO)
    await visitor.send(f"{path}/confirm", **NO)
    clock.pass_(minutes=29)
    await visitor.open(path)
    assert "Du kan fortryde til kl. 10.30." in visitor.html
    await visitor.send(f"{path}/undo")
    assert "Forslag til Solgården" in visitor.html
    assert "Dit svar er taget tilbage." in visitor.html
    assert await city.state(number) == "sent"
    await visitor.send(path, **NO)
    await visitor.send(f"{path}/confirm", **NO)
    assert "Dit svar er taget tilbage." not in visitor.html
    form = visitor.html
    clock.pass_(minutes=31)
    await visitor.open(path)
    assert "Fortryd svaret" not in visitor.html
    visitor.html = form
    await visitor.send(f"{path}/undo")
    assert visitor.status == 409
    assert "Det er for sent at fortryde." in visitor.html


async def test_a_post_without_the_hidden_field_is_refused(city: City, visitor: Visitor) -> None:
    number, path = await open_page(city, visitor)
    answer = await visitor.client.post(f"{path}/confirm", data=NO)
    assert answer.status == 403
    assert await city.state(number) == "sent"


@pytest.mark.parametrize("token", ["x", "A" * 43, "../../etc", "%00", "Æ" * 10, "A" * 5000])
async def test_a_forged_link_says_what_to_do(city: City, visitor: Visitor, token: str) -> None:
    await city.suggested()
    await visitor.open(f"/u/{token}")
    assert visitor.status in {400, 404}
    if len(token) < 50 and token.isascii() and token.isalnum():
        assert "Linket virker ikke" in visitor.html
        assert "33 17 00 00" in visitor.html


async def test_an_expired_link_says_whom_to_call(city: City, visitor: Visitor, clock: Clock) -> None:
    number, path = await open_page(city, visitor)
    form = visitor.html
    clock.pass_(days=2, hours=3)
    for job_has_run in (False, True):
        if job_has_run:
            await city.work()
        await visitor.open(path)
        assert visitor.status == 410
        assert "Fristen er gået" in visitor.html
        assert "33 17 00 00" in visitor.html
        assert "SOSU" not in visitor.html
        visitor.html = form
        await visitor.send(f"{path}/confirm", **YES)
        assert visitor.status in {409, 410}
    assert await city.state(number) == "expired"
    clock.pass_(days=31)
    await visitor.open(path)
    assert "Linket er udløbet" in visitor.html


async def test_a_withdrawn_suggestion_asks_nothing(city: City, house: House, visitor: Visitor) -> None:
    number, path = await open_page(city, visitor)
    async with house.database.transaction() as connection:
        await suggestions.withdraw(connection, house, suggestion_id=number, by="line")
    await visitor.open(path)
    assert visitor.status == 410
    assert "Forslaget er trukket tilbage" in visitor.html
    assert "I skal ikke gøre noget." in visitor.html


async def test_the_unit_reads_its_own_language_and_can_change_it(city: City, visitor: Visitor) -> None:
    made = await city.suggested(vacancy="sea")
    path = await city.link(made.id)
    await visitor.open(path)
    assert "Suggestion for Havblik" in visitor.html
    assert "Yes, we would like to meet" in visitor.html
    await visitor.open(f"{path}?language=da")
    await visitor.open(path)
    assert "Forslag til Havblik" in visitor.html


async def test_the_page_is_light(city: City, visitor: Visitor) -> None:
    await open_page(city, visitor)
    assert len(visitor.html.encode()) < 15_000
    assert "<script" not in visitor.html
    assert 'rel="stylesheet"' not in visitor.html


async def test_words_of_a_unit_are_escaped(city: City, visitor: Visitor) -> None:
    _, path = await open_page(city, visitor)
    await visitor.send(path, **{**YES, "meets": "<b>Lone</b>"})
    assert "<b>Lone</b>" not in visitor.html


async def owing(city: City, visitor: Visitor, *, cancel: bool) -> tuple[int, str]:
    """A unit that owes new times: the candidate took one and cannot come, or none of them suited."""
    made, meeting = await city.offered()
    async with city.house.database.transaction() as connection:
        if cancel:
            await interviews.agree(connection, city.house, meeting.id, meeting.times[0])
            await interviews.cancel(connection, city.house, meeting.id, "candidate")
        else:
            await interviews.decline_times(connection, city.house, meeting.id)
    path = await city.link(made.id)
    await visitor.open(path)
    return made.id, path


@pytest.mark.parametrize(
    ("cancel", "said"),
    [
        (True, "Kandidaten er blevet forhindret og har aflyst torsdag 26. nov. 10.00."),
        (False, "Tiderne passede ikke kandidaten, som stadig gerne vil møde jer."),
    ],
)
async def test_new_times_say_what_fell_through_and_may_be_refused(
    city: City, visitor: Visitor, cancel: bool, said: str
) -> None:
    number, path = await owing(city, visitor, cancel=cancel)
    assert said in visitor.html
    assert 'value="2026-11-26T10:00"' not in visitor.html  # What fell through is not guessed again.
    await visitor.send(path, answer="no")
    assert (visitor.status, "Vælg en grund." in visitor.html) == (422, True)
    await visitor.send(path, **NO)
    assert "vi mangler en anden vagt" in visitor.html
    await visitor.send(f"{path}/confirm", **NO)
    assert "Tak for svaret" in visitor.html
    row = await city.row(suggestion, number)
    assert (row.state, row.decline_reason) == ("declined", "other_shift")
    assert row.released_at is not None
    await visitor.send(f"{path}/undo")
    assert "Forslag til Solgården" in visitor.html
    assert await city.state(number) == "sent"


async def test_new_times_are_given_on_the_same_page(city: City, visitor: Visitor) -> None:
    number, path = await owing(city, visitor, cancel=True)
    await visitor.send(path, **{**YES, "time1": "2026-11-30T10:00"})
    await visitor.send(f"{path}/confirm", **{**YES, "time1": "2026-11-30T10:00"})
    assert "Tak, vi spørger kandidaten" in visitor.html
    assert (await city.meeting(number)).state == "waiting"


async def test_after_the_deadline_new_times_are_neither_asked_nor_refused(
    city: City, visitor: Visitor, clock: Clock
) -> None:
    number, path = await owing(city, visitor, cancel=True)
    form = visitor.html
    clock.pass_(days=3)
    await visitor.open(path)
    assert visitor.status == 410
    visitor.html = form
    await visitor.send(f"{path}/confirm", **NO)
    assert visitor.status == 409
    assert (await city.row(suggestion, number)).state == "accepted"


@pytest.mark.parametrize("kept", [True, False])
async def test_in_english_the_portrait_and_the_reason_are_english(
    city: City, house: House, visitor: Visitor, kept: bool
) -> None:
    number, path = await open_page(city, visitor)
    if kept:  # The order as the recruiter saw it; the vacancy may be closed by now.
        async with house.database.transaction() as connection:
            shown = await rankings.rank_now(connection, house, city.ids["Mille"])
            ranking_id = await rankings.keep(connection, house, city.ids["Mille"], shown)
            await connection.execute(update(suggestion).where(suggestion.c.id == number).values(ranking_id=ranking_id))
            await connection.execute(update(vacancy).values(closed_at=house.now()))
    await visitor.open(f"{path}?language=en")
    await visitor.open(path)
    for english in (
        "(care helper) · 32 hours · day · permanent post",
        "can start 1 February",
        "looks for work in your area",
        "Suggested because: the role fits, day shift",
        "you have lacked staff for 21 days",
    ):
        assert english in visitor.html.replace("\u00a0", " ")
    for word in ("timer", "faget", "søger", "kan starte"):
        assert word not in visitor.html
