"""From the unit's yes to an appointment, and every way it opens again; no refusal ever reaches the candidate."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.house import House
from bot.store import trail
from bot.store.tables import candidacy, interview, message, suggestion
from bot.units import aftermath, decisions, interviews, suggestions
from bot.units.cases import Refused
from bot.units.decisions import Decided
from bot.units.interviews import Agreed, Reopened
from tests.conftest import Clock
from tests.units.conftest import City, Mailbox, Visitor, local


async def agree(city: City, meeting: object, number: int = 0) -> Agreed | Refused:
    async with city.house.database.transaction() as connection:
        return await interviews.agree(connection, city.house, meeting.id, meeting.times[number])  # type: ignore[attr-defined]


async def advanced(city: City) -> int:
    return len(await city.jobs("line.advance"))


async def test_a_yes_waits_out_the_grace_before_the_candidate_hears(city: City, clock: Clock) -> None:
    made = await city.suggested()
    assert isinstance(await city.yes(made.id), Decided)
    assert (await city.meeting(made.id)).state == "waiting"
    clock.pass_(seconds=119)
    await city.work()
    assert await advanced(city) == 0
    clock.pass_(seconds=1)
    await city.work()
    assert (await city.meeting(made.id)).state == "offered"
    assert await advanced(city) == 1
    await city.work()
    assert await advanced(city) == 1


async def test_undo_before_the_offer_says_nothing_to_anybody(city: City, house: House, clock: Clock) -> None:
    made = await city.suggested()
    await city.yes(made.id)
    clock.pass_(seconds=60)
    async with house.database.transaction() as connection:
        assert isinstance(await decisions.undo(connection, house, made.id, how="link"), Decided)
    clock.pass_(hours=1)
    await city.work()
    assert await advanced(city) == 0
    assert await city.state(made.id) == "sent"
    assert (await city.meeting(made.id)).state == "cancelled"


async def test_undo_after_the_offer_is_told_by_the_dialog(city: City, house: House) -> None:
    made, meeting = await city.offered()
    async with house.database.transaction() as connection:
        assert isinstance(await decisions.undo(connection, house, made.id, how="link"), Decided)
    row = await city.row(interview, meeting.id)
    assert (row.state, row.cancelled_by) == ("cancelled", "unit")
    assert await advanced(city) == 2


async def test_undo_after_the_agreement_is_a_phone_call(city: City, house: House) -> None:
    made, meeting = await city.offered()
    assert isinstance(await agree(city, meeting), Agreed)
    async with house.database.transaction() as connection:
        refused = await decisions.undo(connection, house, made.id, how="link")
    assert isinstance(refused, Refused)
    assert refused.code == "agreed"
    assert "33 17 00 00" in refused.words


async def test_undo_gives_time_to_answer_again(city: City, house: House, clock: Clock) -> None:
    made = await city.suggested()
    clock.at = datetime(2026, 11, 25, 10, 55, tzinfo=UTC)
    async with house.database.transaction() as connection:
        await decisions.say_no(connection, house, made.id, reason="hours", how="link")
    clock.pass_(minutes=10)
    async with house.database.transaction() as connection:
        assert isinstance(await decisions.undo(connection, house, made.id, how="link"), Decided)
    row = await city.row(suggestion, made.id)
    assert (row.state, row.answer_by) == ("sent", clock.at + timedelta(minutes=30))
    await city.work()
    assert await city.state(made.id) == "sent"
    clock.pass_(minutes=30)
    await city.work()
    assert await city.state(made.id) == "expired"


async def test_a_no_cannot_be_undone_once_another_place_has_the_candidate(city: City, house: House) -> None:
    made = await city.suggested()
    async with house.database.transaction() as connection:
        await decisions.say_no(connection, house, made.id, reason="hours", how="link")
    await city.suggested(vacancy="sea")
    async with house.database.transaction() as connection:
        refused = await decisions.undo(connection, house, made.id, how="link")
    assert isinstance(refused, Refused)
    assert refused.code == "candidate_taken"


async def test_a_no_never_reaches_the_candidate(city: City, house: House) -> None:
    made = await city.suggested()
    async with house.database.transaction() as connection:
        await decisions.say_no(connection, house, made.id, reason="qualifications", how="link")
    assert (await city.row(candidacy, city.ids["Mille"])).needs == "match"
    assert await city.rows(message) == []
    assert await advanced(city) == 0


@pytest.mark.parametrize("reason", ["", "ugly", "too_old"])
async def test_a_reason_is_one_of_the_codes(city: City, house: House, reason: str) -> None:
    made = await city.suggested()
    async with house.database.transaction() as connection:
        refused = await decisions.say_no(connection, house, made.id, reason=reason, how="link")
    assert isinstance(refused, Refused)
    assert refused.code == "unknown_reason"


async def test_yes_and_no_at_the_same_instant(city: City, house: House) -> None:
    made = await city.suggested()

    async def no() -> Decided | Refused:
        async with house.database.transaction() as connection:
            return await decisions.say_no(connection, house, made.id, reason="hours", how="text")

    results = await asyncio.gather(city.yes(made.id), no())
    assert sorted(type(result).__name__ for result in results) == ["Decided", "Refused"]
    assert len(await city.rows(interview)) == (1 if await city.state(made.id) == "accepted" else 0)


async def test_the_undo_window_is_a_setting(city: City, house: House, clock: Clock) -> None:
    longer = replace(house, settings=house.settings.model_copy(update={"unit_undo_minutes": 90}))
    made = await city.suggested()
    async with house.database.transaction() as connection:
        await decisions.say_no(connection, longer, made.id, reason="hours", how="link")
    clock.pass_(minutes=91)
    async with house.database.transaction() as connection:
        assert isinstance(await decisions.undo(connection, longer, made.id, how="link"), Refused)
    clock.pass_(minutes=-2)
    async with house.database.transaction() as connection:
        assert isinstance(await decisions.undo(connection, longer, made.id, how="link"), Decided)


async def test_agreeing_twice_is_one_appointment(city: City) -> None:
    _, meeting = await city.offered()
    first, second = await agree(city, meeting), await agree(city, meeting)
    assert first == second == Agreed(meeting.id, meeting.times[0])
    assert len([job for job in await city.jobs("units.mail") if job["kind"] == "agreed"]) == 1
    assert len(await city.jobs("units.remind")) == 1


async def test_what_was_not_offered_cannot_be_agreed(city: City, house: House, clock: Clock) -> None:
    _, meeting = await city.offered()
    async with house.database.transaction() as connection:
        refused = await interviews.agree(connection, house, meeting.id, local(house, "2026-11-26 11:00"))
    assert isinstance(refused, Refused)
    assert refused.code == "not_offered"
    clock.at = meeting.times[0]
    late = await agree(city, meeting)
    assert isinstance(late, Refused)
    assert late.code == "past"
    assert isinstance(await agree(city, meeting, 1), Agreed)


async def test_two_candidates_cannot_get_the_same_half_hour(city: City) -> None:
    (_, one), (_, two) = await city.offered(), await city.offered(name="Omar")
    results = await asyncio.gather(agree(city, one), agree(city, two))
    assert sorted(type(result).__name__ for result in results) == ["Agreed", "Refused"]
    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert refused.code == "slot_taken"
    loser = one if isinstance(results[0], Refused) else two
    row = await city.row(interview, loser.id)
    assert (row.state, list(row.times)) == ("offered", [loser.times[1]])


async def test_when_the_last_time_is_taken_the_unit_is_asked_for_others(city: City, mailbox: Mailbox) -> None:
    made = [await city.suggested(), await city.suggested("Omar")]
    meetings = []
    for one in made:
        await city.yes(one.id, "2026-11-26 10:00")
        meetings.append(await city.meeting(one.id))
    async with city.house.database.transaction() as connection:
        for meeting in meetings:
            await interviews.offer(connection, city.house, meeting.id)
    assert isinstance(await agree(city, meetings[0]), Agreed)
    assert isinstance(await agree(city, meetings[1]), Refused)
    assert (await city.meeting(made[1].id)).state == "cancelled"
    await city.work()
    assert mailbox.taken[-1]["Subject"].startswith("Nye tider til en samtale")


async def test_times_that_do_not_suit_open_the_same_link_for_others(
    city: City, house: House, visitor: Visitor, clock: Clock
) -> None:
    made, meeting = await city.offered()
    clock.pass_(hours=3)
    async with house.database.transaction() as connection:
        assert await interviews.decline_times(connection, house, meeting.id) == Reopened(meeting.id)
    await visitor.open(await city.link(made.id))
    assert "Nye tider til en samtale" in visitor.html
    assert "Tiderne passede ikke kandidaten" in visitor.html
    assert "Nej tak" in visitor.html
    assert isinstance(await city.yes(made.id, "2026-11-30 10:00"), Decided)
    assert (await city.meeting(made.id)).state == "waiting"
    assert len(await city.rows(interview)) == 2
    assert "unit_gave_new_times" in await city.verbs(city.ids["Mille"])


async def test_a_unit_that_gives_no_new_times_loses_the_candidate(city: City, house: House, clock: Clock) -> None:
    made, meeting = await city.offered()
    async with house.database.transaction() as connection:
        await interviews.decline_times(connection, house, meeting.id)
    clock.pass_(days=2, hours=2)
    await city.work()
    row = await city.row(suggestion, made.id)
    assert (row.state, row.decline_reason) == ("accepted", "no_new_times")
    assert row.released_at is not None
    assert (await city.row(candidacy, city.ids["Mille"])).needs == "match"
    await city.suggested(vacancy="sea")


async def test_cannot_come_after_all_opens_it_again(city: City, house: House) -> None:
    _, meeting = await city.offered()
    await agree(city, meeting)
    before = await advanced(city)
    async with house.database.transaction() as connection:
        assert await interviews.cancel(connection, house, meeting.id, "candidate") == Reopened(meeting.id)
        again = await interviews.cancel(connection, house, meeting.id, "candidate")
    assert isinstance(again, Refused)
    kinds = [job["kind"] for job in await city.jobs("units.mail")]
    assert kinds[-2:] == ["agreed", "times_wanted"]
    assert await advanced(city) == before


async def test_when_a_recruiter_cancels_the_dialog_tells_the_candidate(city: City, house: House) -> None:
    _, meeting = await city.offered()
    await agree(city, meeting)
    before = await advanced(city)
    async with house.database.transaction() as connection:
        await interviews.cancel(connection, house, meeting.id, f"recruiter:{city.ids['Mette']}")
    assert await advanced(city) == before + 1


async def test_an_offer_nobody_answers_ends_with_its_last_time(city: City, house: House, clock: Clock) -> None:
    made, meeting = await city.offered()
    clock.at = meeting.times[0]
    await city.work()
    assert (await city.meeting(made.id)).state == "offered"
    clock.at = meeting.times[1]
    await city.work()
    assert (await city.meeting(made.id)).state == "cancelled"
    assert (await city.row(suggestion, made.id)).decline_reason == "no_reply"
    assert (await city.row(candidacy, city.ids["Mille"])).needs == "match"


async def test_the_reminder_comes_at_five_the_day_before_and_once(city: City, clock: Clock) -> None:
    _, meeting = await city.offered()
    await agree(city, meeting)
    (job,) = await city.jobs("units.remind")
    assert job["at"] == local(city.house, "2026-11-25 17:00")
    clock.at = job["at"] - timedelta(seconds=1)
    await city.work()
    assert await city.rows(message) == []
    clock.at = job["at"]
    await city.work()
    (text,) = await city.rows(message)
    assert text.body == (
        "Husk samtalen tors. 26/11 kl. 10 hos Solgården. Sted: Prøvevej 4. Du møder Lone. "
        "Kan du ikke komme, så skriv KAN IKKE."
    )
    async with city.house.database.transaction() as connection:
        assert not await interviews.remind(connection, city.house, meeting.id)


async def test_no_reminder_for_what_is_off_or_agreed_too_late(city: City, house: House, clock: Clock) -> None:
    _, meeting = await city.offered()
    clock.at = local(house, "2026-11-25 17:30")
    await agree(city, meeting)
    assert await city.jobs("units.remind") == []
    async with house.database.transaction() as connection:
        await interviews.cancel(connection, house, meeting.id, "candidate")
        assert not await interviews.remind(connection, house, meeting.id)


async def test_withdrawing_with_an_appointment_cancels_it(city: City, house: House) -> None:
    _, meeting = await city.offered()
    await agree(city, meeting)
    async with house.database.transaction() as connection:
        assert (
            await suggestions.withdraw_all(connection, house, city.ids["Mille"], by="candidate", reason="stopped") == 1
        )
    assert (await city.row(interview, meeting.id)).state == "cancelled"
    assert [job["kind"] for job in await city.jobs("units.mail")][-2:] == ["agreed", "cancelled"]


@pytest.mark.parametrize(
    "act",
    [
        lambda c, h: interviews.agree(c, h, 1, h.now()),
        lambda c, h: interviews.decline_times(c, h, 1),
        lambda c, h: interviews.cancel(c, h, 1, "candidate"),
        lambda c, h: aftermath.conclude(c, h, 1, by="recruiter:1", outcome="hired"),
        lambda c, h: decisions.say_yes(c, h, 1, times=[h.now()], how="link"),
        lambda c, h: decisions.say_no(c, h, 1, reason="hours", how="link"),
        lambda c, h: decisions.undo(c, h, 1, how="link"),
        lambda c, h: suggestions.withdraw(c, h, suggestion_id=1, by="line"),
    ],
)
async def test_what_does_not_exist_is_refused(house: House, act: Callable[..., object]) -> None:
    async with house.database.transaction() as connection:
        refused = await act(connection, house)  # type: ignore[misc]
    assert isinstance(refused, Refused)
    assert refused.code == "unknown"


async def test_the_trail_of_all_this_holds(city: City, house: House) -> None:
    _, meeting = await city.offered()
    await agree(city, meeting)
    async with house.database.transaction() as connection:
        await interviews.cancel(connection, house, meeting.id, "candidate")
        assert await trail.verify(connection) == []
        assert await connection.scalar(select(func.count()).select_from(trail.event)) > 8
