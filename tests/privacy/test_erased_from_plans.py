"""Who is erased is in no plan either: not in what it was made from, nor in what it came to, nor in one on its way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import plan_decisions, plans
from bot.desk.plan_decisions import Decision
from bot.pool import kept_plans
from bot.privacy.masking import mask
from bot.store import trail
from bot.store.tables import snapshot
from matching.plan_replay import replay_plan
from tests.desk.conftest import ANNA, City, Visit


async def erase(city: City, name: str) -> None:
    """As a deletion does."""
    async with city.house.database.transaction() as connection:
        await mask(connection, city.house, city.ids[name], actor="candidate")


async def bodies(city: City) -> str:
    """All that is kept of plans and rankings."""
    async with city.house.database.engine.connect() as connection:
        return " ".join(bytes(body).decode() for body in (await connection.execute(select(snapshot.c.body))).scalars())


async def latest(city: City) -> plans.Made:
    async with city.house.database.transaction() as connection:
        made = await plans.latest(connection, city.house)
    assert made is not None
    return made


async def test_the_newest_plan_goes_on_without_them(city: City, visit: Visit) -> None:
    await city.candidate("Bente", due=city.house.now())
    await plans.make(city.house)
    before = await latest(city)
    assert before.where.keys() == {"c-Mette", "c-Bente"}
    assert "c-Mette" in await bodies(city)
    async with city.house.database.transaction() as connection:
        assert await plans.pool_of(connection, before)

    await erase(city, "Mette")
    assert "c-Mette" not in await bodies(city)
    after = await latest(city)
    # What this process has read before is not shown any more either.
    assert after.where.keys() == {"c-Bente"}
    async with city.house.database.transaction() as connection:
        pool = await plans.pool_of(connection, after)
        inputs = await kept_plans.body(connection, after.inputs)
        assert await trail.verify(connection) == []
    assert pool is not None
    assert set(pool.person) == {"c-Bente"}
    assert inputs is not None
    with pytest.raises(ValueError, match="erased since"):
        replay_plan(inputs, pool.rules)
    (masked,) = await city.rows("event", verb="masked")
    assert masked.data["plans"].keys() == {after.inputs, after.digest}
    anna = await visit(ANNA)
    assert "1 slettet siden: en ny er på vej" in await anna.get("/desk/plan")
    assert "Mette" not in await anna.get("/desk/plan?view=changes")
    assert "Hvad sker der?" in await anna.get("/desk/plan/decide?kind=hold&candidate=c-Bente")


async def test_older_plans_with_them_are_not_kept(city: City) -> None:
    for name in ("Bente", "Clara", "Dorte"):
        await city.candidate(name, due=city.house.now())
        await plans.make(city.house)
        city.house.clock.pass_(days=1)  # type: ignore[attr-defined]
    await erase(city, "Mette")
    made = await latest(city)
    async with city.house.database.transaction() as connection:
        earlier = await plans.before(connection, made)
    assert earlier is not None
    assert "c-Mette" not in earlier.where
    assert "c-Mette" not in await bodies(city)
    # Nobody else was asked to be forgotten: what the newest plan was made from is whole.
    assert "candidate:c-Dorte" in await bodies(city)


async def test_a_plan_that_is_being_made_is_kept_without_them(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    await plans.make(city.house)
    await city.candidate("Bente", due=city.house.now())
    work = asyncio.to_thread

    async def erased_meanwhile(function: Any, *given: Any) -> Any:
        done = await work(function, *given)
        if function is plans._made:
            await erase(city, "Mette")
        return done

    monkeypatch.setattr(asyncio, "to_thread", erased_meanwhile)
    await plans.make(city.house)
    assert "c-Mette" not in await bodies(city)
    assert (await latest(city)).where.keys() == {"c-Bente"}


async def test_what_was_decided_about_them_goes_into_no_new_plan(city: City) -> None:
    await city.candidate("Bente", due=city.house.now())
    async with city.house.database.transaction() as connection:
        for decision in (Decision("pin", "c-Mette", "v-sol"), Decision("forbid", "c-Mette", "v-strand")):
            await plan_decisions.decide(connection, city.house, decision, city.ids[ANNA])
    await erase(city, "Mette")
    async with city.house.database.transaction() as connection:
        assert await plan_decisions.standing(connection, city.house) == []
    await plans.make(city.house)
    assert "c-Mette" not in await bodies(city)
