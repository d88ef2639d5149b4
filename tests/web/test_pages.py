"""Templates of a room become pages, or the part of a page that was asked for."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest
from aiohttp import ClientSession, web

from bot.house import House
from bot.web import pages
from bot.web.pages import render, spoken_number, words
from tests.web.conftest import Client, Serve


@pytest.fixture
async def visitor(demo: House, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(pages, "TEMPLATES", (*pages.TEMPLATES, Path(__file__).parent / "templates"))

    async def queue(request: web.Request) -> web.StreamResponse:
        return render(request, "sample/live.html", partial="part", count="<b>1</b>", counts={"queue": 14})

    async def say(request: web.Request) -> web.StreamResponse:
        return web.Response(text=words(request, "Log ind"))

    async def forgot(request: web.Request) -> web.StreamResponse:
        return render(request, "sample/live.html")

    return await serve(
        demo, web.get("/desk", queue), web.get("/desk/units", queue), web.get("/say", say), web.get("/forgot", forgot)
    )


async def test_a_page_stands_in_the_layout(visitor: Client) -> None:
    answer = await visitor.get("/desk")
    page = await answer.text()
    assert page.startswith("<!DOCTYPE html>")
    assert answer.headers["Content-Language"] == "da"
    assert '<a class="skipnav" href="#main-content">' in page
    assert "<title>Kø · Jobline</title>" in page


async def test_what_people_wrote_is_text_and_never_markup(visitor: Client) -> None:
    assert "&lt;b&gt;1&lt;/b&gt;" in await (await visitor.get("/desk")).text()


async def test_htmx_gets_the_part_it_puts_into_the_page(visitor: Client) -> None:
    part = await (await visitor.get("/desk", headers={"HX-Request": "true", "HX-Request-Type": "partial"})).text()
    assert part.startswith("<section")
    assert "field-hours" in part
    assert "<html" not in part
    whole = await (await visitor.get("/desk", headers={"HX-Request": "true", "HX-Request-Type": "full"})).text()
    assert "<html" in whole


async def test_navigation_shows_what_there_is_and_where_one_is(visitor: Client) -> None:
    assert 'href="/desk"' not in await (await visitor.get("/desk")).text()
    await visitor.get("/sign-in", allow_redirects=False)
    links = re.findall(
        r'<li><a href="(/desk[^"]*)"( aria-current="page")?>(\w+)', await (await visitor.get("/desk/units")).text()
    )
    assert links == [("/desk", "", "Kø"), ("/desk/units", ' aria-current="page"', "Enheder")]
    here = re.findall(r'<a href="([^"]+)" aria-current="page"', await (await visitor.get("/desk")).text())
    assert here == ["/desk"]


async def test_a_handler_speaks_the_visitors_language(visitor: Client) -> None:
    assert await (await visitor.get("/say")).text() == "Log ind"
    assert await (await visitor.get("/say?language=en")).text() == "Sign in"


async def test_a_template_that_misses_something_fails_loudly(visitor: Client) -> None:
    assert (await visitor.get("/forgot")).status == 500


def test_every_template_of_every_room_parses() -> None:
    environment = jinja2.Environment(autoescape=True)
    for folder in pages.TEMPLATES:
        for file in folder.rglob("*.html"):
            environment.parse(file.read_text(encoding="utf-8"), filename=str(file))


def test_no_template_needs_what_the_content_policy_forbids() -> None:
    forbidden = re.compile(r"<[^>{]*\s(style=|on[a-z]+=|hx-on)|hx-vals=.js:|<script>|<style>|href=.javascript:", re.I)
    found = [
        f"{file.name}: {match.group(0)[:60]}"
        for folder in pages.TEMPLATES
        if folder.parent.name == "web"
        for file in folder.rglob("*.html")
        for match in forbidden.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(("number", "spoken"), [("+4570201530", "70 20 15 30"), ("+46701234567", "+46701234567")])
def test_numbers_as_people_write_them(number: str, spoken: str) -> None:
    assert spoken_number(number) == spoken


async def test_the_links_to_another_language_stay_here(visitor: Client) -> None:
    """A path that begins with two strokes, put into a link as it is, would be another host's address."""
    async with ClientSession() as browser:
        page = await (await browser.get(f"{visitor.make_url('/')}/evil.example/x")).text()
    assert "?language=en" in page
    assert "//evil.example" not in page
