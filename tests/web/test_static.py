"""Files of pages: named by their content, kept for a year, and nothing but what was meant to be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from yarl import URL

from bot.house import House
from bot.web import static
from tests.web.conftest import Client, Serve


@pytest.fixture
async def visitor(house: House, serve: Serve) -> Client:
    return await serve(house)


async def test_an_address_says_what_is_in_the_file_and_is_kept(visitor: Client) -> None:
    answer = await visitor.get(static.address("app.css"))
    assert answer.status == 200
    assert answer.content_type == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert await answer.text() == (static.OWN / "app.css").read_text(encoding="utf-8")


async def test_an_old_address_still_shows_the_file_but_is_not_kept(visitor: Client) -> None:
    answer = await visitor.get("/static/000000000000/app.css")
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-cache")


async def test_a_browser_without_gzip_gets_the_plain_file(visitor: Client) -> None:
    answer = await visitor.get(static.address("live.js"), headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.content_type == "text/javascript"


async def test_the_design_system_finds_its_fonts_and_pictures(visitor: Client) -> None:
    address = static.address("dkfds/css/dkfds.min.css")
    sheet = await (await visitor.get(address)).text()
    needed = set(re.findall(r"url\([\"']?(\.\./[^)\"']+)", sheet))
    assert needed
    for relative in sorted(needed)[:10]:
        answer = await visitor.get(str(URL(address).join(URL(relative))))
        assert answer.status == 200, relative
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nothing.css",
        "texts_en.toml",
        "dkfds/",
        "../pages.py",
        "..%2Fpages.py",
        "dkfds/../package.json",
        "dkfds/../../axe-core/axe.js",
        "htmx/%2e%2e/package.json",
        "%2Fetc%2Fpasswd",
        "a\\..\\b",
    ],
)
async def test_nothing_else_can_be_read(visitor: Client, name: str) -> None:
    address = URL(f"{visitor.make_url('/static/000000000000/')}{name}", encoded=True)
    assert (await visitor.session.get(address)).status == 404


async def test_an_address_with_a_nul_in_it_is_not_understood(visitor: Client) -> None:
    for path in ("static/000000000000/a%00b", "u/%00", "was?x=%00"):
        answer = await visitor.session.get(URL(f"{visitor.make_url('/')}{path}", encoded=True))
        assert answer.status == 400, path


async def test_without_the_packages_pages_say_how_to_get_them(
    house: House, serve: Serve, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JOBLINE_STATIC", str(tmp_path))
    visitor = await serve(house)
    answer = await visitor.get("/was")
    assert answer.status == 503
    assert "make setup" in await answer.text()
    assert (await visitor.get("/nothing")).status == 503
    assert (await visitor.get("/healthz")).status == 200


def test_a_wrong_name_in_a_template_fails() -> None:
    with pytest.raises(FileNotFoundError):
        static.address("no-such.css")
