"""The outbox: order, retries, doubts that are settled by looking, reports in any order."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.app import Service
from bot.channels.door import Inbound, Outcome, Sending, StatusReport
from bot.line import status, talk
from bot.line.bookings import ATTEMPTS, Tried
from bot.line.outbox import Outbox
from bot.line.talk import InHand
from bot.store.tables import candidacy, conversation, message, suppression
from config.settings import Settings
from dialogs.spoken import Own
from tests.conftest import Clock
from tests.due import run_due
from tests.handset import LINE, NUMBER, Network, running, text_in

RETRY, FINAL, UNKNOWN = Sending(Outcome.RETRY), Sending(Outcome.FINAL, error="30005"), Sending(Outcome.UNKNOWN)


async def outgoing(service: Service) -> list[tuple[str, str | None]]:
    async with service.house.database.engine.connect() as connection:
        rows = await connection.execute(
            select(message.c.status, message.c.error).where(message.c.direction == "out").order_by(message.c.id)
        )
        return [(row.status, row.error) for row in rows]


async def write(service: Service, *bodies: str) -> None:
    async with service.house.database.transaction() as connection:
        (number,) = (await connection.execute(select(conversation.c.id))).scalars()
        for body in bodies:
            await talk.write(connection, service.house, number, Own(body))


async def needs(service: Service) -> str | None:
    async with service.house.database.engine.connect() as connection:
        return (await connection.execute(select(candidacy.c.needs))).scalar_one()  # type: ignore[no-any-return]


async def test_messages_leave_in_the_order_they_were_written(service: Service, network: Network) -> None:
    await text_in(service, "hej søger job")
    await write(service, "et", "to", "tre")
    await run_due(service)
    assert [outbound.text for outbound in network.sent[1:]] == ["et", "to", "tre"]


async def test_two_workers_never_leave_a_message_behind_nor_out_of_order(
    settings: Settings, url: str, clock: Clock, network: Network
) -> None:
    async with running(settings, url, clock, network) as one, running(settings, url, clock, network) as other:
        await text_in(one, "hej søger job")
        bodies = [str(number) for number in range(60)]

        async def write_all() -> None:
            for body in bodies:
                await write(one, body)

        async def drain(service: Service) -> None:
            async with service.house.database.engine.connect() as connection:
                (talk_id,) = (await connection.execute(select(conversation.c.id))).scalars()
            outbox = Outbox(service.house, service.outbox.doors)
            while not writing.done():
                await outbox.drain([talk_id], [])
            await outbox.drain([talk_id], [])

        writing = asyncio.create_task(write_all())
        await asyncio.gather(writing, drain(one), drain(other))
        assert [outbound.text for outbound in network.sent[1:]] == bodies


async def test_what_a_dead_process_had_in_hand_is_settled_by_another(
    settings: Settings, url: str, clock: Clock, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(settings, url, clock, network) as dying, running(settings, url, clock, network) as other:
        monkeypatch.setattr(dying.outbox, "let_go", lambda going: None)
        await text_in(dying, "hej søger job")
        assert network.sent == []
        network.settles = [RETRY]  # The provider never got it.
        for _ in range(3):
            clock.pass_(minutes=2)
            await other.house.database.jobs.tasks["line.sweep"].func()
            await run_due(other)
        assert len(network.sent) == 1
        assert (await outgoing(other))[-1][0] == "sent"


async def test_whoever_answers_before_a_reply_is_booked_hears_the_next_one_at_once(
    service: Service, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: asyncio.Queue[Tried] = asyncio.Queue()
    booked, book = asyncio.Event(), service.outbox._bookings.add

    async def slowly(tried: Tried) -> InHand | None:
        sent.put_nowait(tried)
        await booked.wait()
        return await book(tried)

    monkeypatch.setattr(service.outbox._bookings, "add", slowly)
    for number, body in enumerate(("hej søger job", "ssh")):
        await service.inbox.receive(Inbound("sms", f"SM{number}", NUMBER, LINE, body, service.house.now()))
        await asyncio.wait_for(sent.get(), 10)
    assert [status for status, _ in await outgoing(service)] == ["sending", "sending"]
    booked.set()
    await service.outbox.idle()
    assert [status for status, _ in await outgoing(service)] == ["sent", "sent"]


async def test_a_busy_provider_is_tried_again_and_nothing_overtakes(
    service: Service, network: Network, clock: Clock
) -> None:
    await text_in(service, "hej søger job")
    network.ends = [RETRY, RETRY]
    await write(service, "et", "to")
    await run_due(service)
    assert len(network.sent) == 1
    for _ in range(4):
        clock.pass_(minutes=1)
        await run_due(service)
    assert [outbound.text for outbound in network.sent[1:]] == ["et", "to"]


async def test_a_final_error_is_not_tried_again_and_a_person_is_told(
    service: Service, network: Network, clock: Clock
) -> None:
    await text_in(service, "hej søger job")
    network.ends = [FINAL]
    await write(service, "et")
    await run_due(service)
    clock.pass_(hours=5)
    await run_due(service)
    assert (await outgoing(service))[-1] == ("failed", "30005")
    assert await needs(service) == "undelivered"


@pytest.mark.parametrize(
    ("found", "ended", "deliveries"),
    [
        (Sending(Outcome.SENT, provider_id="SMx"), "sent", 0),  # It had arrived: not sent again.
        (RETRY, "sent", 1),  # It never arrived: sent now.
    ],
)
async def test_a_lost_answer_is_settled_by_looking(
    service: Service, network: Network, clock: Clock, found: Sending, ended: str, deliveries: int
) -> None:
    await text_in(service, "hej søger job")
    network.ends, network.settles = [UNKNOWN], [found]
    await write(service, "et")
    await run_due(service)
    assert (await outgoing(service))[-1][0] == "unknown"
    for _ in range(3):
        clock.pass_(minutes=2)
        await run_due(service)
    assert (await outgoing(service))[-1][0] == ended
    assert len(network.sent) == 1 + deliveries


async def test_a_doubt_that_never_clears_is_kept_as_one_and_shown(
    service: Service, network: Network, clock: Clock
) -> None:
    await text_in(service, "hej søger job")
    network.ends = [UNKNOWN]
    await write(service, "et")
    for _ in range(ATTEMPTS * 4):
        await run_due(service)
        clock.pass_(hours=1)
    assert (await outgoing(service))[-1][0] == "doubtful"
    assert await needs(service) == "undelivered"


async def test_a_number_that_opted_out_at_the_provider_is_suppressed(service: Service, network: Network) -> None:
    await text_in(service, "hej søger job")
    network.ends = [Sending(Outcome.FINAL, error="21610", opted_out=True)]
    await write(service, "et")
    await run_due(service)
    async with service.house.database.engine.connect() as connection:
        assert (await connection.execute(select(suppression.c.kind))).scalar_one() == "provider"


@pytest.mark.parametrize(
    ("reports", "ended"),
    [
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["delivered", "sending", "queued"], "delivered"),
        (["delivered", "read", "delivered"], "read"),
        (["undelivered", "sent"], "failed"),
        (["nonsense"], "sent"),
    ],
)
async def test_reports_come_in_any_order(service: Service, reports: list[str], ended: str) -> None:
    await text_in(service, "hej søger job")
    async with service.house.database.engine.connect() as connection:
        number, provider_id = (
            await connection.execute(
                select(message.c.id, message.c.provider_id).where(message.c.direction == "out").limit(1)
            )
        ).one()
    for said in reports:
        await status.report(service.house, StatusReport(number, provider_id, said))
    assert (await outgoing(service))[0][0] == ended


async def test_a_report_about_an_unknown_message_is_no_error(service: Service) -> None:
    await status.report(service.house, StatusReport(123456, "SMnobody", "delivered"))
