"""The shared pages in a real browser: judged by axe-core, on a phone, by keyboard, without scripts, and live."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from bot.house import House
from bot.store.database import notify
from bot.web import pages
from bot.web.live import HUB
from bot.web.pages import render
from bot.web.sessions import signed_in
from tests.browser import DESK, PHONE, a_page, axe, chromium, wider_than_screen
from tests.web.conftest import Client, Serve, app_of

pytestmark = pytest.mark.browser
NARROW = (320, 640)  # WCAG 1.4.10: nobody scrolls in two directions at this width.


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
def counted() -> list[int]:
    """How often the page of the queue was made."""
    return []


@pytest.fixture
async def desk(demo: House, serve: Serve, counted: list[int], monkeypatch: pytest.MonkeyPatch) -> Client:
    """A service with a page that has every shared part on it, and one that breaks."""
    monkeypatch.setattr(pages, "TEMPLATES", (*pages.TEMPLATES, Path(__file__).parent / "templates"))

    @signed_in()
    async def queue(request: web.Request) -> web.StreamResponse:
        counted.append(1)
        return render(request, "sample/live.html", partial="part", count=len(counted), counts={"queue": 14})

    async def boom(request: web.Request) -> web.StreamResponse:
        raise RuntimeError

    async def taken(request: web.Request) -> web.StreamResponse:
        return web.Response(text="taken", content_type="text/html")

    return await serve(
        demo, web.get("/desk", queue), web.post("/desk", taken), web.get("/desk/units", queue), web.get("/boom", boom)
    )


@pytest.fixture
async def strangers(house: House, serve: Serve) -> Client:
    """A service that is not a demo."""
    return await serve(house)


async def faults_of(browser: Browser, client: Client, *paths: str) -> list[str]:
    """Everything wrong with these pages: in Danish on a desk, in English on a phone, and at the narrowest width."""
    found: list[str] = []
    for size, language in ((DESK, "da"), (PHONE, "en")):
        async with a_page(browser, size) as page:
            for path in paths:
                await page.goto(str(client.make_url(f"{path}?language={language}")))
                found += [f"{path} {language}: {violation}" for violation in await axe(page)]
                await page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
                if await wider_than_screen(page):
                    found.append(f"{path} {language}: wider than the screen")
                await page.set_viewport_size({"width": size[0], "height": size[1]})
    return found


async def test_pages_for_everybody_have_no_faults(browser: Browser, strangers: Client) -> None:
    assert await faults_of(browser, strangers, "/", "/was", "/privacy", "/nothing", "/sign-in") == []


async def test_pages_for_recruiters_have_no_faults(browser: Browser, desk: Client) -> None:
    assert await faults_of(browser, desk, "/desk", "/boom") == []


async def test_by_keyboard_alone_one_gets_past_the_header(browser: Browser, desk: Client) -> None:
    async with a_page(browser) as page:
        await page.goto(str(desk.make_url("/desk")))
        await page.keyboard.press("Tab")
        await expect(page.locator(".skipnav")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await expect(page.locator("#field-hours")).to_be_focused()


async def test_without_scripts_everything_is_there(browser: Browser, desk: Client) -> None:
    async with a_page(browser, PHONE, javascript=False) as page:
        await page.goto(str(desk.make_url("/desk")))
        await page.get_by_role("link", name="English").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Queue")
        await page.get_by_role("link", name="Units").click()
        assert page.url.endswith("/desk/units")
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")


async def test_a_page_freshens_itself_but_not_under_somebodys_hands(
    browser: Browser, desk: Client, demo: House, counted: list[int]
) -> None:
    async def stir() -> None:
        async with demo.database.transaction() as connection:
            await notify(connection, "queue")

    async with a_page(browser) as page:
        count, hours = page.locator("#count"), page.locator("#field-hours")
        await page.goto(str(desk.make_url("/desk")))
        await expect(page.locator("html")).to_have_attribute("data-live-open", "")
        async with asyncio.timeout(10):
            await app_of(desk)[HUB].listening.wait()
        shown = await count.inner_text()
        await stir()
        await expect(count).not_to_have_text(shown)

        await hours.fill("32")
        shown = await count.inner_text()
        await stir()
        await expect(page.locator("#part")).to_have_attribute("data-live-waits", "")
        assert (await count.inner_text(), await hours.input_value()) == (shown, "32")
        await hours.blur()
        await stir()
        await expect(page.locator("#part")).to_have_attribute("data-live-waits", "")
        assert (await count.inner_text(), await hours.input_value()) == (shown, "32")

        await hours.fill("")
        await hours.blur()
        await expect(count).not_to_have_text(shown)
        await expect(page.locator("#part")).not_to_have_attribute("data-live-waits", "")


async def test_what_htmx_sends_carries_the_forms_token(browser: Browser, desk: Client) -> None:
    async with a_page(browser) as page:
        await page.goto(str(desk.make_url("/desk")))
        await page.get_by_role("button", name="Udført").click()
        await expect(page.locator("#said")).to_have_text("taken")
