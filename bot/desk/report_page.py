"""The numbers as a page: one period at a time, nobody by name, and small groups told as small."""

from __future__ import annotations

from datetime import timedelta

from aiohttp import web

from bot.desk import report
from bot.desk.candidate_page import page
from bot.desk.queue import counts
from bot.house import HOUSE
from bot.web.language import danish, language_of
from bot.web.sessions import signed_in
from wording.language import Language, pick
from wording.numbers import number

PERIODS = {7: danish("7 dage"), 30: danish("30 dage"), 90: danish("90 dage"), 365: danish("Et år")}
USUAL = 30
SHOWN = 20  # Units in the table; the rest are one click away.


@signed_in("recruiter", "lead")
async def show_report(request: web.Request) -> web.Response:
    """GET /desk/report?days=30&all=1"""
    house, language = request.app[HOUSE], language_of(request)
    asked = request.query.get("days", "")
    days = int(asked) if asked.isdecimal() and len(asked) < 4 and int(asked) in PERIODS else USUAL
    async with house.database.transaction() as connection:
        found = await report.numbers(connection, house, house.now() - timedelta(days=days))
        shown = await counts(connection, house)
    return page(
        request,
        "desk/report.html",
        None,
        partial=None,
        found=found,
        days=days,
        periods=PERIODS,
        few=report.FEW,
        by_unit=found.by_unit if request.query.get("all") else found.by_unit[:SHOWN],
        span=lambda seconds: span_in_words(seconds, language),
        number=lambda value: number(value, language),
        counts=shown.navigation,
    )


def span_in_words(seconds: float | None, language: Language) -> str:
    """How long something took, as people say it: "40 min.", "3 timer", "2 døgn"; nothing measured is a dash."""
    if seconds is None:
        return "–"
    minutes = round(float(seconds) / 60)
    if minutes < 90:
        return f"{minutes} min."
    hours = round(minutes / 60)
    if hours < 48:
        return pick(language, f"{hours} timer", f"{hours} hours")
    return pick(language, f"{round(hours / 24)} døgn", f"{round(hours / 24)} days")
