"""After an interview somebody says how it went: the unit with one press, else a recruiter; no reasons, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.door import Inbound
from bot.house import House
from bot.line import promises, queue
from bot.store.tables import candidacy, interview, message, suggestion, vacancy
from bot.units import aftermath, interviews
from bot.units.aftermath import Concluded
from bot.units.answers import answer_by_text
from bot.units.cases import Refused
from tests.conftest import Clock
from tests.units.conftest import City, Mailbox, Visitor, local

LEADER = "+4526123456"


async def met(city: City, clock: Clock, **more: str) -> tuple[int, int]:
    """A suggestion whose interview, Thursday at ten, has just ended; with its interview."""
    made, meeting = await city.offered(**more)
    async with city.house.database.transaction() as connection:
        await interviews.agree(connection, city.house, meeting.id, meeting.times[0])
    await city.work()
    clock.at = meeting.times[0] + timedelta(minutes=30)
    return made.id, meeting.id


async def text(city: City, body: str) -> str | None:
    inbound = Inbound("sms", "SM1", LEADER, "+4570201530", body, city.house.now())
    async with city.house.database.transaction() as connection:
        return await answer_by_text(connection, city.house, inbound)


async def test_the_unit_is_asked_once_the_working_day_after(city: City, mailbox: Mailbox, clock: Clock) -> None:
    _, meeting = await met(city, clock)
    (job,) = await city.jobs("units.ask_how")
    assert job["at"] == local(city.house, "2026-11-27 09:00")
    heard = len(mailbox.taken)
    clock.at = job["at"]
    await city.work()
    (mail,) = mailbox.taken[heard:]
    assert mail["Subject"] == "Hvordan gik samtalen torsdag 26. november kl. 10?"
    words = mail.get_body(preferencelist=("plain",)).get_content()
    assert "Du skal ikke begrunde det." in words
    for private in ("Mille", "26111111", "26 11 11 11"):
        assert private not in words
    async with city.house.database.transaction() as connection:
        assert not await aftermath.ask(connection, city.house, meeting)  # A job that runs twice asks once.
    assert await city.rows(message, message.c.unit_id.is_not(None)) == []


@pytest.mark.parametrize(
    ("button", "outcome", "stage", "openings", "said"),
    [
        ("hired", "hired", "hired", 1, "Ansat."),
        ("not_hired", "not_hired", "confirmed", 2, "Samtalen førte ikke til ansættelse."),
        ("no_show", "no_show", "confirmed", 2, "Kandidaten kom ikke til samtalen."),
    ],
)
async def test_one_press_and_a_confirm(
    city: City, visitor: Visitor, clock: Clock, button: str, outcome: str, stage: str, openings: int, said: str
) -> None:
    made, meeting = await met(city, clock)
    path = await city.link(made)
    await visitor.open(path)
    assert "Hvordan gik samtalen?" in visitor.html
    await visitor.send(f"{path}/outcome", outcome=button)
    assert "Er det rigtigt?" in visitor.html
    assert (await city.row(interview, meeting)).state == "agreed"
    form = visitor.html
    for _ in range(2):
        visitor.html = form
        await visitor.send(f"{path}/outcome/confirm", outcome=button)
        assert visitor.status == 200
        assert "Tak, det er noteret" in visitor.html
        assert said in visitor.html
    assert (await city.row(interview, meeting)).state == "held"
    assert (await city.row(suggestion, made)).decline_reason == outcome
    person = await city.row(candidacy, city.ids["Mille"])
    assert (person.stage, person.needs) == (stage, None if stage == "hired" else "match")
    assert (await city.row(vacancy, city.ids["day"])).openings == openings
    assert (await city.verbs(city.ids["Mille"])).count(outcome) == 1
    # What was said stands: another answer with an old form changes nothing.
    visitor.html = form
    await visitor.send(f"{path}/outcome/confirm", outcome="not_hired" if outcome == "hired" else "hired")
    assert (await city.row(suggestion, made)).decline_reason == outcome


async def test_nothing_is_said_before_the_interview_is_over(city: City, visitor: Visitor, clock: Clock) -> None:
    made, meeting = await met(city, clock)
    clock.pass_(minutes=-1)
    path = await city.link(made)
    await visitor.open(path)
    assert "Samtalen er aftalt" in visitor.html
    visitor.html = await visitor.open("/e")  # Any page of ours has the hidden field.
    for step in ("outcome", "outcome/confirm"):
        await visitor.send(f"{path}/{step}", outcome="hired")
        assert (await city.row(interview, meeting)).state == "agreed"
    await visitor.send(f"{path}/outcome", outcome="too_old")
    assert (await city.row(interview, meeting)).state == "agreed"


async def test_after_two_working_days_a_recruiter_is_asked(city: City, house: House, clock: Clock) -> None:
    _, meeting = await met(city, clock)
    clock.at = local(house, "2026-11-27 09:00")
    await city.work()
    assert (await city.row(candidacy, city.ids["Mille"])).needs is None
    clock.at = local(house, "2026-12-01 09:00")
    await city.work()
    asked = await city.row(candidacy, city.ids["Mille"])
    assert (asked.needs, asked.due_at) == ("outcome", house.after_working_days(house.now(), 1))
    async with house.database.transaction() as connection:
        await queue.rethink(connection, [asked.id])
    assert (await city.row(candidacy, city.ids["Mille"])).due_at == asked.due_at  # Not last in the queue for ever.
    by = f"recruiter:{city.ids['Mette']}"
    async with house.database.transaction() as connection:
        ended = await aftermath.conclude(connection, house, meeting, by=by, outcome="not_hired")
    assert ended == Concluded(meeting, "not_hired")
    seen = await city.row(candidacy, city.ids["Mille"])
    assert (seen.needs, seen.due_at) == ("match", promises.usual(house))


async def test_who_has_told_is_asked_no_more(city: City, house: House, mailbox: Mailbox, clock: Clock) -> None:
    _, meeting = await met(city, clock)
    async with house.database.transaction() as connection:
        await aftermath.conclude(connection, house, meeting, by="recruiter:1", outcome="hired")
    heard = len(mailbox.taken)
    clock.pass_(days=8)
    await city.work()
    assert len(mailbox.taken) == heard
    assert (await city.row(candidacy, city.ids["Mille"])).needs is None


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("ANSAT {code}", "hired"),
        ("hired", "hired"),
        ("kom ikke", "no_show"),
        ("No show {code}.", "no_show"),
        ("NEJ {code}", "not_hired"),
        ("nej", "not_hired"),
    ],
)
async def test_a_leader_who_wants_texts_is_asked_and_answers_by_text(
    city: City, clock: Clock, words: str, outcome: str
) -> None:
    made, _ = await met(city, clock, vacancy="sea")
    code = (await city.row(suggestion, made)).code
    clock.at = local(city.house, "2026-11-27 09:00")
    await city.work()
    asked = (await city.rows(message, message.c.unit_id.is_not(None)))[-1]
    assert (
        asked.body.startswith("How did the interview Thu 26 Nov at 10:00 at Havblik go?") or "Havblik go?" in asked.body
    )
    assert f"HIRED {code}" in asked.body
    reply = await text(city, words.format(code=code))
    assert reply is not None
    assert reply.startswith("Thank you, noted:")
    assert (await city.row(suggestion, made)).decline_reason == outcome


async def test_a_bare_no_is_the_answer_to_an_open_suggestion(city: City, clock: Clock) -> None:
    made, meeting = await met(city, clock, vacancy="sea")
    other = await city.suggested("Omar", "sea")
    await text(city, "nej")
    assert (await city.row(interview, meeting)).state == "agreed"
    assert await city.state(other.id) == "declined"
    assert await city.state(made) == "accepted"


async def test_a_unit_cannot_conclude_what_is_not_over(city: City, house: House) -> None:
    _, meeting = await city.offered()
    async with house.database.transaction() as connection:
        await interviews.agree(connection, house, meeting.id, meeting.times[0])
        refused = await aftermath.conclude(connection, house, meeting.id, by="unit:1", outcome="hired")
    assert isinstance(refused, Refused)
    assert refused.code == "too_soon"
