"""Puts what all pages share into the application: middleware in its order, routes, what runs beside them."""

from __future__ import annotations

from aiohttp import web

from bot.house import HOUSE, House
from bot.web import csrf, errors, language, security, sessions, sign_in, static
from bot.web.pages import PAGES, Pages


def install(app: web.Application, house: House) -> None:
    """Call before adding other rooms' routes, with an app made by `web.Application(client_max_size=MAX_BODY)`."""
    if HOUSE not in app:
        app[HOUSE] = house
    app[PAGES] = Pages(house)
    # From the outside in: whatever fails further in becomes a page; nobody is looked up before limits are asked.
    app.middlewares.extend((errors.explain, security.refuse, language.choose, sessions.recognise, csrf.guard))
    app.on_response_prepare.append(security.headers)
    app.on_response_prepare.append(csrf.hand_over)
    for room in (static, sign_in):
        app.add_routes(room.routes(house))
