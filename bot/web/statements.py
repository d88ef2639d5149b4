"""Pages for everybody: the front door, how accessible the service is, and what happens to information."""

from __future__ import annotations

from aiohttp import web

from bot.house import HOUSE, House
from bot.web.keys import RECRUITER
from bot.web.pages import render
from bot.web.sign_in import HOME


async def front(request: web.Request) -> web.StreamResponse:
    """GET /: recruiters go to work; everybody else reads what this is and which number to text."""
    if RECRUITER in request:
        raise web.HTTPSeeOther(HOME)
    return render(request, "front.html")


async def accessibility(request: web.Request) -> web.StreamResponse:
    """GET /was: the statement the law on accessible public web pages asks for."""
    return render(request, "accessibility.html")


async def privacy(request: web.Request) -> web.StreamResponse:
    """GET /privacy: what GDPR article 13 asks us to say, with the periods this installation keeps."""
    settings = request.app[HOUSE].settings
    return render(
        request,
        "privacy.html",
        pool_months=settings.pool_months,
        documentation_months=settings.documentation_months,
    )


def routes(house: House) -> list[web.RouteDef]:
    """/was, /privacy and, where no demo has its own, the front page."""
    common = [web.get("/was", accessibility), web.get("/privacy", privacy)]
    return common if house.settings.demo else [web.get("/", front), *common]
