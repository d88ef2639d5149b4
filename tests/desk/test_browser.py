"""The desk in a real browser: by keyboard alone, on a phone, without JavaScript, live, and as axe-core judges it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from bot.line import queue
from bot.store.database import notify
from tests.browser import DESK, a_page, axe, chromium, wider_than_screen
from tests.desk.conftest import ANNA, City, desk_app, sign_in

pytestmark = pytest.mark.browser
NARROW = (320, 700)


@asynccontextmanager
async def at_the_desk(city: City, size: tuple[int, int] = DESK, *, javascript: bool = True) -> AsyncIterator[Page]:
    """Anna's browser, signed in, and the desk's address as the start of every path."""
    server = TestServer(desk_app(city.house))
    await server.start_server()
    try:
        async with chromium() as browser, a_page(browser, size, javascript=javascript) as page:
            cookies = await sign_in(city.house, city.ids[ANNA])
            base = str(server.make_url("/")).rstrip("/")
            await page.context.add_cookies([{"name": n, "value": v, "url": base} for n, v in cookies.items()])
            page.set_default_timeout(8_000)
            await page.goto(f"{base}/desk")
            yield page
    finally:
        await server.close()


def path(page: Page, there: str) -> str:
    """A path at the address the page came from."""
    return "/".join(page.url.split("/")[:3]) + there


async def test_a_decision_by_keyboard_alone(city: City) -> None:
    now = city.house.now()
    await city.candidate("Bente", due=now + timedelta(hours=5))
    await city.candidate("Carla", due=now + timedelta(hours=6))
    async with at_the_desk(city) as page:
        detail = page.locator("#detail")
        await expect(detail.get_by_role("heading", level=2)).to_contain_text("Mette")
        await page.keyboard.press("j")
        await expect(detail.get_by_role("heading", level=2)).to_contain_text("Bente")
        await expect(page.locator('#desk-lines [aria-current="true"]')).to_contain_text("Bente")
        await page.keyboard.press("ArrowDown")
        await expect(detail.get_by_role("heading", level=2)).to_contain_text("Carla")
        await page.keyboard.press("k")
        await expect(detail.get_by_role("heading", level=2)).to_contain_text("Bente")
        # Enter shows what would be sent, and sends nothing, however often it is pressed.
        await page.keyboard.press("Enter")
        await expect(detail.get_by_role("heading", level=2)).to_have_text("Foreslå Bente for Solgården?")
        await expect(detail.get_by_role("heading", level=2)).to_be_focused()
        await page.keyboard.press("Enter")
        assert await city.rows("suggestion") == []
        await page.keyboard.press("Escape")
        await expect(detail.get_by_role("heading", level=2)).to_contain_text("Bente ·")
        await page.keyboard.press("Enter")
        await expect(detail.get_by_role("heading", level=2)).to_have_text("Foreslå Bente for Solgården?")
        send = page.get_by_role("button", name="Send forslaget")
        for _ in range(6):
            await page.keyboard.press("Tab")
            if await send.evaluate("button => button === document.activeElement"):
                break
        await expect(send).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("Bente er foreslået for Solgården.")
        await expect(page.locator("#detail h2")).to_contain_text("Carla")
        await page.keyboard.press("/")
        await expect(page.locator("#desk-q")).to_be_focused()
        await page.keyboard.type("met")
        await page.keyboard.press("Enter")
        await expect(page.locator("#desk-lines")).to_contain_text("Mette")
        await expect(page.locator("#desk-lines")).not_to_contain_text("Carla")


async def test_new_candidates_and_answers_come_by_themselves(city: City) -> None:
    async with at_the_desk(city) as page:
        await expect(page.locator("#detail h2")).to_contain_text("Mette")
        await page.wait_for_function("performance.getEntriesByType('resource').some(e => e.name.includes('/live'))")
        await city.candidate("Ny", due=city.house.now() + timedelta(hours=1))
        await expect(page.locator("#desk-lines")).to_contain_text("Ny")
        # The candidate somebody is reading stays, though another is more urgent now.
        await expect(page.locator("#detail h2")).to_contain_text("Mette")
        await expect(page.locator('#desk-lines [aria-current="true"]')).to_contain_text("Mette")
        said = {"candidacy_id": city.ids["Mette"], "fact": "max_minutes", "value": 25, "words": "max 25 min"}
        await city.add("answer", "later", **said, said_by="candidate", said_at=city.house.now())
        async with city.house.database.transaction() as connection:
            await queue.refresh(connection, city.house, city.ids["Mette"])
            await notify(connection, f"candidacy:{city.ids['Mette']}")
        await expect(page.locator("#detail")).to_contain_text("max 25 min")


async def test_a_text_is_counted_while_it_is_written(city: City) -> None:
    async with at_the_desk(city) as page:
        await page.get_by_role("button", name="Tag samtalen over").click()
        field = page.get_by_label("Skriv til Mette")
        await field.fill("Hej æøå €")
        await expect(page.locator("#write-size")).to_have_text("150 tegn tilbage i 1 sms")
        await field.fill("x" * 161)
        await expect(page.locator("#write-size")).to_have_text("2 sms'er, 145 tegn tilbage i den sidste")
        await field.fill("Hej 👋")
        await expect(page.locator("#write-size")).to_contain_text("👋 gør beskeden dyrere")


async def test_everything_works_without_javascript(city: City) -> None:
    async with at_the_desk(city, javascript=False) as page:
        await page.get_by_role("link", name="Mette").first.click()
        await page.get_by_role("link", name="Ret Timer om ugen").click()
        await page.get_by_label("Mindst").fill("30")
        await page.get_by_role("button", name="Gem", exact=True).click()
        await expect(page.locator("#detail")).to_contain_text("30-32 timer")
        await page.get_by_text("Lad vente").first.click()
        await expect(page.get_by_label("Vent til")).to_be_visible()
        await page.get_by_role("link", name="Foreslå for Solgården").click()
        await page.get_by_role("button", name="Send forslaget").click()
        await expect(page.get_by_role("status")).to_contain_text("Mette er foreslået for Solgården.")


async def test_axe_finds_nothing_and_no_page_is_too_wide(city: City) -> None:
    await city.candidate("Ring", needs="call", due=city.house.now() - timedelta(hours=1))
    mette = "/desk/candidates/c-Mette"
    pages = (
        "/desk",
        "/desk?q=ingen-der-hedder-det",
        "/desk?group=parked",
        f"{mette}?open=talk&open=history&open=others",
        f"{mette}?mend=areas",
        f"{mette}?mend=start",
        f"{mette}?mend=authorised:sosu_assistent",
        f"{mette}/suggest?vacancy=v-strand",
        "/desk/talks",
        "/desk/units",
        "/desk/units/u-Solgaarden?vacancy=new",
        "/desk/trail/c-Mette",
    )
    async with at_the_desk(city) as page:
        await page.goto(path(page, mette))
        await page.get_by_role("button", name="Tag samtalen over").click()
        for language in ("da", "en"):
            await page.goto(path(page, f"/desk/talks?language={language}"))
            for there in pages:
                shown = await page.goto(path(page, there))
                assert shown is not None
                assert shown.ok, there
                for fold in await page.locator("details:not([open]) > summary").all():
                    if language == "en" and await fold.is_visible():
                        await fold.click()
                assert await axe(page) == [], there
        for there in pages:
            await page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
            await page.goto(path(page, there))
            assert not await wider_than_screen(page), there
            assert await axe(page) == [], there


async def test_on_a_phone_the_list_leads_to_the_candidate_and_back(city: City) -> None:
    async with at_the_desk(city, (390, 844)) as page:
        await expect(page.locator("#detail")).to_be_hidden()
        await page.get_by_role("link", name="Mette").click()
        await expect(page.locator("#detail h2")).to_be_visible()
        await expect(page.locator("#desk-lines")).to_be_hidden()
        await page.get_by_role("link", name="Til listen").click()
        await expect(page.locator("#desk-lines")).to_be_visible()
