"""Which language a page is in, and its words: Danish stands where it is used, English in bot/<room>/texts_en.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from aiohttp import web

from bot.web.addresses import own_path
from bot.web.keys import RECRUITER, Handler
from wording.language import LANGUAGES, Language

COOKIE = "language"
ROOMS = Path(__file__).parents[1]
YEAR = 365 * 24 * 3600


def known(value: str | None) -> Language | None:
    """The language of this code; None if pages do not speak it."""
    return next((language for language in LANGUAGES if language == value), None)


def language_of(request: web.Request, otherwise: str = "da") -> Language:
    """What the visitor chose, else what the recruiter's row says, else `otherwise` (a unit's language)."""
    recruiter = request.get(RECRUITER)
    return (
        known(request.cookies.get(COOKIE))
        or (known(recruiter.language) if recruiter else None)
        or known(otherwise)
        or "da"
    )


@cache
def english() -> dict[str, str]:
    """Every Danish line of the pages with its English, all rooms together."""
    lines: dict[str, str] = {}
    for file in sorted(ROOMS.glob("*/texts_en.toml")):
        lines |= tomllib.loads(file.read_text(encoding="utf-8"))
    return lines


def translate(language: str, line: str, **values: object) -> str:
    """A Danish line in that language, `{name}` filled in; without an English wording the Danish one is shown."""
    words = english().get(line, line) if language == "en" else line
    return words.format(**values) if values else words


def danish(line: str) -> str:
    """Marks a line in Python that a template shows through `_`, so that the tests ask for its English."""
    return line


@web.middleware
async def choose(request: web.Request, handler: Handler) -> web.StreamResponse:
    """`?language=en` on any page keeps the choice and shows the same page again, without a route of its own."""
    wanted = known(request.query.get("language"))
    if wanted is None or request.method != "GET":
        return await handler(request)
    rest = [(name, value) for name, value in request.query.items() if name != "language"]
    here = request.rel_url.with_query(rest)
    response = web.Response(status=303, headers={"Location": own_path(str(here))})
    response.set_cookie(COOKIE, wanted, max_age=YEAR, path="/", samesite="Lax", httponly=True)
    return response
