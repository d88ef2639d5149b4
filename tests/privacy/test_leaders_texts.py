"""What a unit's leader texted about somebody goes with them; what was about others stays, until its time is over too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.privacy import retention
from bot.store.tables import message, suggestion, unit
from tests.privacy.everything import traces
from tests.privacy.frederikke import Stage

LEADER = "+4526123456"


async def keep(stage: Stage, body: str, *, direction: str = "in", status: str = "received", days: int = 0) -> None:
    """A text with the leader of the unit she was suggested to."""
    house = stage.service.house
    async with house.database.transaction() as connection:
        number = await connection.scalar(select(suggestion.c.unit_id))
        await connection.execute(update(unit).where(unit.c.id == number).values(leader_phone=LEADER))
        row: dict[str, Any] = {"employer_id": house.employer.id, "unit_id": number, "direction": direction}
        row |= {"channel": "sms", "address": LEADER, "author": "unit", "body": body, "status": status}
        at = stage.clock() + timedelta(days=days)
        await connection.execute(message.insert().values(**row, day=at.date(), at=at))


async def test_what_was_written_about_her_goes_and_what_was_about_others_stays(stage: Stage) -> None:
    code = (await stage.row(select(suggestion.c.code))).code
    other = "1234" if code != "1234" else "4321"
    await keep(stage, f"JA {code} men hun virkede lidt klanten")
    await keep(stage, "hende klanten vil jeg gerne tale med")
    await keep(stage, f"forslag: SOSU-assistent, svar JA {code}, klanten", direction="out", status="delivered")
    await keep(stage, f"Samtalen er aflyst {code}", direction="out", status="queued")
    await keep(stage, f"NEJ {other} det passer ikke")
    await keep(stage, "fra en anden tid", days=-90)
    await stage.text("SLET")
    assert traces(stage.url, "klanten") == []
    for left in ("Samtalen er aflyst", "det passer ikke", "fra en anden tid"):
        assert traces(stage.url, left), left


@pytest.mark.parametrize(("months", "left"), [(1, True), (120, False)])
async def test_no_text_of_a_leader_is_kept_for_ever(stage: Stage, months: int, left: bool) -> None:
    await keep(stage, "hende klanten vil jeg gerne tale med")
    stage.clock.pass_(days=30 * months)
    await retention.purge(stage.service.house)
    assert bool(traces(stage.url, "klanten")) is left
