"""A real browser for the tests: Chromium from the machine or Playwright's own, and axe-core to judge a page."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Error, Page, async_playwright

ROOT = Path(__file__).parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE: Final = (390, 844)  # CSS pixels, as a leader's phone between two residents.
DESK: Final = (1440, 900)

# WCAG 2.2 AA and what its makers call best practice.
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class BrowserMissingError(RuntimeError):
    """There is no Chromium on this machine."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of axe-core that the page breaks, and where."""

    rule: str
    impact: str
    help: str
    where: tuple[str, ...]


@cache
def found_chromium() -> str | None:
    """A Chromium of the machine itself; None where Playwright has to bring its own."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser that is gone after the block. Raises BrowserMissingError with what to do about it."""
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(
                executable_path=found_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
            )
        except Error as error:
            raise BrowserMissingError("no Chromium: run `.venv/bin/playwright install chromium`") from error
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def a_page(
    browser: Browser, size: tuple[int, int] = DESK, *, javascript: bool = True, silent: bool = False
) -> AsyncIterator[Page]:
    """A fresh visitor's page, with no cookies, that fails on any script error or refused resource it meets.

    silent: it also fails on any word in the console and on anything that could not be fetched.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=javascript, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    page = await context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda line: (
            troubles.append(f"{line.text} ({page.url})") if silent or "Content Security Policy" in line.text else None
        ),
    )
    if silent:
        page.on(
            "response",
            lambda answer: troubles.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
        )
        # A stream of news, or what was on its way when the visitor went on, ends with the page.
        page.on(
            "requestfailed",
            lambda asked: (
                troubles.append(f"{asked.failure} {asked.url}") if asked.failure != "net::ERR_ABORTED" else None
            ),
        )
    try:
        yield page
        assert not troubles, troubles
    finally:
        await context.close()


async def axe(page: Page, *, within: str | None = None) -> list[Violation]:
    """What axe-core finds wrong with the page, or with the part of it that `within` selects."""
    # evaluate() speaks to the browser from outside, so the page's own content policy stays as strict as it is.
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await page.evaluate(
        f"axe.run({json.dumps(within) if within else 'document'}, "
        f"{{runOnly: {{type: 'tag', values: {json.dumps(RULES)}}}, resultTypes: ['violations']}})"
    )
    return [
        Violation(
            rule=violation["id"],
            impact=violation["impact"] or "",
            help=violation["help"],
            where=tuple(str(node["target"]) for node in violation["nodes"]),
        )
        for violation in found["violations"]
    ]


async def wider_than_screen(page: Page) -> bool:
    """True if the page must be scrolled sideways, which no page may need at 320 pixels and more."""
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
