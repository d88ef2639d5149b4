"""The front page of the demo: what this is, in two sentences, and three doors."""

from __future__ import annotations

from aiohttp import web

from bot.web.pages import render


async def front(request: web.Request) -> web.StreamResponse:
    """GET /"""
    return render(request, "demo/front.html")
