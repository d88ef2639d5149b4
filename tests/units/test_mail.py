"""Mail as a mail server takes it: the words, the calendar file, and what happens when the server is away."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar
from sqlalchemy import update

from bot.house import House
from bot.store.tables import candidacy, suggestion, unit
from bot.units import interviews, mail, suggestions
from bot.units.letters import suggestion_letter
from tests.conftest import Clock
from tests.units.conftest import City, Mailbox, local


def words(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content())


def calendar(message: EmailMessage) -> Calendar:
    (file,) = message.iter_attachments()
    return Calendar.from_ical(file.get_content())


async def test_the_suggestion_says_why_until_when_and_how(city: City, mailbox: Mailbox) -> None:
    made = await city.suggested()
    await city.work()
    (message,) = mailbox.taken
    row = await city.row(suggestion, made.id)
    assert message["To"] == "Lone Prøve <leder@solgaarden.example.org>"
    assert message["Subject"] == "Forslag til Solgården: svar senest onsdag 25. november kl. 12"
    for body in (words(message), words(message, "html")):
        assert row.reason in body
        assert f"http://127.0.0.1:3978{await city.link(made.id)}" in body
        assert f"JA {made.code}" in body
        assert "33 17 00 00" in body
        for private in ("Mille", "26111111", "26 11 11 11"):
            assert private not in body
    assert row.sent_at == city.house.now()


async def test_the_same_mail_keeps_its_name_and_is_not_sent_twice(city: City, house: House, mailbox: Mailbox) -> None:
    made = await city.suggested()
    async with house.database.transaction() as connection:
        ready = [await mail.compose(connection, house, "suggestion", made.id) for _ in range(2)]
    names = {one.message["Message-ID"] for one in ready if one}
    assert len(names) == 1
    assert str(made.id) not in names.pop()
    await mail.deliver(house, "suggestion", made.id, 1)
    await mail.deliver(house, "suggestion", made.id, 1)
    assert len(mailbox.taken) == 1


async def test_a_full_server_is_asked_again_later(city: City, mailbox: Mailbox, clock: Clock) -> None:
    await city.suggested()
    mailbox.answers = ["451 later", "452 later"]
    await city.work()
    (job,) = await city.jobs("units.mail")
    assert job["attempt"] == 2
    assert timedelta(seconds=30) <= job["at"] - clock.at <= timedelta(seconds=60)
    clock.pass_(minutes=1)
    await city.work()
    clock.pass_(minutes=2)
    await city.work()
    assert len(mailbox.taken) == 1
    assert await city.jobs("units.mail") == []


async def test_a_server_that_is_away_is_asked_again(city: City, house: House, mailbox: Mailbox) -> None:
    made = await city.suggested()
    away = House(
        settings=house.settings.model_copy(update={"smtp_port": 1}),
        database=house.database,
        files=house.files,
        employer=house.employer,
        clock=house.clock,
    )
    await mail.deliver(away, "suggestion", made.id, 3)
    assert (await city.jobs("units.mail"))[-1]["attempt"] == 4


async def test_an_address_that_does_not_exist_frees_the_candidate(city: City, mailbox: Mailbox) -> None:
    made = await city.suggested()
    mailbox.answers = ["550 no such person"]
    await city.work()
    row = await city.row(suggestion, made.id)
    assert (row.state, row.decline_reason) == ("withdrawn", "undelivered")
    assert (await city.row(candidacy, city.ids["Mille"])).needs == "match"
    assert "mail_undelivered" in await city.verbs(city.ids["Mille"])


async def test_a_unit_with_a_text_can_answer_even_if_its_mail_bounced(city: City, mailbox: Mailbox) -> None:
    made = await city.suggested(vacancy="sea")
    mailbox.answers = ["550 no such person"]
    await city.work()
    assert await city.state(made.id) == "sent"


async def test_after_the_last_attempt_it_counts_as_undelivered(city: City, house: House, mailbox: Mailbox) -> None:
    made = await city.suggested()
    mailbox.answers = ["451 later"]
    await mail.deliver(house, "suggestion", made.id, mail.ATTEMPTS)
    assert await city.state(made.id) == "withdrawn"


async def test_a_withdrawn_suggestion_is_told_only_to_who_knew(city: City, house: House, mailbox: Mailbox) -> None:
    unread, read = await city.suggested("Mille"), await city.suggested("Omar")
    await mail.deliver(house, "suggestion", read.id, 1)
    async with house.database.transaction() as connection:
        for made in (unread, read):
            await suggestions.withdraw(connection, house, suggestion_id=made.id, by="line")
    await city.work()
    assert [message["Subject"] for message in mailbox.taken[1:]] == ["Forslaget til Solgården er trukket tilbage"]


async def test_the_appointment_names_who_comes_and_the_calendar_does_not(
    city: City, house: House, mailbox: Mailbox
) -> None:
    _, meeting = await city.offered()
    async with house.database.transaction() as connection:
        await interviews.agree(connection, house, meeting.id, meeting.times[0])
    await city.work()
    message = mailbox.taken[-1]
    assert message["Subject"] == "Samtale aftalt: torsdag 26. november kl. 10"
    assert "med Mille (SOSU-hjælper)" in words(message)
    assert "26 11 11 11" in words(message)
    file = calendar(message)
    (event,) = file.walk("VEVENT")
    assert (file["METHOD"], event["SEQUENCE"], event["STATUS"]) == ("REQUEST", 0, "CONFIRMED")
    assert event["DTSTART"].dt == local(house, "2026-11-26 10:00")
    assert event["LOCATION"] == "Prøvevej 4"
    assert "Mille" not in file.to_ical().decode()
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds.count("text/calendar") == 2  # One for calendars, one for people.


async def test_a_cancelled_appointment_leaves_the_calendar_under_the_same_name(
    city: City, house: House, mailbox: Mailbox
) -> None:
    made, meeting = await city.offered()
    async with house.database.transaction() as connection:
        await interviews.agree(connection, house, meeting.id, meeting.times[0])
    await city.work()
    asked = calendar(mailbox.taken[-1]).walk("VEVENT")[0]
    async with house.database.transaction() as connection:
        await interviews.cancel(connection, house, meeting.id, "candidate")
    await city.work()
    (wanted,) = mailbox.taken[2:]  # One mail: what became of it, new times, and the file that takes it out again.
    file = calendar(wanted)
    (event,) = file.walk("VEVENT")
    assert (file["METHOD"], event["UID"], event["SEQUENCE"]) == ("CANCEL", asked["UID"], 1)
    assert wanted["Subject"] == "Nye tider til en samtale: svar senest onsdag 25. november kl. 9"
    assert event["LOCATION"] == "Prøvevej 4"
    assert await city.link(made.id) in words(wanted)
    assert "Kandidaten (SOSU-hjælper) er blevet forhindret og har aflyst torsdag 26. november kl. 10." in words(wanted)


async def test_an_appointment_leaves_the_calendar_even_if_no_new_times_are_wanted_by_now(
    city: City, house: House, mailbox: Mailbox
) -> None:
    _, meeting = await city.offered()
    async with house.database.transaction() as connection:
        await interviews.agree(connection, house, meeting.id, meeting.times[0])
    await city.work()
    async with house.database.transaction() as connection:
        await interviews.cancel(connection, house, meeting.id, "candidate")
        await suggestions.withdraw_all(connection, house, city.ids["Mille"], by="candidate", reason="stopped")
    await city.work()
    called_off = mailbox.taken[2]
    assert called_off["Subject"] == "Samtalen torsdag 26. november kl. 10 er aflyst"
    assert calendar(called_off)["METHOD"] == "CANCEL"


async def test_a_place_has_its_town_in_mail_and_calendar(city: City, house: House, mailbox: Mailbox) -> None:
    made = await city.suggested()
    await city.yes(made.id)
    meeting = await city.meeting(made.id)
    async with house.database.transaction() as connection:
        await interviews.offer(connection, house, meeting.id)
        await interviews.agree(connection, house, meeting.id, meeting.times[0])
    await city.work()
    (event,) = calendar(mailbox.taken[-1]).walk("VEVENT")
    assert event["LOCATION"] == "Prøvevej 4, 2300 København S"
    assert "Sted: Prøvevej 4, 2300 København S." in words(mailbox.taken[-1])


async def test_an_english_leader_reads_english(city: City, mailbox: Mailbox) -> None:
    await city.suggested(vacancy="sea")
    await city.work()
    (message,) = mailbox.taken
    assert message["Subject"] == "Suggestion for Havblik: answer by Wednesday 25 November at 12:00"
    assert "Hello Kim," in words(message)
    assert "the role fits" in words(message)


async def test_html_is_escaped(city: City, house: House) -> None:
    async with house.database.transaction() as connection:
        await connection.execute(update(unit).values(name="<b>Ø</b>"))
        from bot.units.cases import read_unit

        to = await read_unit(connection, house, city.ids["Solgården"])
    assert to is not None
    letter = suggestion_letter(
        house,
        to,
        portrait="x",
        reason="y",
        answer_by=house.now(),
        link="https://example.org/u/z",
        code="4711",
        own_page="x",
    )
    assert "<b>Ø" not in letter.html
    assert "<b>Ø" in letter.text


async def test_a_line_break_in_a_name_ends_in_no_header(city: City, house: House, mailbox: Mailbox) -> None:
    async with house.database.transaction() as connection:
        await connection.execute(update(unit).values(name="Sol\r\nBcc: x@example.org", leader_name="Lone\r\nPrøve"))
    await city.suggested()
    await city.work()
    (message,) = mailbox.taken
    assert message["Bcc"] is None
    assert message["To"] == "Lone Prøve <leder@solgaarden.example.org>"
    assert message["Subject"].strip().startswith("Forslag til Sol Bcc: x@example.org: ")


@pytest.mark.parametrize("address", ["leder", "to mails@example.org", "lede\nr@example.org"])
async def test_an_address_that_is_none_goes_back_to_the_queue(
    city: City, house: House, mailbox: Mailbox, address: str
) -> None:
    async with house.database.transaction() as connection:
        await connection.execute(update(unit).values(leader_email=address, leader_phone=None, wants_text=False))
    made = await city.suggested()
    await city.work()
    assert mailbox.taken == []
    assert await city.jobs("units.mail") == []
    row = await city.row(suggestion, made.id)
    assert (row.state, row.sent_at) == ("withdrawn", None)


@pytest.mark.parametrize("attempt", range(1, 13))
def test_waits_grow_and_end_at_an_hour(attempt: int) -> None:
    wait = mail.wait_after(attempt)
    longest = min(timedelta(minutes=1) * 2 ** (attempt - 1), timedelta(hours=1))
    assert longest / 2 <= wait <= longest
