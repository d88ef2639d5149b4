"""Puts what all pages share into the application: middleware in its order, routes, what runs beside them."""

from __future__ import annotations

import structlog
from aiohttp import web

from bot.house import HOUSE, House
from bot.web import (
    csrf,
    errors,
    health,
    language,
    limits,
    live,
    metrics,
    security,
    sessions,
    sign_in,
    statements,
    static,
)
from bot.web.oidc import Issuer
from bot.web.pages import PAGES, Pages

log = structlog.get_logger("web")


def install(app: web.Application, house: House, *, limit: limits.Limits | None = None) -> None:
    """Call once, with an app made by `web.Application(client_max_size=MAX_BODY)`; other rooms' routes go beside it.

    limit: how often strangers may ask; the usual measure if not given.
    """
    if HOUSE not in app:
        app[HOUSE] = house
    app[PAGES] = Pages(house)
    app[limits.LIMITS] = limits.Limits() if limit is None else limit
    # From the outside in: whatever fails further in becomes a page, what is not for us is refused before anybody is
    # looked up, and a form is judged only after we know whose session it must belong to.
    app.middlewares.extend(
        (errors.explain, security.refuse, language.choose, sessions.recognise, limits.limit, csrf.guard)
    )
    app.on_response_prepare.extend((security.headers, metrics.count_answer))
    app[sign_in.ISSUER] = Issuer(house)
    live.start_with(app)
    for part in (static, sign_in, statements, live, health):
        app.add_routes(part.routes(house))
    try:
        static.packages_folder()
    except static.PagesIncompleteError as error:
        # Texts must be taken in even so: the pages say what is missing, the webhooks work.
        log.error("pages_incomplete", advice=str(error))
