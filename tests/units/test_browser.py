"""The unit's page in a real browser: without JavaScript, on a small phone, by keyboard alone, and judged by axe-core."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page

from bot.house import House
from bot.units import decisions, suggestions
from tests.browser import a_page, axe, chromium, wider_than_screen
from tests.conftest import Clock
from tests.units.conftest import City, Visitor
from tests.units.test_aftermath import met
from tests.units.test_own_page import own_page

pytestmark = pytest.mark.browser

SMALL = (360, 640)


@asynccontextmanager
async def leader(visitor: Visitor, path: str, *, javascript: bool = False) -> AsyncIterator[Page]:
    async with chromium() as browser, a_page(browser, SMALL, javascript=javascript) as page:
        await page.goto(str(visitor.client.make_url(path)))
        yield page


async def test_everything_stands_on_one_screen_and_is_thumb_sized(city: City, visitor: Visitor) -> None:
    path = await city.link((await city.suggested()).id)
    async with leader(visitor, path) as page:
        for name in ("Ja, vi vil gerne mødes", "Nej tak"):
            box = await page.get_by_text(name).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= SMALL[1]
            assert box["height"] >= 44
        assert not await wider_than_screen(page)


async def test_yes_without_javascript(city: City, visitor: Visitor) -> None:
    made = await city.suggested()
    async with leader(visitor, await city.link(made.id)) as page:
        await page.get_by_text("Ja, vi vil gerne mødes").click()
        assert await page.get_by_label("1. tid").input_value() == "2026-11-25T10:00"
        await page.get_by_label("1. tid").fill("2026-11-20T10:00")
        await page.get_by_label("3. tid").fill("")
        await page.get_by_role("button", name="Videre").first.click()
        assert "Den tid er gået." in await page.get_by_role("alert").inner_text()
        assert await page.get_by_label("1. tid").input_value() == "2026-11-20T10:00"
        await page.get_by_label("1. tid").fill("2026-11-25T11:00")
        await page.get_by_role("button", name="Videre").first.click()
        await page.get_by_role("button", name="Send tiderne").click()
        assert await page.get_by_role("heading", level=1).inner_text() == "Tak, vi spørger kandidaten"
        assert await city.state(made.id) == "accepted"
        await page.get_by_role("button", name="Fortryd svaret").click()
        assert await page.get_by_role("heading", level=1).inner_text() == "Forslag til Solgården"
    assert await city.state(made.id) == "sent"


async def test_no_by_keyboard_alone(city: City, visitor: Visitor) -> None:
    made = await city.suggested()
    async with leader(visitor, await city.link(made.id)) as page:
        for key in ("Tab", "Tab", "Tab", "Tab", "Enter", "Tab", "Space", "ArrowDown", "Tab", "Enter"):
            await page.keyboard.press(key)
        assert "vi mangler en anden vagt" in await page.locator("main").inner_text()
        await page.get_by_role("button", name="Send nej tak").press("Enter")
        assert await page.get_by_role("heading", level=1).inner_text() == "Tak for svaret"
    assert (await city.state(made.id)) == "declined"


async def test_axe_finds_nothing_on_any_stage(city: City, house: House, visitor: Visitor) -> None:
    made = await city.suggested()
    path = await city.link(made.id)
    async with leader(visitor, path, javascript=True) as page:

        async def judged() -> None:
            assert await axe(page) == []
            assert not await wider_than_screen(page)

        await judged()
        await page.get_by_text("Nej tak").click()
        await judged()
        await page.get_by_role("button", name="Videre").last.click()
        await judged()
        await page.get_by_text("Ja, vi vil gerne mødes").click()
        await page.get_by_label("1. tid").fill("2026-11-20T10:00")
        await page.get_by_role("button", name="Videre").first.click()
        await judged()
        await page.get_by_label("1. tid").fill("2026-11-25T11:00")
        await page.get_by_role("button", name="Videre").first.click()
        await judged()
        await page.get_by_role("button", name="Send tiderne").click()
        await judged()
        async with house.database.transaction() as connection:
            await decisions.undo(connection, house, made.id, how="link")
            await suggestions.withdraw(connection, house, suggestion_id=made.id, by="line")
        for address in (path, "/u/forged"):
            await page.goto(str(visitor.client.make_url(address)))
            await judged()


async def test_a_vacancy_without_javascript_and_axe_finds_nothing(city: City, visitor: Visitor) -> None:
    await city.suggested()
    path = await own_page(city)
    for javascript in (False, True):
        async with leader(visitor, path, javascript=javascript) as page:

            async def judged(page: Page = page, judging: bool = javascript) -> None:
                assert not judging or await axe(page) == []
                assert not await wider_than_screen(page)

            await judged()
            await page.get_by_text("Meld en ledig stilling").click()
            await page.get_by_role("button", name="Videre").click()
            assert "Vælg et fag." in await page.get_by_role("alert").inner_text()
            await judged()
            await page.get_by_label("Fag").select_option("sosu_assistent")
            await page.get_by_label("aften").check()
            await page.get_by_role("button", name="Videre").click()
            await judged()
            await page.get_by_role("button", name="Meld stillingen").click()
            assert "Stillingen er meldt" in await page.get_by_role("status").inner_text()
            await judged()
            await page.get_by_role("button", name="Luk 1 SOSU-assistent").first.click()
            await judged()
            await page.get_by_role("button", name="Ja, luk den").click()
            assert "Stillingen er lukket." in await page.get_by_role("status").inner_text()
            for address in ("/e", "/e/forged"):
                await page.goto(str(visitor.client.make_url(address)))
                await judged()


async def test_how_it_went_is_one_press_and_a_confirm(city: City, visitor: Visitor, clock: Clock) -> None:
    made, _ = await met(city, clock)
    async with leader(visitor, await city.link(made), javascript=True) as page:
        assert await axe(page) == []
        await page.get_by_role("button", name="Kandidaten kom ikke").click()
        assert await axe(page) == []
        await page.get_by_role("button", name="Send").click()
        assert await page.get_by_role("heading", level=1).inner_text() == "Tak, det er noteret"
        assert await axe(page) == []
