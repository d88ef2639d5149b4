"""Through every page of the house as its three kinds of people go: nothing in the console, nothing missing, nothing axe finds."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, expect

from tests.browser import DESK, PHONE, a_page, axe, chromium, wider_than_screen
from tests.demo.conftest import Town

pytestmark = pytest.mark.browser
LAPTOP = (1100, 800)


@dataclass
class Walk:
    """A visitor who looks at every page they come to."""

    page: Page
    base: str

    async def to(self, path: str) -> None:
        """Goes to a page and looks at it."""
        shown = await self.page.goto(self.base + path)
        assert shown is not None
        assert shown.ok, path
        await self.look()

    async def look(self) -> None:
        """Judges the page one is on."""
        assert await axe(self.page) == [], self.page.url
        assert not await wider_than_screen(self.page), self.page.url
        # The first stop of the keyboard leads past the navigation, and can be seen.
        if await self.page.locator(".skipnav").count():
            await self.page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
            await self.page.keyboard.press("Tab")
            seen = self.page.locator(":focus")
            assert await seen.count() == 1, self.page.url


@pytest.mark.parametrize("size", [DESK, LAPTOP, PHONE])
async def test_nothing_is_said_in_the_console_from_the_first_text_to_the_numbers(
    town: Town, size: tuple[int, int]
) -> None:
    await town.post(
        "/demo/phone/samira", body="Hej, jeg er sosu-assistent med autorisation, Amager, 32 timer, dag, fast, 1/2"
    )
    async with chromium() as browser, a_page(browser, size, silent=True) as page:
        walk = Walk(page, town.base)
        for path in (
            "/",
            "/was",
            "/privacy",
            "/demo/phone",
            "/demo/phone/new",
            "/demo/mailbox",
            "/desk/talks",
            "/desk/units",
        ):
            await walk.to(path)
        await page.goto(f"{town.base}/demo/phone/samira")
        for body in ("Samira", "ja"):
            await page.get_by_label("Skriv en sms").fill(body)
            await page.keyboard.press("Enter")
            await expect(page.locator(".demo-mine").last).to_contain_text(body)
        await expect(page.locator("#known")).to_contain_text("foreslå et sted")
        await walk.look()
        await walk.to("/desk")
        await page.get_by_role("link", name="Samira").first.click()
        await expect(page.locator("#detail h2")).to_contain_text("Samira")
        await walk.look()
        person = page.url.split("?")[0].removeprefix(town.base)
        for asked in ("?open=talk&open=history&open=others&open=all", "?mend=areas", "?mend=hours_per_week"):
            await walk.to(person + asked)
        await walk.to(person)
        await page.locator("#detail [data-suggest]").click()
        await expect(page.locator("#detail h2")).to_contain_text("Foreslå Samira for")
        await walk.look()
        await page.get_by_role("button", name="Send forslaget").click()
        await expect(page.get_by_role("status").first).to_contain_text("Samira er foreslået for")
        await walk.look()
        await walk.to(person)
        await page.get_by_role("button", name="Tag samtalen over").click()
        await expect(page.get_by_label("Skriv til Samira")).to_be_visible()
        await walk.look()
        await page.get_by_role("button", name="Giv samtalen tilbage").first.click()
        await walk.to("/desk/trail/" + person.rsplit("/", 1)[1])
        # The leader: the letter, the page behind its link, a yes with times, confirmed.
        await walk.to("/demo/mailbox")
        letter = page.frame_locator(".demo-letter").locator("a").first
        await page.goto(str(await letter.get_attribute("href")))
        await walk.look()
        # The plan and the numbers.
        await walk.to("/desk/plan")
        await page.get_by_role("button", name=re.compile("Lav planen")).click()
        await expect(page.locator(".plan-numbers")).to_be_visible()
        for view in ("proposals", "units", "changes", "decided", "tasks", "map", "second"):
            await walk.to(f"/desk/plan?view={view}")
        await walk.to("/desk/report?all=1")
        await walk.to("/desk/units")
        await page.locator("tbody th a").first.click()
        await walk.look()


@pytest.mark.parametrize("path", ["/nowhere", "/desk/candidates/nobody", "/u/forged", "/static/000000000000/../x"])
async def test_a_page_that_is_not_there_is_a_page_all_the_same(town: Town, path: str) -> None:
    async with chromium() as browser, a_page(browser, PHONE) as page:
        await page.goto(town.base + "/desk")
        shown = await page.goto(town.base + path)
        assert shown is not None
        assert shown.status == 404
        assert await axe(page) == []
        assert not await wider_than_screen(page)


async def test_the_first_stop_leads_past_the_navigation(town: Town) -> None:
    async with chromium() as browser, a_page(browser, DESK) as page:
        await page.goto(town.base + "/desk")
        await page.keyboard.press("Tab")
        skip = page.locator(".skipnav")
        await expect(skip).to_be_focused()
        await expect(skip).to_be_in_viewport()
        await page.keyboard.press("Enter")
        await expect(page.locator("#main-content")).to_be_focused()
