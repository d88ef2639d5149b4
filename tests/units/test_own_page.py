"""A unit's own page: a link nobody can guess, a vacancy reported in a minute and after a confirm, and nothing of others."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from bot.channels.door import Inbound
from bot.house import House
from bot.pool.rankings import rank_now
from bot.store.tables import event, unit, vacancy
from bot.units.answers import answer_by_text
from bot.units.cases import read_unit
from bot.units.links import own_page_of
from bot.units.own_page import MOST_A_DAY
from tests.conftest import Clock
from tests.units.conftest import City, Mailbox, Visitor

POST = {
    "role": "sosu_hjaelper",
    "openings": "2",
    "shifts": "dag",
    "hours": "32",
    "employment": "fast",
    "start": "2027-02-01",
}
LEADER = "+4526123456"


async def own_page(city: City, name: str = "Solgården") -> str:
    """The path of a unit's own page, as the mail has it."""
    async with city.house.database.transaction() as connection:
        to = await read_unit(connection, city.house, city.ids[name])
    assert to is not None
    return own_page_of(city.house, to).removeprefix(city.house.settings.public_base_url)


async def posts(city: City, name: str = "Solgården") -> list[object]:
    return await city.rows(vacancy, vacancy.c.unit_id == city.ids[name], vacancy.c.closed_at.is_(None))


async def test_the_page_shows_what_is_theirs_and_nobody_elses(city: City, visitor: Visitor) -> None:
    mine = await city.suggested()
    await city.suggested("Omar", "sea")
    html = await visitor.open(await own_page(city))
    assert visitor.status == 200
    assert "2 SOSU-hjælper · fast stilling · dag · 32-37 timer" in html
    assert f'href="{await city.link(mine.id)}"' in html
    for foreign in ("Havblik", "Mille", "Omar", "26111111"):
        assert foreign not in html
    assert len(html.encode()) < 15_000
    assert "<script" not in html


async def test_a_vacancy_is_reported_confirmed_and_ranked_at_once(city: City, house: House, visitor: Visitor) -> None:
    path = await own_page(city)
    await visitor.open(path)
    await visitor.send(path, **POST)
    assert "2 SOSU-hjælper" in visitor.html
    assert "Fra mandag 1. feb" in visitor.html
    assert len(await posts(city)) == 1
    form, number = visitor.html, visitor.html.partition('name="form" value="')[2].partition('"')[0]
    for _ in range(2):  # A second press adds no second vacancy.
        visitor.html = form
        await visitor.send(f"{path}/report", **POST, form=number)
        assert "Stillingen er meldt og med i matchningen." in visitor.html
    _, made = await posts(city)
    assert (made.openings, made.hours_min, made.hours_max, made.start) == (2, 320, 320, date(2027, 2, 1))  # type: ignore[attr-defined]
    assert made.ad_reference == "AD-1"  # type: ignore[attr-defined] # The general ad of the trade.
    async with house.database.transaction() as connection:
        shown = await rank_now(connection, house, city.ids["Mille"])
        (deed,) = await connection.execute(select(event.c.actor).where(event.c.stream_id == made.id))  # type: ignore[attr-defined]
    assert made.public_id in {row.vacancy_id for row in shown.ranking.eligible}  # type: ignore[attr-defined]
    assert deed.actor == f"unit:{city.ids['Solgården']}"
    assert await city.jobs("desk.count")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("role", "laege", "Vælg et fag."),
        ("openings", "0", "Skriv et tal fra 1 til 20."),
        ("openings", "99999999999", "Skriv et tal fra 1 til 20."),
        ("shifts", "altid", "Vælg mindst én vagt."),
        ("hours", "mange", "Skriv timer om ugen, 1 til 37."),
        ("hours", "nan", "Skriv timer om ugen, 1 til 37."),
        ("openings", "0020999999", "Skriv et tal fra 1 til 20."),
        ("employment", "", "Vælg en ansættelse."),
        ("start", "2026-11-20", "Vælg en dag inden for et år."),
        ("start", "i morgen", "Vælg en dag inden for et år."),
    ],
)
async def test_what_is_wrong_is_named_and_everything_kept(
    city: City, visitor: Visitor, field: str, value: str, said: str
) -> None:
    path = await own_page(city)
    await visitor.open(path)
    for step in (path, f"{path}/report"):
        await visitor.send(step, **{**POST, field: value, "form": "x"})
        assert visitor.status == 422
        assert said in visitor.html
        assert 'value="sosu_hjaelper" selected' in visitor.html or field == "role"
    assert len(await posts(city)) == 1


async def test_a_post_is_closed_after_a_confirm_and_only_ones_own(city: City, visitor: Visitor) -> None:
    path = await own_page(city)
    await visitor.open(path)
    await visitor.send(f"{path}/close", post="v-day")
    assert "Luk stillingen?" in visitor.html
    assert len(await posts(city)) == 1
    await visitor.send(f"{path}/close", post="v-sea", sure="yes")
    assert len(await posts(city, "Havblik")) == 1
    await visitor.open(path)
    await visitor.send(f"{path}/close", post="v-day", sure="yes")
    assert "Stillingen er lukket." in visitor.html
    assert await posts(city) == []
    assert "vacancy_closed" in await city.verbs(city.ids["Solgården"])


