"""A leader answers by text; every reply is GSM-7, two segments at most, and names nobody."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import update

from bot.channels.door import Inbound
from bot.house import House
from bot.store.tables import candidacy, interview, suggestion, unit
from bot.units import suggestions
from bot.units.answers import answer_by_text
from tests.conftest import Clock
from tests.units.conftest import City, local
from wording.gsm import foreign, segments

LEADER = "+4526123456"
_numbers = itertools.count()


async def text_in(city: City, body: str, sender: str = LEADER, channel: str = "sms") -> str | None:
    inbound = Inbound(channel, f"SM{next(_numbers)}", sender, "+4570201530", body, city.house.now())
    async with city.house.database.transaction() as connection:
        reply = await answer_by_text(connection, city.house, inbound)
    if reply is not None:
        assert foreign(reply) == set()
        assert segments(reply) <= 2
        assert "Mille" not in reply
        assert "http" not in reply
    return reply


@pytest.fixture
async def code(city: City, house: House) -> str:
    """Solgården reads texts in Danish on Kim's phone too, and has a suggestion."""
    async with house.database.transaction() as connection:
        await connection.execute(update(unit).where(unit.c.name == "Solgården").values(leader_phone=LEADER))
    return (await city.suggested()).code


async def state(city: City) -> str:
    return str((await city.rows(suggestion))[-1].state)


async def test_yes_with_times_counts_at_once(city: City, code: str) -> None:
    reply = await text_in(city, f"JA {code} tors 10.00, fre 13.30")
    assert reply == (
        "Tak! Vi tilbyder kandidaten tors. 26/11 kl. 10 og fre. 27/11 kl. 13.30. Du får mail, når en tid er valgt. "
        f"Fortryd inden 30 minutter: FORTRYD {code}"
    )
    (meeting,) = await city.rows(interview)
    assert list(meeting.times) == [local(city.house, "2026-11-26 10:00"), local(city.house, "2026-11-27 13:30")]
    assert (await city.rows(suggestion))[0].answered_how == "text"


async def test_yes_alone_is_asked_for_times_and_counts_when_they_come(city: City, code: str) -> None:
    reply = await text_in(city, f"Ja {code}")
    assert reply == (
        f"Godt! Hvornår kan I mødes? Svar med op til tre tider, for eksempel: JA {code} ons 25/11 10.00, tors 26/11 13.30"
    )
    assert await state(city) == "sent"
    assert await text_in(city, "tors 10.00")
    assert await state(city) == "accepted"


async def test_the_example_in_our_text_is_itself_an_answer(city: City, code: str) -> None:
    reply = await text_in(city, f"Ja {code}")
    assert reply is not None
    await text_in(city, reply.partition("eksempel: ")[2])
    assert await state(city) == "accepted"


async def test_one_open_suggestion_needs_no_code(city: City, code: str) -> None:
    assert await text_in(city, "ja tak, torsdag kl 10")
    assert await state(city) == "accepted"


async def test_with_two_open_ones_the_code_is_asked_for(city: City, code: str) -> None:
    other = await city.suggested("Omar", "sea")
    reply = await text_in(city, "ja tors 10.00")
    assert reply == f"I har flere forslag. Skriv koden med, for eksempel JA {code}. Koderne er {code}, {other.code}."
    assert [row.state for row in await city.rows(suggestion)] == ["sent", "sent"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("besat", "position_filled"),
        ("vi mangler en anden VAGT", "other_shift"),
        ("timerne", "hours"),
        ("senere", "later"),
        ("", "not_said"),
        ("hun er sikkert sød", "not_said"),
    ],
)
async def test_no_is_a_no_with_or_without_a_reason(city: City, code: str, words: str, reason: str) -> None:
    assert await text_in(city, f"nej {code} {words}")
    row = (await city.rows(suggestion))[0]
    assert (row.state, row.decline_reason) == ("declined", reason)


async def test_a_reason_can_follow(city: City, code: str) -> None:
    await text_in(city, f"NEJ {code}")
    await text_in(city, f"NEJ {code} vagt")
    row = (await city.rows(suggestion))[0]
    assert (row.state, row.decline_reason) == ("declined", "other_shift")


async def test_undo_by_text(city: City, code: str, clock: Clock) -> None:
    await text_in(city, f"NEJ {code} besat")
    reply = await text_in(city, f"fortryd {code}")
    assert reply == f"Svaret er taget tilbage. Svar igen med JA {code} og tider, eller NEJ {code}."
    assert await state(city) == "sent"
    await text_in(city, f"NEJ {code} besat")
    clock.pass_(minutes=31)
    reply = await text_in(city, f"FORTRYD {code}")
    assert reply == "Det er for sent at fortryde. Ring til os. Spørgsmål: tlf. 33 17 00 00."


@pytest.mark.parametrize(
    ("times", "fault"),
    [
        ("20/11 10.00", "Tiden skal ligge inden for to måneder."),
        ("tors 2.00", "Vælg en tid mellem 7 og 20."),
        ("i dag 10.30", "Tiden skal ligge mindst to timer frem."),
        ("ikke tors 10.00", "Vi kunne ikke læse tiden."),
        ("man 10, tirs 10, ons 10, fre 10", "Skriv højst tre tider."),
    ],
)
async def test_times_that_cannot_be_offered_are_asked_for_again(city: City, code: str, times: str, fault: str) -> None:
    reply = await text_in(city, f"JA {code} {times}")
    assert reply is not None
    assert reply.startswith(fault)
    assert f"JA {code} ons 25/11 10.00" in reply
    assert await state(city) == "sent"


