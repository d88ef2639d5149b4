"""The inbox: repeats, two texts at once, floods, and a rollback that takes its job with it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select, text

from bot.app import Service
from bot.channels.door import Inbound
from bot.line import suppression as suppression_list
from bot.line.talk import write
from bot.store.database import enqueue
from bot.store.tables import answer, candidacy, conversation, message, suppression
from config.settings import Settings
from dialogs.spoken import Own
from tests.conftest import Clock
from tests.due import run_due
from tests.handset import LINE, NUMBER, Network, running, text_in


def inbound(service: Service, body: str, number: int = 1, sender: str = NUMBER) -> Inbound:
    return Inbound("sms", f"SM{number}", sender, LINE, body, service.house.now())


async def count(service: Service, table: object, *where: object) -> int:
    async with service.house.database.engine.connect() as connection:
        query = select(func.count()).select_from(table).where(*where)  # type: ignore[arg-type]
        return int((await connection.execute(query)).scalar_one())


async def test_the_same_message_twice_is_answered_once(service: Service, network: Network) -> None:
    first = await service.inbox.receive(inbound(service, "hej søger job"))
    second = await service.inbox.receive(inbound(service, "hej søger job"))
    await run_due(service)
    assert (first.kind, second.kind) == ("taken", "repeated")
    assert len(network.sent) == 1


async def test_the_same_message_twice_at_once_on_two_processes(
    settings: Settings, url: str, clock: Clock, network: Network
) -> None:
    async with running(settings, url, clock, network) as one, running(settings, url, clock, network) as other:
        receipts = await asyncio.gather(
            one.inbox.receive(inbound(one, "hej søger job")), other.inbox.receive(inbound(other, "hej søger job"))
        )
        await run_due(one)
        assert sorted(receipt.kind for receipt in receipts) == ["repeated", "taken"]
        assert len(network.sent) == 1
        assert await count(one, conversation) == 1


async def test_two_texts_of_one_person_at_the_same_instant_on_two_processes(
    settings: Settings, url: str, clock: Clock, network: Network
) -> None:
    async with running(settings, url, clock, network) as one, running(settings, url, clock, network) as other:
        await asyncio.gather(
            one.inbox.receive(inbound(one, "jeg er ssh", 1)),
            other.inbox.receive(inbound(other, "30 timer på Amager", 2)),
        )
        await run_due(one)
        facts = await _facts(one)
        assert facts["role"] == "sosu_hjaelper"
        assert facts["hours_per_week"] == {"min": 30, "max": 30}
        assert await count(one, candidacy) == 1
        assert len(network.sent) == 2


async def test_many_people_at_once(service: Service, network: Network) -> None:
    numbers = [f"+4520304{number:03d}" for number in range(100)]
    receipts = await asyncio.gather(
        *(service.inbox.receive(inbound(service, "hej søger job", n, sender)) for n, sender in enumerate(numbers))
    )
    await run_due(service)
    assert {receipt.kind for receipt in receipts} == {"taken"}
    assert sorted(outbound.address for outbound in network.sent) == numbers


async def test_a_rollback_takes_its_job_with_it(service: Service) -> None:
    async def fails() -> None:
        async with service.house.database.transaction() as connection:
            await enqueue(connection, service.house.database, "line.drain", talks=[1], units=[])
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await fails()
    async with service.house.database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM procrastinate_jobs"))).scalar_one() == 0


async def test_one_bad_message_does_not_take_others_with_it(service: Service, network: Network) -> None:
    bad = inbound(service, "hej", 1, "+4520304051")
    broken = Inbound(bad.channel, "SM\x00", bad.sender, bad.recipient, bad.text, bad.received)
    results = await asyncio.gather(
        service.inbox.receive(broken),
        service.inbox.receive(inbound(service, "hej søger job", 2)),
        return_exceptions=True,
    )
    await run_due(service)
    assert isinstance(results[0], Exception)
    assert [outbound.address for outbound in network.sent] == [NUMBER]


async def test_a_stop_stands_before_the_webhook_is_answered(service: Service, network: Network) -> None:
    await text_in(service, "hej søger job")
    await service.inbox.receive(inbound(service, "STOP", 99))
    assert await count(service, suppression, suppression.c.lifted_at.is_(None)) == 1
    await run_due(service)
    assert "ikke flere beskeder" in network.sent[-1].text


async def test_what_was_queued_before_a_stop_is_not_sent_after_it(service: Service, network: Network) -> None:
    receipt = await text_in(service, "hej søger job")
    assert receipt.conversation_id is not None
    async with service.house.database.transaction() as connection:
        await write(connection, service.house, receipt.conversation_id, Own("Hej, passer det med en snak i morgen?"))
    await service.inbox.receive(inbound(service, "STOP", 2))
    await run_due(service)
    assert [outbound.text[:12] for outbound in network.sent[1:]] == ["Du får ikke "]
    assert await count(service, message, message.c.status == "withheld") == 1


async def test_more_than_twenty_texts_in_ten_minutes_are_held_and_shown(service: Service, network: Network) -> None:
    for number in range(25):
        await service.inbox.receive(inbound(service, f"besked nummer {number}", number))
    await run_due(service)
    assert len(network.sent) <= 20
    assert await count(service, candidacy, candidacy.c.needs == "flood") == 1


async def test_a_cpr_number_is_masked_before_anything_is_stored(
    service: Service, network: Network, caplog: pytest.LogCaptureFixture
) -> None:
    await text_in(service, "hej mit cpr er 010190-1234, jeg er ssh")
    async with service.house.database.engine.connect() as connection:
        stored = ""
        for table in ("message", "answer", "conversation", "candidacy", "event", "procrastinate_jobs"):
            rows = await connection.execute(text(f"SELECT to_jsonb(t)::text FROM {table} AS t"))
            stored += " ".join(rows.scalars())
    assert "010190" not in stored
    assert "-1234" not in stored
    assert "010190" not in caplog.text
    assert (await _facts(service))["role"] == "sosu_hjaelper"


async def test_an_answer_is_withdrawn_never_overwritten(service: Service) -> None:
    await text_in(service, "ssh 32 timer Amager dag fast fra 1/2")
    await text_in(service, "Lone")
    await text_in(service, "nej, 30 timer")
    async with service.house.database.engine.connect() as connection:
        rows = await connection.execute(
            select(answer.c.value, answer.c.withdrawn_by).where(answer.c.fact == "hours_per_week").order_by(answer.c.id)
        )
        (first, withdrawn), (second, standing) = rows.all()
    assert (first["min"], second["min"]) == (32, 30)
    assert withdrawn.startswith("message:")
    assert standing is None


async def _facts(service: Service) -> dict[str, object]:
    async with service.house.database.engine.connect() as connection:
        rows = await connection.execute(select(answer.c.fact, answer.c.value).where(answer.c.withdrawn_at.is_(None)))
        return {row.fact: row.value for row in rows}


async def test_no_more_offers_is_not_silence(service: Service, network: Network) -> None:
    await text_in(service, "hej søger job")
    async with service.house.database.transaction() as connection:
        await suppression_list.stop(connection, service.house, "sms", NUMBER, "outreach")
    await text_in(service, "ssh")
    assert "Hvor i byen" in network.sent[-1].text
    await text_in(service, "STOP")
    assert await count(service, suppression, suppression.c.kind == "all") == 1


async def test_a_leaders_text_is_masked_like_any_other(service: Service) -> None:
    async def refuse(*_: object) -> str:
        return "Tak."

    async with service.house.database.transaction() as connection:
        await connection.execute(
            text(
                "INSERT INTO unit (employer_id, public_id, reference, name, unit_type, district, latitude, longitude, "
                "leader_email, leader_phone) SELECT id, 'u', 'u', 'Solgården', 'plejehjem', 'Valby', 55, 12, 'a@b.example', "
                f"'{NUMBER}' FROM employer"
            )
        )
    service.inbox.unit_answer = refuse
    await service.inbox.receive(inbound(service, "NEJ 4711 hendes cpr er 010190-1234"))
    async with service.house.database.engine.connect() as connection:
        bodies = list((await connection.execute(select(message.c.body).where(message.c.direction == "in"))).scalars())
    assert "010190" not in " ".join(bodies)
    assert "NEJ 4711" in bodies[0]


async def test_a_cpr_number_in_two_texts_is_masked_in_both(service: Service, network: Network) -> None:
    await text_in(service, "Hej, jeg er ssh, mit cpr er 010190")
    await text_in(service, "-1234")
    async with service.house.database.engine.connect() as connection:
        bodies = " ".join(
            (await connection.execute(select(message.c.body).where(message.c.direction == "in"))).scalars()
        )
    assert "010190" not in bodies
    assert "1234" not in bodies
    assert "CPR" in network.sent[-1].text