async def test_looking_changes_nothing(city: City, house: House, visitor: Visitor) -> None:
    path = await own_page(city)

    async def everything() -> tuple[object, ...]:
        async with house.database.transaction() as connection:
            return (len((await connection.execute(select(event.c.id))).all()), await city.rows(vacancy))

    before = await everything()
    for address in (path, f"{path}/report", f"{path}/close", "/e"):
        await visitor.open(address)
    assert await everything() == before


async def test_a_link_that_is_forged_old_or_another_leaders_opens_nothing(
    city: City, house: House, visitor: Visitor, clock: Clock
) -> None:
    path, other = await own_page(city), await own_page(city, "Havblik")
    name, until, seal = path.removeprefix("/e/").split(".")
    theirs = other.removeprefix("/e/").split(".")
    forged = [
        f"/e/{name}.{until}.{theirs[2]}",
        f"/e/{name}.{int(until, 16) + 9:x}.{seal}",
        f"/e/{theirs[0]}.{until}.{seal}",
        f"/e/{name}..{seal}",
        f"/e/{name}.{'f' * 60}.{seal}",
        "/e/x",
        f"/e/{'x' * 400}",
        "/e/u-Solg%C3%A5rden.zz.%C3%A6",
    ]
    for address in forged:
        await visitor.open(address)
        assert visitor.status == 404
        assert "Få et nyt link" in visitor.html
        for step in ("", "/report", "/close"):
            await visitor.open("/e")  # A page of ours, for its hidden field.
            await visitor.send(address + step, **POST, form="x", post="v-day", sure="yes")
            assert visitor.status == 404
    assert len(await posts(city)) == 1
    clock.pass_(days=29)
    await visitor.open(path)
    assert visitor.status == 200
    clock.pass_(days=2)
    await visitor.open(path)
    assert visitor.status == 404
    fresh = await own_page(city)
    async with house.database.transaction() as connection:
        await connection.execute(update(unit).values(leader_email="ny@example.org"))
    await visitor.open(fresh)
    assert visitor.status == 404


async def test_the_link_is_mailed_to_a_leader_and_the_page_tells_nobody_who_is_one(
    city: City, visitor: Visitor, mailbox: Mailbox, clock: Clock
) -> None:
    await visitor.open("/e")
    answers = []
    for address in ("nobody@example.org", " LEDER@solgaarden.example.org ", "leder@solgaarden.example.org", ""):
        await visitor.send("/e", mail=address)
        answers.append(visitor.html.partition("<main>")[2].partition("<form")[0])
        await city.work()
    assert len(set(answers)) == 1
    (mail,) = mailbox.taken  # Asked twice in five minutes, mailed once.
    assert mail["To"] == "Lone Prøve <leder@solgaarden.example.org>"
    assert mail["Subject"] == "Jeres side hos joblinjen: Solgården"
    assert await own_page(city) in mail.get_body(preferencelist=("plain",)).get_content()
    clock.pass_(minutes=6)
    await visitor.send("/e", mail="leder@solgaarden.example.org")
    await city.work()
    assert len(mailbox.taken) == 2
    assert mailbox.taken[0]["Message-ID"] != mailbox.taken[1]["Message-ID"]
    # Anybody can ask in a leader's name: that fills nobody's mailbox.
    for _ in range(8):
        clock.pass_(minutes=6)
        await visitor.send("/e", mail="leder@solgaarden.example.org")
        await city.work()
    assert len(mailbox.taken) == MOST_A_DAY
    clock.pass_(days=1)
    await visitor.send("/e", mail="leder@solgaarden.example.org")
    await city.work()
    assert len(mailbox.taken) == MOST_A_DAY + 1


@pytest.mark.parametrize(
    "words", ["Ledig stilling", "stilling", "Hej vi mangler en ssa til aften", "vacancy", "We need 2 ssh"]
)
async def test_a_leader_who_texts_about_a_vacancy_gets_the_link_by_mail(
    city: City, mailbox: Mailbox, words: str
) -> None:
    inbound = Inbound("sms", "SM1", LEADER, "+4570201530", words, city.house.now())
    async with city.house.database.transaction() as connection:
        reply = await answer_by_text(connection, city.house, inbound)
    assert reply is not None
    assert "We have mailed you the link" in reply
    assert "http" not in reply
    await city.work()
    (mail,) = mailbox.taken
    assert mail["Subject"] == "Your page at the job line: Havblik"


async def test_every_suggestion_brings_the_link_along(city: City, mailbox: Mailbox) -> None:
    await city.suggested()
    await city.work()
    (mail,) = mailbox.taken
    for kind in ("plain", "html"):
        assert await own_page(city) in mail.get_body(preferencelist=(kind,)).get_content()


async def test_a_mail_that_cannot_be_delivered_stands_in_the_trail(city: City, mailbox: Mailbox) -> None:
    mailbox.answers = ["550 no such person"]
    inbound = Inbound("sms", "SM1", LEADER, "+4570201530", "vacancy", city.house.now())
    async with city.house.database.transaction() as connection:
        await answer_by_text(connection, city.house, inbound)
    await city.work()
    assert "mail_undelivered" in await city.verbs(city.ids["Havblik"])
