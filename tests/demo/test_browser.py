"""The demo's pages in a real browser: live, by keyboard alone, on a phone, without a script, and judged by axe-core."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.demo.handset import PEOPLE
from tests.browser import DESK, PHONE, a_page, axe, chromium, wider_than_screen
from tests.demo.conftest import Town
from tests.demo.test_mail_page import sent

pytestmark = pytest.mark.browser

HTML = '<html><head></head><body style="margin:0"><p>Hej</p><script>document.title = "taken"</script></body></html>'


async def text(page: Page, body: str) -> None:
    """Writes a text by keyboard alone."""
    await page.get_by_label("Skriv en sms").press_sequentially(body)
    await page.keyboard.press("Enter")


async def test_a_talk_fills_in_before_ones_eyes(town: Town) -> None:
    async with chromium() as browser, a_page(browser, DESK) as page:
        await page.goto(f"{town.base}/demo/phone/samira")
        await page.get_by_role("button", name="Alt i én sms").click()
        await expect(page.locator(".demo-theirs .demo-status").first).to_contain_text("leveret")
        await expect(page.locator("#known")).to_contain_text("8 af 8")
        await text(page, "nej, 30 timer")
        hours = page.locator("#fact-hours_per_week")
        await expect(hours).to_contain_text("30 timer")
        await expect(hours).to_contain_text("32 timer")
        await text(page, "ja")
        await expect(page.locator("#known")).to_contain_text("foreslå et sted")
        assert await page.get_by_label("Skriv en sms").input_value() == ""
        assert await axe(page) == []
        # The words a fact was read from light up with it.
        await hours.get_by_role("link").focus()
        await expect(page.locator('.demo-word[data-facts="hours_per_week"]')).to_have_class("demo-word is-lit")


async def test_what_a_text_costs_is_counted_as_it_is_written(town: Town) -> None:
    async with chromium() as browser, a_page(browser, DESK) as page:
        await page.goto(f"{town.base}/demo/phone/jonas")
        box, count = page.get_by_label("Skriv en sms"), page.locator("[data-count]")
        for body, shown in (
            ("søger job på Ærø", "16 tegn · 1 sms"),
            ("5 €", "4 tegn · 1 sms"),
            ("a" * 161, "161 tegn · 2 sms"),
            ("a" * 70 + "’", "71 tegn · 2 sms"),
            ("😀", "2 tegn · 1 sms"),
        ):
            await box.fill(body)
            await expect(count).to_contain_text(shown)


@pytest.mark.parametrize("size", [DESK, PHONE, (320, 640)])
async def test_every_page_is_whole_at_every_width(town: Town, size: tuple[int, int]) -> None:
    _, address, _ = await town.unit("Solgården")
    await sent(town, address, html=HTML)
    await town.post("/demo/phone/birthe", body=PEOPLE[3].first.body)
    async with chromium() as browser, a_page(browser, size) as page:
        for path in ("/", "/demo/phone/birthe", "/demo/phone/maria?language=en", "/demo/mailbox"):
            await page.goto(town.base + path)
            assert await axe(page) == [], path
            assert not await wider_than_screen(page), path


async def test_the_phone_works_without_a_script(town: Town) -> None:
    async with chromium() as browser, a_page(browser, PHONE, javascript=False) as page:
        await page.goto(f"{town.base}/demo/phone/samira")
        await page.get_by_role("button", name="Alt i én sms").click()
        await expect(page.locator(".demo-theirs").first).to_contain_text("Passer det?")
        await page.get_by_label("Skriv en sms").fill("ja")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.locator(".demo-theirs").last).to_contain_text("Tak, Samira")


async def test_a_mail_comes_while_one_looks_and_runs_nothing(town: Town) -> None:
    public_id, address, _ = await town.unit("Solgården")
    async with chromium() as browser, a_page(browser, DESK) as page:
        await page.goto(f"{town.base}/demo/mailbox/{public_id}")
        await sent(town, address, html=HTML)
        await expect(page.frame_locator("iframe").get_by_text("Hej")).to_be_visible()
        assert "taken" not in await page.title()
        await expect(page.locator("#mails")).to_contain_text("Samtale med Samira")
