"""What a mail says is true, whatever happened before it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.house import House
from bot.store.tables import suggestion
from bot.units import decisions, interviews
from bot.units.cases import read_unit
from bot.units.decisions import Decided
from bot.units.letters import Letter, Why, times_letter
from tests.units.conftest import City

OFF = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


async def letter(city: City, why: Why, off: datetime | None = None) -> Letter:
    async with city.house.database.transaction() as connection:
        to = await read_unit(connection, city.house, city.ids["Solgården"])
    assert to is not None
    return times_letter(
        city.house, to, role="sosu_hjaelper", answer_by=OFF, link="https://x.example.org/u/1", why=why, off=off
    )


@pytest.mark.parametrize(
    ("why", "off", "said"),
    [
        ("declined", None, "Tiderne passede ikke kandidaten (SOSU-hjælper), som stadig gerne vil møde jer."),
        (
            "candidate",
            OFF,
            "Kandidaten (SOSU-hjælper) er blevet forhindret og har aflyst torsdag 26. november kl. 10.",
        ),
        ("us", OFF, "Samtalen med kandidaten (SOSU-hjælper) er aflyst: torsdag 26. november kl. 10."),
        ("", None, "Der skal findes en ny tid til samtalen med kandidaten (SOSU-hjælper)."),
    ],
)
async def test_new_times_are_asked_for_with_the_true_reason(
    city: City, why: Why, off: datetime | None, said: str
) -> None:
    mail = await letter(city, why, off)
    assert said in mail.text
    assert "eller sig nej tak" in mail.text
    assert ("Den vedhæftede fil" in mail.text) is (off is not None)


async def test_a_unit_that_owes_new_times_may_say_no(city: City, house: House) -> None:
    made, meeting = await city.offered()
    async with house.database.transaction() as connection:
        await interviews.decline_times(connection, house, meeting.id)
        result = await decisions.say_no(connection, house, made.id, reason="position_filled", how="link")
    assert isinstance(result, Decided)
    row = await city.row(suggestion, made.id)
    assert (row.state, row.decline_reason, row.released_at) == ("declined", "position_filled", house.now())
    assert "unit_said_no" in await city.verbs(city.ids["Mille"])


async def test_a_no_to_an_open_suggestion_is_the_usual_no(city: City, house: House) -> None:
    made = await city.suggested()
    async with house.database.transaction() as connection:
        assert isinstance(await decisions.say_no(connection, house, made.id, reason="hours", how="link"), Decided)
    assert await city.state(made.id) == "declined"
