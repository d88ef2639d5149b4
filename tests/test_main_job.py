"""The main job by hand and browser, on the demo as anybody starts it: from a first text to an interview both agreed to."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import PHONE, a_page, axe, chromium

PATIENCE = 20_000  # Milliseconds to wait for what happens by itself: a job, a delivery, a live update.


@asynccontextmanager
async def demo(data: Path) -> AsyncIterator[str]:
    """`jobline demo` in a process of its own; yields its address."""
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).parent / "jobline"),
        *("demo", "--port", "0", "--data", str(data), "--people", "3"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={"PATH": os.environ["PATH"], "HOME": str(data), "PYTHONUNBUFFERED": "1", "LANG": "C.UTF-8"},
    )
    assert process.stdout is not None
    heard = b""
    try:
        async with asyncio.timeout(60):
            while not (found := re.search(rb"ready:\s+(http://\S+?)/\s", heard)):
                line = await process.stdout.readline()
                assert line, heard.decode()
                heard += line
        yield found.group(1).decode()
    finally:
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(40):
            await process.communicate()
    assert process.returncode == 0


async def write(page: Page, text: str) -> None:
    """Types a text on the handset and sends it."""
    await page.get_by_role("textbox").last.fill(text)
    await page.keyboard.press("Enter")


@pytest.mark.browser
@pytest.mark.slow
async def test_from_a_first_text_to_an_interview_both_agreed_to() -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # noqa: ASYNC240 - the database's user must be able to enter.
        async with demo(Path(folder) / "demo") as address, chromium() as browser:
            await main_job(address, browser)


async def main_job(address: str, browser: Browser) -> None:
    """The five steps of the product, each by the person who does it."""
    async with a_page(browser) as phone, a_page(browser) as desk, a_page(browser, PHONE) as unit:
        # 1. The candidate writes three texts.
        await phone.goto(f"{address}/demo/phone")
        await write(phone, "Hej, jeg er sosu-assistent, vil gerne arbejde på Amager, 32 timer, dag, fra 1/2")
        await expect(phone.get_by_text("Har du dansk autorisation som SOSU-assistent?")).to_be_visible(timeout=PATIENCE)
        await write(phone, "ja, fast, Samira")
        await expect(phone.get_by_text("Passer det? Svar JA")).to_be_visible(timeout=PATIENCE)
        await write(phone, "ja")
        await expect(phone.get_by_text("Tak, Samira!")).to_be_visible(timeout=PATIENCE)

        # 2. The recruiter finds the candidate, sees the words, and suggests the first place.
        await desk.goto(f"{address}/desk?q=20404001")
        await expect(desk.get_by_text("sosu-assistent", exact=True)).to_be_visible(timeout=PATIENCE)
        assert await axe(desk) == []
        await desk.get_by_role("link", name=re.compile("^Foreslå for ")).first.click()
        await expect(desk.get_by_role("button", name="Send forslaget")).to_be_visible(timeout=PATIENCE)
        await desk.get_by_role("button", name="Send forslaget").click()
        await expect(desk.get_by_text("Samira er foreslået for")).to_be_visible(timeout=PATIENCE)

        # 3. The leader opens the mail, follows the link without a password, and says yes with the times proposed.
        await unit.goto(f"{address}/demo/mailbox")
        await expect(unit.get_by_text("Forslag til").first).to_be_visible(timeout=PATIENCE)
        await unit.get_by_text("Forslag til").first.click()
        frame = unit.frame_locator("iframe").first
        link = await frame.get_by_role("link").first.get_attribute("href", timeout=PATIENCE)
        assert link is not None
        await unit.goto(link)
        assert "Samira" not in await unit.content()
        await unit.get_by_text("Ja, vi vil gerne mødes").click()
        await unit.get_by_role("button", name="Videre").first.click()
        await unit.get_by_role("button", name="Send tiderne").click()
        await expect(unit.get_by_role("button", name="Fortryd svaret")).to_be_visible(timeout=PATIENCE)

        # 4. The candidate is offered the times and takes the second.
        await expect(phone.get_by_text("Godt nyt!")).to_be_visible(timeout=PATIENCE)
        await write(phone, "2")
        await expect(phone.get_by_text("Aftalt:")).to_be_visible(timeout=PATIENCE)

        # 5. The unit has the appointment.
        await unit.goto(f"{address}/demo/mailbox")
        await expect(unit.get_by_text("Samtale aftalt").first).to_be_visible(timeout=PATIENCE)
