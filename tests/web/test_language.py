"""Danish unless chosen otherwise, English one click away, and no line without its English."""

from __future__ import annotations

import tomllib
from collections import defaultdict

import pytest
from aiohttp import web
from yarl import URL

from bot.house import House
from bot.web.language import ROOMS, translate
from bot.web.lines import danish_lines, without_english
from bot.web.pages import render
from tests.web.conftest import Serve


def test_every_line_of_the_shared_pages_has_its_english() -> None:
    assert without_english("web") == []


def test_the_finder_sees_templates_and_python() -> None:
    files = {file for file, _ in danish_lines("web")}
    assert {"layout.html", "errors.py", "pages.py"} <= files


def test_no_danish_line_has_two_english_wordings() -> None:
    wordings: dict[str, set[str]] = defaultdict(set)
    for file in ROOMS.glob("*/texts_en.toml"):
        for line, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
            wordings[line].add(words)
    assert {line: words for line, words in wordings.items() if len(words) > 1} == {}


def test_english_keeps_the_blanks_of_the_danish_line() -> None:
    from string import Formatter

    from bot.web.language import english

    def blanks(line: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(line) if name is not None}

    assert [line for line, words in english().items() if blanks(line) != blanks(words)] == []


@pytest.mark.parametrize(("language", "expected"), [("da", "Fejl"), ("en", "Error"), ("xx", "Fejl")])
def test_a_line_in_a_language(language: str, expected: str) -> None:
    assert translate(language, "Fejl") == expected


async def test_a_visitor_chooses_english_and_keeps_it(demo: House, serve: Serve) -> None:
    visitor = await serve(demo)
    assert 'lang="da"' in await (await visitor.get("/nothing?a=1")).text()
    changed = await visitor.get("/nothing?a=1&language=en", allow_redirects=False)
    assert (changed.status, changed.headers["Location"]) == (303, "/nothing?a=1")
    page = await (await visitor.get("/nothing")).text()
    assert 'lang="en"' in page
    assert "There is no such page" in page


async def test_choosing_a_language_never_leaves_the_house(demo: House, serve: Serve) -> None:
    visitor = await serve(demo)
    address = URL(f"{visitor.make_url('')}//elsewhere.example/?language=en".replace(":///", "://"), encoded=True)
    changed = await visitor.session.get(address, allow_redirects=False)
    assert changed.headers.get("Location", "/").startswith("/")
    assert not changed.headers.get("Location", "/").startswith("//")


async def test_a_unit_is_met_in_its_own_language_until_it_chooses(demo: House, serve: Serve) -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        return render(request, "signed_out.html", language="en")

    visitor = await serve(demo, web.get("/u/one", page))
    assert "You are signed out" in await (await visitor.get("/u/one")).text()
    assert "Du er logget ud" in await (await visitor.get("/u/one?language=da")).text()
