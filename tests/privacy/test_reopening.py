"""Who ended a search decides who may begin it again: a colleague's slip is undone, the rest takes the candidate's wish."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from bot.privacy import reopening
from bot.privacy.reopening import Reopened
from bot.store.tables import candidacy, conversation, event
from bot.store.trail import Happening, record
from bot.units.cases import Refused
from tests.due import run_due
from tests.privacy.frederikke import Stage


async def reopen(stage: Stage, asked: str | None) -> Reopened | Refused:
    async with stage.service.house.database.transaction() as connection:
        number = int(await connection.scalar(select(candidacy.c.id)) or 0)
        ended = await reopening.reopen(connection, stage.service.house, number, recruiter_id=1, asked=asked)
    await run_due(stage.service)
    return ended


async def end(stage: Stage, how: str, verb: str, actor: str) -> None:
    async with stage.service.house.database.transaction() as connection:
        number = int(await connection.scalar(select(candidacy.c.id)) or 0)
        await connection.execute(text("UPDATE candidacy SET stage = :how"), {"how": how})
        await connection.execute(text("UPDATE promise SET kept_at = now(), kept_how = :how"), {"how": how})
        house = stage.service.house
        await record(connection, [Happening(house.employer.id, number, actor, verb, house.now(), {"was": "confirmed"})])


@pytest.mark.parametrize("how", ["hired", "withdrawn"])
async def test_a_colleagues_slip_is_undone_without_a_word(stage: Stage, how: str) -> None:
    await end(stage, how, how, "recruiter:2")
    sent = len(stage.network.sent)
    assert await reopen(stage, None) == Reopened("confirmed", told=False)
    assert (await stage.row(select(candidacy))).stage == "confirmed"
    assert len(stage.network.sent) == sent


@pytest.mark.parametrize(
    ("how", "verb", "actor"),
    [("lapsed", "lapsed", "line"), ("withdrawn", "withdraw", "candidate"), ("withdrawn", "stop", "candidate")],
)
async def test_silence_and_a_goodbye_take_the_candidates_wish(stage: Stage, how: str, verb: str, actor: str) -> None:
    await end(stage, how, verb, actor)
    for asked in (None, "", "because"):
        refused = await reopen(stage, asked)
        assert isinstance(refused, Refused)
        assert refused.code == "not_asked"
    sent = len(stage.network.sent)
    assert await reopen(stage, "call") == Reopened("confirmed", told=True)
    (told,) = [one.text for one in stage.network.sent[sent:]]
    assert told.startswith("Hej Frederikke. Som aftalt søger du hos os igen, og du hører fra os senest")
    assert "STOP" in told
    search = await stage.row(select(candidacy))
    assert search.stage == "confirmed"
    assert search.due_at is not None
    consent = await stage.row(select(event.c.actor, event.c.data).where(event.c.verb == "reopened"))
    assert (consent.actor, consent.data["asked"]) == ("recruiter:1", "call")
    assert await stage.whole()


async def test_who_wrote_stop_comes_back_by_a_text_of_their_own(stage: Stage) -> None:
    await stage.text("STOP")
    sent = len(stage.network.sent)
    refused = await reopen(stage, "call")
    assert isinstance(refused, Refused)
    assert refused.code == "stopped"
    assert "JOB" in refused.words
    assert (await stage.row(select(candidacy))).stage == "withdrawn"
    assert len(stage.network.sent) == sent
    assert (await stage.text("JOB"))[0].startswith("Velkommen tilbage!")
    assert (await stage.row(select(candidacy))).stage == "confirmed"


async def test_a_deleted_search_stays_deleted(stage: Stage) -> None:
    await stage.text("SLET")
    refused = await reopen(stage, "met")
    assert isinstance(refused, Refused)
    assert refused.code == "erased"


async def test_a_search_that_goes_on_is_left_alone(stage: Stage) -> None:
    refused = await reopen(stage, "call")
    assert isinstance(refused, Refused)
    assert refused.code == "goes_on"


async def test_an_open_question_of_old_is_not_answered_by_a_new_yes(stage: Stage) -> None:
    await end(stage, "lapsed", "lapsed", "line")
    await reopen(stage, "message")
    assert (await stage.row(select(conversation))).asked is None
