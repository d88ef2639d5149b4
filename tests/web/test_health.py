"""Alive, ready, counted."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from bot.house import House
from bot.store.tables import message
from bot.web import metrics
from tests.conftest import Clock
from tests.web.conftest import Serve


async def queue_message(house: House, *, ago: timedelta) -> None:
    async with house.database.transaction() as connection:
        await connection.execute(
            message.insert().values(
                employer_id=house.employer.id,
                direction="out",
                channel="sms",
                address="+4520306090",
                author="line",
                body="Hej",
                day=house.now().date(),
                status="queued",
                at=house.now() - ago,
            )
        )


async def test_a_healthy_service_says_so(house: House, serve: Serve) -> None:
    visitor = await serve(house)
    assert await (await visitor.get("/healthz")).json() == {"status": "alive"}
    answer = await visitor.get("/readyz")
    body = await answer.json()
    assert (answer.status, body["status"]) == (200, "ready")
    assert set(body["checks"]) == {"database", "migrations", "outbox"}


async def test_texts_that_do_not_leave_make_the_service_not_ready(house: House, serve: Serve, clock: Clock) -> None:
    visitor = await serve(house)
    await queue_message(house, ago=timedelta(seconds=30))
    assert (await visitor.get("/readyz")).status == 200
    clock.pass_(minutes=10)
    answer = await visitor.get("/readyz")
    assert answer.status == 503
    outbox = (await answer.json())["checks"]["outbox"]
    assert (outbox["ok"], outbox["seconds"]) == (False, 630.0)
    assert "jobline_outbox_lag_seconds 630.0" in await (await visitor.get("/metrics")).text()


async def test_a_database_that_is_behind_makes_the_service_not_ready(house: House, serve: Serve) -> None:
    visitor = await serve(house)
    async with house.database.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'r0000'"))
    answer = await visitor.get("/readyz")
    assert answer.status == 503
    assert not (await answer.json())["checks"]["migrations"]["ok"]


async def test_numbers_are_for_this_machine_only(house: House, serve: Serve) -> None:
    metrics.message_came("sms")
    metrics.turn_taken("asked")
    metrics.committed("sms", 0.004)
    visitor = await serve(house)
    page = await (await visitor.get("/metrics")).text()
    assert 'jobline_messages_total{channel="sms",direction="in",status="received"}' in page
    assert "jobline_webhook_to_commit_seconds_bucket" in page
    through_a_proxy = await visitor.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    assert through_a_proxy.status == 404
    rebound = await visitor.get("/metrics", headers={"Host": "rebound.example:3978"})
    assert rebound.status == 404
