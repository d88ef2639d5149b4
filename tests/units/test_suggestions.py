"""A recruiter suggests, the second is told who was first, time runs out, and the candidate is back in the queue."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text, update

from bot.house import House
from bot.store.tables import candidacy, message, suggestion, vacancy
from bot.units import suggestions
from bot.units.cases import Refused
from bot.units.links import fingerprint, token_of
from bot.units.suggestions import Suggested, UnknownVacancyError, Withdrawn
from tests.conftest import Clock
from tests.units.conftest import City

WEDNESDAY_NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


async def test_a_suggestion_is_sent_with_a_code_a_deadline_and_a_mail(city: City) -> None:
    made = await city.suggested()
    row = await city.row(suggestion, made.id)
    assert (row.state, row.code, row.answer_by) == ("sent", made.code, WEDNESDAY_NOON)
    assert len(made.code) == 4
    assert made.code.isdecimal()
    assert row.reason.startswith("faget passer, dagvagt, søger i jeres område")
    assert await city.jobs("units.mail") == [{"kind": "suggestion", "id": made.id, "at": None}]
    assert await city.jobs("units.deadline") == [{"suggestion_id": made.id, "at": WEDNESDAY_NOON}]
    assert "suggested" in await city.verbs(city.ids["Mille"])
    assert "suggested" in await city.verbs(city.ids["Solgården"])
    assert (await city.row(candidacy, city.ids["Mille"])).needs is None


async def test_the_token_is_stored_nowhere(city: City, house: House) -> None:
    made = await city.suggested()
    row = await city.row(suggestion, made.id)
    token = token_of(house, made.id, row.proposed_at)
    assert bytes(row.link) == fingerprint(token)
    async with house.database.transaction() as connection:
        jobs = await connection.scalar(text("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs"))
        events = await connection.scalar(text("SELECT string_agg(data::text, ' ') FROM event"))
    assert token not in f"{jobs} {events}"


async def test_a_unit_that_wants_texts_gets_one_without_a_web_address(city: City) -> None:
    made = await city.suggested(vacancy="sea")
    (sent,) = await city.rows(message, message.c.unit_id == city.ids["Havblik"])
    assert f"JA {made.code}" in sent.body
    assert sent.segments <= 2
    assert "http" not in sent.body
    assert "Mille" not in sent.body


async def test_the_second_recruiter_is_told_who_was_first(city: City) -> None:
    await city.suggested()
    for place in ("day", "sea"):
        refused = await city.suggest(vacancy=place, by="Anton")
        assert refused == Refused(
            "someone_first", "Mette Test was first: the candidate is already suggested to Solgården (10:00)."
        )


async def test_two_recruiters_at_the_same_instant(city: City) -> None:
    results = await asyncio.gather(city.suggest(by="Mette"), city.suggest(vacancy="sea", by="Anton"))
    assert sorted(type(result).__name__ for result in results) == ["Refused", "Suggested"]
    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert refused.code == "someone_first"


async def test_the_database_has_the_last_word(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    await city.suggested()

    async def nobody(*_: object) -> None:
        return None

    monkeypatch.setattr(suggestions, "hindrance", nobody)
    refused = await city.suggest(by="Anton")
    assert isinstance(refused, Refused)
    assert refused.code == "someone_first"
    assert "Mette Test" in refused.words


async def test_codes_of_live_suggestions_differ(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions.secrets, "choice", lambda codes: codes[0])
    one, two = await city.suggested("Mille"), await city.suggested("Omar")
    assert (one.code, two.code) == ("1000", "1001")


@pytest.mark.parametrize(
    ("stage", "code"), [("telling", "not_ready"), ("paused", "not_ready"), ("withdrawn", "gone"), ("erased", "gone")]
)
async def test_only_a_confirmed_candidate_can_be_suggested(city: City, house: House, stage: str, code: str) -> None:
    async with house.database.transaction() as connection:
        await connection.execute(update(candidacy).where(candidacy.c.id == city.ids["Mille"]).values(stage=stage))
    refused = await city.suggest()
    assert isinstance(refused, Refused)
    assert refused.code == code


async def test_a_closed_vacancy_takes_nobody(city: City, house: House) -> None:
    async with house.database.transaction() as connection:
        await connection.execute(update(vacancy).values(closed_at=house.now()))
    assert (await city.suggest()).code == "not_open"


async def test_what_the_rules_exclude_is_refused_in_words(city: City) -> None:
    await city.vacancy("nurse", "Solgården", role="sygeplejerske")
    refused = await city.suggest(vacancy="nurse")
    assert (refused.code, refused.words) == ("not_eligible", "Fag: SOSU-hjælper; stillingen kræver sygeplejerske.")


async def test_another_than_the_first_needs_a_reason_and_the_first_none(city: City, house: House) -> None:
    await city.vacancy("later", "Solgården", start=date(2027, 4, 1))
    async with house.database.transaction() as connection:
        places = {
            name: (await suggestions.preview(connection, house, city.ids["Mille"], city.ids[name])).best
            for name in ("day", "sea", "later")
        }
    (first,) = [name for name, best in places.items() if best]
    assert first != "later"
    assert (await city.suggest(vacancy="later", override=" ")).code == "reason_missing"
    assert isinstance(await city.suggest(vacancy=first, override=""), Suggested)


async def test_a_reason_may_not_name_what_the_law_forbids(city: City) -> None:
    refused = await city.suggest(override="de vil helst have en yngre kvinde")
    assert refused == Refused("forbidden_words", "Begrundelsen må ikke nævne kvinde, yngre.")


async def test_withdrawing_frees_the_candidate_and_tells_the_unit(city: City, house: House) -> None:
    made = await city.suggested()
    async with house.database.transaction() as connection:
        result = await suggestions.withdraw(
            connection, house, suggestion_id=made.id, by=f"recruiter:{city.ids['Mette']}"
        )
    assert result == Withdrawn(made.id)
    assert await city.state(made.id) == "withdrawn"
    assert {"kind": "withdrawn", "id": made.id, "at": None} in await city.jobs("units.mail")
    assert (await city.row(candidacy, city.ids["Mille"])).needs == "match"
    async with house.database.transaction() as connection:
        again = await suggestions.withdraw(connection, house, suggestion_id=made.id, by="line")
    assert isinstance(again, Refused)
    assert again.code == "wrong_state"
    assert isinstance(await city.suggest(by="Anton"), Suggested)


async def test_silence_releases_the_candidate_at_the_deadline_and_not_before(
    city: City, house: House, clock: Clock
) -> None:
    made = await city.suggested()
    clock.at = WEDNESDAY_NOON.replace(minute=0, hour=10, second=59)
    async with house.database.transaction() as connection:
        assert not await suggestions.expire(connection, house, made.id)
    clock.at = WEDNESDAY_NOON
    async with house.database.transaction() as connection:
        assert await suggestions.expire(connection, house, made.id)
        assert not await suggestions.expire(connection, house, made.id)
    row = await city.row(suggestion, made.id)
    assert (row.state, row.decline_reason, row.released_at) == ("expired", "no_answer", WEDNESDAY_NOON)
    assert (await city.row(candidacy, city.ids["Mille"])).needs == "match"


async def test_the_preview_shows_everything_and_changes_nothing(city: City, house: House) -> None:
    async with house.database.transaction() as connection:
        shown = await suggestions.preview(connection, house, city.ids["Mille"], city.ids["sea"])
    assert (shown.unit_name, shown.phone, shown.refused) == ("Havblik", "+4526123456", None)
    assert shown.answer_by == WEDNESDAY_NOON
    assert shown.reason in shown.body
    assert shown.portrait in shown.body
    assert shown.text is not None
    assert "####" in shown.text
    assert await city.rows(suggestion) == []
    assert await city.jobs("units.mail") == []


async def test_an_unknown_vacancy_is_an_error(city: City, house: House) -> None:
    async with house.database.transaction() as connection:
        with pytest.raises(UnknownVacancyError):
            await suggestions.preview(connection, house, city.ids["Mille"], 999_999)