async def test_a_wrong_code_and_another_units_code_are_told_alike(city: City, code: str) -> None:
    await city.unit("Fremmed", leader_phone="+4526999999")
    wrong = "1234" if code != "1234" else "4321"
    known, unknown = await text_in(city, f"JA {code}", sender="+4526999999"), await text_in(city, f"JA {wrong}")
    assert known is not None
    assert unknown is not None
    assert known.replace(code, "") == unknown.replace(wrong, "")
    assert await state(city) == "sent"


async def test_after_the_deadline_the_text_says_so(city: City, code: str, clock: Clock) -> None:
    clock.pass_(days=2, hours=3)
    reply = await text_in(city, f"JA {code} fre 10.00")
    assert reply == "Fristen er gået, og kandidaten er givet videre. Spørgsmål: tlf. 33 17 00 00."
    await city.work()
    for text in (f"JA {code} fre 10.00", f"JA {code}", f"NEJ {code}"):
        assert "tlf. 33 17 00 00" in str(await text_in(city, text))


async def test_a_withdrawn_suggestion_says_so(city: City, house: House, code: str) -> None:
    async with house.database.transaction() as connection:
        await suggestions.withdraw_all(connection, house, city.ids["Mille"], by="line", reason="recruiter")
    reply = await text_in(city, f"JA {code}")
    assert reply == "Forslaget er trukket tilbage. Spørgsmål: tlf. 33 17 00 00."


async def test_the_same_yes_twice_is_one_interview(city: City, code: str) -> None:
    first = await text_in(city, f"JA {code} tors 10.00")
    assert await text_in(city, f"JA {code} tors 10.00") == first
    assert len(await city.rows(interview)) == 1
    reply = await text_in(city, f"JA {code} fre 10.00")
    assert reply is not None
    assert "allerede svaret" in reply


async def test_new_times_by_text_after_the_first_did_not_suit(city: City, house: House, code: str) -> None:
    from bot.units import interviews

    await text_in(city, f"JA {code} tors 10.00")
    (meeting,) = await city.rows(interview)
    async with house.database.transaction() as connection:
        await interviews.offer(connection, house, meeting.id)
        await interviews.decline_times(connection, house, meeting.id)
    assert await text_in(city, f"JA {code} fre 10.00")
    assert [row.state for row in await city.rows(interview)] == ["cancelled", "waiting"]


@pytest.mark.parametrize(
    "text", ["Hej, jeg søger job som SOSU-assistent", "JOB 2A", "STOP", "stop tak", "Slet mig", "jeg vil gerne søge"]
)
async def test_other_texts_are_none_of_our_business(city: City, code: str, text: str) -> None:
    assert await text_in(city, text) is None


@pytest.mark.parametrize(
    "text", ["Hej, hvem er det? hvad hedder hun", "2300", "", "?", "jeg er på ferie", "tors 10.00"]
)
async def test_a_question_is_answered_and_a_recruiter_sees_it(city: City, code: str, text: str) -> None:
    assert await text_in(city, text) == (
        f"Navn og nummer får du, når samtalen er aftalt. Svar JA {code} med tider eller NEJ {code}. "
        "Spørgsmål: tlf. 33 17 00 00."
    )
    assert (await city.row(candidacy, city.ids["Mille"])).needs == "unit"
    assert "unit_asked" in await city.verbs(city.ids["Mille"])
    assert await state(city) == "sent"


async def test_a_remark_while_an_interview_is_under_way_is_for_a_person(city: City, code: str) -> None:
    await text_in(city, f"JA {code} tors 10.00")
    reply = await text_in(city, "Jeg er desværre blevet syg")
    assert reply is not None
    assert reply.startswith("Tak for din besked.")
    assert (await city.row(candidacy, city.ids["Mille"])).needs == "unit"


async def test_without_a_suggestion_a_leader_is_anybody(city: City, code: str) -> None:
    await text_in(city, f"NEJ {code} besat")
    assert await text_in(city, "Hej, hvem er det?") is None


async def test_a_time_beside_a_day_without_one_counts_and_the_rest_is_asked_for(city: City, code: str) -> None:
    reply = await text_in(city, f"Ja {code} onsdag kl 14 eller torsdag formiddag")
    assert reply is not None
    assert reply.startswith("Tak! Vi tilbyder kandidaten ons. 25/11 kl. 14. Hvornår torsdag? ")
    (meeting,) = await city.rows(interview)
    assert list(meeting.times) == [local(city.house, "2026-11-25 14:00")]


async def test_a_yes_with_nothing_but_a_day_is_asked_for_the_time(city: City, code: str) -> None:
    reply = await text_in(city, f"Ja {code} torsdag formiddag")
    assert reply == (
        f"Hvad tid torsdag? Svar med dag og klokkeslæt, for eksempel: JA {code} ons 25/11 10.00, tors 26/11 13.30"
    )
    assert await state(city) == "sent"


async def test_only_a_leaders_phone_can_answer(city: City, code: str) -> None:
    assert await text_in(city, f"JA {code}", sender="+4526111111") is None
    assert await text_in(city, f"JA {code}", channel="teams") is None


async def test_a_leader_who_also_looks_for_work_is_heard_there(city: City, code: str) -> None:
    await city.candidate("Kim", LEADER)
    assert await text_in(city, "ja") is None
    assert await text_in(city, f"ja {code} tors 10.00") is not None


async def test_english_where_the_unit_reads_english(city: City) -> None:
    made = await city.suggested(vacancy="sea")
    reply = await text_in(city, f"yes {made.code}")
    assert reply is not None
    assert reply.startswith("Good! When can you meet?")
