"""The whole way with the real dialog: a text, a suggestion, a unit's yes, a time agreed, "kan ikke", new times, a stop."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import select

from bot.app import Service
from bot.store.tables import candidacy, suggestion
from bot.units import suggestions
from config.settings import Settings
from tests.conftest import Clock
from tests.due import run_due
from tests.handset import NUMBER, Network, running, text_in
from tests.units.conftest import City, Mailbox

LEADER = "+4526123456"


@pytest_asyncio.fixture
async def network() -> Network:
    return Network()


@pytest_asyncio.fixture
async def service(
    settings: Settings, url: str, clock: Clock, network: Network, mailbox: Mailbox
) -> AsyncIterator[Service]:
    async with running(settings, url, clock, network) as service:
        yield service


def last(network: Network, to: str = NUMBER) -> str:
    return [outbound.text for outbound in network.sent if outbound.address == to][-1]


async def confirmed(service: Service, network: Network) -> tuple[City, int]:
    """A city with one unit that wants texts, and a candidate who has told everything by text."""
    city = City(service.house)
    await city.add("recruiter", "Mette", issuer="test", subject="1", name="Mette Test", role="recruiter")
    await city.unit("Solgården", leader_phone=LEADER, wants_text=True)
    await city.vacancy("day", "Solgården")
    await text_in(service, "Hej, jeg er sosu-hjælper, vil gerne arbejde på Amager, 32 timer, dag, fra 1/2, fast")
    await text_in(service, "Mille")
    await text_in(service, "ja")
    async with service.house.database.transaction() as connection:
        number, stage = (await connection.execute(select(candidacy.c.id, candidacy.c.stage))).one()
    assert stage == "confirmed", last(network)
    city.ids["Mille"] = number
    return city, number


async def test_from_the_first_text_to_an_appointment_and_back(
    service: Service, network: Network, mailbox: Mailbox, clock: Clock
) -> None:
    city, number = await confirmed(service, network)
    made = await city.suggested()
    await run_due(service)
    assert f"JA {made.code}" in last(network, LEADER)
    assert len(mailbox.taken) == 1

    await text_in(service, f"JA {made.code} tors 10.00, fre 13.30", sender=LEADER)
    assert last(network, LEADER).startswith("Tak! Vi tilbyder kandidaten")
    before = len(network.sent)
    clock.pass_(minutes=2)
    await run_due(service)
    assert len(network.sent) == before + 1
    assert "Solgården" in last(network)

    await text_in(service, "2")
    assert last(network).startswith("Aftalt: fredag 27. nov")
    assert mailbox.taken[-1]["Subject"] == "Samtale aftalt: fredag 27. november kl. 13.30"

    await text_in(service, "kan ikke")
    subjects = [message["Subject"].partition(":")[0] for message in mailbox.taken[2:]]
    assert subjects == ["Nye tider til en samtale"]
    await text_in(service, f"JA {made.code} man 30/11 kl. 9", sender=LEADER)
    clock.pass_(minutes=2)
    await run_due(service)
    assert "30/11 kl. 9" in last(network)

    await text_in(service, "STOP")
    assert await city.state(made.id) == "withdrawn"
    assert mailbox.taken[-1]["Subject"] == "Forslaget til Solgården er trukket tilbage"
    assert (await city.row(candidacy, number)).stage == "withdrawn"


async def test_a_yes_taken_back_is_told_kindly(service: Service, network: Network, clock: Clock) -> None:
    city, number = await confirmed(service, network)
    made = await city.suggested()
    await text_in(service, f"JA {made.code} tors 10.00", sender=LEADER)
    clock.pass_(minutes=2)
    await run_due(service)
    async with service.house.database.transaction() as connection:
        await suggestions.withdraw(connection, service.house, suggestion_id=made.id, by="recruiter:1")
    await run_due(service)
    assert last(network).startswith("Tiderne hos Solgården gælder desværre ikke alligevel.")
    assert (await city.row(candidacy, number)).needs == "match"
    assert (await city.row(suggestion, made.id)).state == "withdrawn"


async def test_a_no_is_silent_and_the_next_unit_may_say_yes(service: Service, network: Network, clock: Clock) -> None:
    city, number = await confirmed(service, network)
    await city.unit("Havblik")
    await city.vacancy("sea", "Havblik")
    made = await city.suggested()
    heard = len([one for one in network.sent if one.address == NUMBER])
    await text_in(service, f"NEJ {made.code} besat", sender=LEADER)
    assert len([one for one in network.sent if one.address == NUMBER]) == heard
    assert (await city.row(candidacy, number)).needs == "match"
    again = await city.suggested(vacancy="sea")
    await city.yes(again.id)
    clock.pass_(minutes=2)
    await run_due(service)
    assert "Havblik" in last(network)
