"""Style sheets, scripts, fonts and pictures: found once, named by their content, kept by browsers for a year."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from mimetypes import guess_type
from pathlib import Path
from time import monotonic

from aiohttp import web

from bot.house import House

OWN = Path(__file__).parent / "static"
ROOT = Path(__file__).parents[2]
HASH_LENGTH = 12
YEAR = 365 * 24 * 3600

# Only these: an address under /static/ can never reach a file that was not meant to be read. Each package keeps its
# own folders under its name, because its style sheet points to its fonts and pictures by relative addresses.
PACKAGES = {"dkfds": Path("dkfds", "dist"), "htmx": Path("htmx.org", "dist")}
TYPES = {".woff2": "font/woff2", ".woff": "font/woff", ".js": "text/javascript", ".svg": "image/svg+xml"}
TEXTUAL = {".css", ".js", ".svg"}


class PagesIncompleteError(RuntimeError):
    """The packages that pages are made of are not installed."""


def packages_folder() -> Path:
    """Where npm put its packages: JOBLINE_STATIC if set, else node_modules beside the project or the working folder.

    Raises PagesIncompleteError, with the words an installer needs, if they are nowhere.
    """
    given = os.environ.get("JOBLINE_STATIC")
    places = [Path(given)] if given else [ROOT / "node_modules", Path.cwd() / "node_modules"]
    for place in places:
        if all((place / package).is_dir() for package in PACKAGES.values()):
            return place
    raise PagesIncompleteError(
        f"The design system and htmx are not installed in {places[0]}: run `make setup` (or `npm ci`), "
        "or set JOBLINE_STATIC to the node_modules folder that holds them."
    )


def address(name: str) -> str:
    """The address of a file by its short name ("app.css", "dkfds/css/dkfds.min.css"); changes when the file does.

    Raises FileNotFoundError for a name that is not there, so that a wrong name in a template fails in the tests.
    """
    # Looking at the disk for each of a page's eight files would cost more than making the page: once a second will do.
    return _address(name, os.environ.get("JOBLINE_STATIC"), int(monotonic()))


@lru_cache(maxsize=256)
def _address(name: str, _folder: str | None, _second: int) -> str:
    return f"/static/{_digest(_find(name))}/{name}"


def _find(name: str) -> Path:
    first, _, rest = name.partition("/")
    base = packages_folder() / PACKAGES[first] if first in PACKAGES else OWN
    for folder in [base] if first in PACKAGES else [base, *_MORE]:
        path = (folder / (rest if first in PACKAGES else name)).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    raise FileNotFoundError(f"no static file {name!r}")


# Rooms may bring files of their own in bot/<room>/static.
_MORE: Sequence[Path] = tuple(
    sorted(path for path in Path(__file__).parents[1].glob("*/static") if path.is_dir() and path != OWN)
)


def _digest(path: Path) -> str:
    return _digest_at(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _digest_at(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH]


@lru_cache(maxsize=32)
def _zipped(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 9, mtime=0)


async def show(request: web.Request) -> web.StreamResponse:
    """One file. A right hash is kept for a year; a file of ours under an old hash is shown but not kept."""
    name = request.match_info["name"]
    try:
        path = _find(name)
    except FileNotFoundError as error:
        raise web.HTTPNotFound from error
    content_type = TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
    # Fonts and pictures of a package are reached through its style sheet's hash, which changes with its version.
    right = name.partition("/")[0] in PACKAGES or request.match_info["hash"] == _digest(path)
    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable" if right else "no-cache"}
    if path.suffix in TEXTUAL:
        headers["Vary"] = "Accept-Encoding"
        charset = "utf-8"
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            body = _zipped(path, path.stat().st_mtime_ns)
            headers["Content-Encoding"] = "gzip"
        else:
            body = path.read_bytes()
        return web.Response(body=body, content_type=content_type, charset=charset, headers=headers)
    return web.Response(body=path.read_bytes(), content_type=content_type, headers=headers)


async def mark(request: web.Request) -> web.Response:
    """GET /favicon.ico: browsers ask for it by themselves on pages that name none, such as a unit's light page."""
    headers = {"Cache-Control": "public, max-age=86400"}
    return web.Response(body=_find("icon.svg").read_bytes(), content_type=TYPES[".svg"], headers=headers)


def routes(house: House) -> list[web.RouteDef]:
    """GET /static/<hash>/<name>, and the mark browsers look for."""
    return [web.get(r"/static/{hash:[0-9a-f]{12}}/{name:[\w./-]+}", show), web.get("/favicon.ico", mark)]
