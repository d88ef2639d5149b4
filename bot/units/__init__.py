"""The units' side: suggestions and their deadlines, mail, the page without a password, interviews."""

from aiohttp import web

from bot.house import House
from bot.units import own_page, page
from bot.units.tasks import tasks


def routes(house: House) -> list[web.RouteDef]:
    """The pages without a password: one suggestion's, and a unit's own."""
    return [*page.routes(house), *own_page.routes(house)]


__all__ = ["routes", "tasks"]
