"""Pages: a template of a room, in the visitor's language, inside the layout all pages share."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial as bound
from pathlib import Path
from typing import Any, Final

import jinja2
from aiohttp import web
from markupsafe import Markup

from bot.house import HOUSE, House
from bot.web import csrf, dates
from bot.web.addresses import own_path
from bot.web.keys import RECRUITER
from bot.web.language import danish, language_of, translate
from bot.web.security import nonce
from bot.web.static import address
from wording import times
from wording.language import LANGUAGES, Language
from wording.phones import in_pairs

# Every room's folder of templates, by convention bot/<room>/templates/<room>/*.html.
TEMPLATES: Final[tuple[Path, ...]] = tuple(
    path for path in sorted(Path(__file__).parents[1].glob("*/templates")) if path.is_dir()
)

# The main navigation: only what has a route is shown.
NAVIGATION: Final[tuple[tuple[str, str, str], ...]] = (
    ("queue", "/desk", danish("Kø")),
    ("conversations", "/desk/talks", danish("Samtaler")),
    ("units", "/desk/units", danish("Enheder")),
    ("plan", "/desk/plan", danish("Plan")),
    ("report", "/desk/report", danish("Tal")),
)


class Pages:
    """The templates of one service, made ready once for each language."""

    def __init__(self, house: House) -> None:
        self._environments = {language: _environment(house, language) for language in LANGUAGES}

    def template(self, name: str, language: Language) -> jinja2.Template:
        """A template by its name. Raises jinja2.TemplateNotFound."""
        return self._environments[language].get_template(name)


PAGES: web.AppKey[Pages] = web.AppKey("pages", Pages)


def _environment(house: House, language: Language) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=house.settings.demo,
    )
    environment.globals.update(
        _=bound(translate, language),
        static=address,
        language=language,
        local=house.local,
        when=lambda moment: dates.when(house, moment, language),
        clock=lambda moment: times.clock(house.local(moment), language),
        in_pairs=in_pairs,
        employer=house.employer,
        demo=house.settings.demo,
        today=lambda: house.local(house.now()).date(),
    )
    return environment


def render(
    request: web.Request,
    template: str,
    *,
    status: int = 200,
    partial: str | None = None,
    language: str | None = None,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> web.Response:
    """A page from a room's template, as "desk/queue.html".

    partial: the block that is enough when htmx asks for a part of the page; a plain request gets the page.
    language: what to speak to a visitor who has not chosen (a unit's language). context: what the template names.
    """
    spoken = language_of(request, language or "da")
    found = request.app[PAGES].template(template, spoken)
    variables = _shared(request) | context
    body = _block(found, partial, variables) if partial and is_partial(request) else found.render(variables)
    answer = web.Response(text=body, status=status, content_type="text/html", headers=headers)
    answer.headers.setdefault("Content-Language", spoken)
    answer.headers.setdefault("Vary", "Cookie, HX-Request")
    return answer


def _block(template: jinja2.Template, name: str, variables: Mapping[str, Any]) -> str:
    context = template.new_context(dict(variables))
    root = template.root_render_func(context)
    next(root, None)  # Runs as far as the first piece of the layout: by then imports are made and blocks are known.
    return "".join(context.blocks[name][0](context))


def words(request: web.Request, line: str, **values: object) -> str:
    """A Danish line in the visitor's language, for what a handler says outside a template."""
    return translate(language_of(request), line, **values)


def is_partial(request: web.Request) -> bool:
    """True if htmx asked and will put the answer into a part of the page it shows."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full"


def _shared(request: web.Request) -> dict[str, Any]:
    return {
        "user": request.get(RECRUITER),
        "nonce": nonce(request),
        "csrf": lambda: Markup('<input type="hidden" name="{}" value="{}">').format(csrf.FIELD, csrf.token(request)),
        "csrf_token": lambda: csrf.token(request),
        "path": request.path,
        # For live.js: whole seconds of this machine's clock, not of the house's, which a test may set.
        "made_at": int(time.time()),
        # A path that begins with // would be another host's address; the query alone leads to the page itself.
        "in_language": lambda wanted: own_path(
            str(request.rel_url.update_query(language=wanted)), f"?language={wanted}"
        ),
        "navigation": _navigation(request),
        "counts": {},
        "line_number": spoken_number(request.app[HOUSE].employer.line_number),
    }


def _navigation(request: web.Request) -> list[tuple[str, str, str, bool]]:
    """Name, address, Danish words, and whether the page lies under it (the longest address that fits)."""
    known = {resource.canonical for resource in request.app.router.resources()}
    shown = [entry for entry in NAVIGATION if entry[1] in known]
    above = [path for _, path, _ in shown if request.path == path or request.path.startswith(path + "/")]
    here = max(above, key=len, default=None)
    return [(name, path, line, path == here) for name, path, line in shown]


def spoken_number(number: str) -> str:
    """A Danish number as people write it, "70 20 15 30"; another country's as it is."""
    own = number.removeprefix("+45")
    return " ".join(own[at : at + 2] for at in range(0, 8, 2)) if len(own) == 8 and own.isdigit() else number
