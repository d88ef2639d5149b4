"""Confirming a deletion: first what goes and what the candidate is told, then a person says yes. There is no way back."""

from __future__ import annotations

from aiohttp import web

from bot.desk.acts_page import NEXT, Desk, Ended, act
from bot.desk.candidate_page import page, the_candidate
from bot.desk.mending import Unclear
from bot.desk.side import Thread, side_of
from bot.house import HOUSE
from bot.privacy import confirming
from bot.privacy.forgetting import searches_on
from bot.web.language import danish
from bot.web.pages import is_partial, words
from bot.web.sessions import signed_in


@signed_in("recruiter", "lead")
async def show_erase(request: web.Request) -> web.Response:
    """GET .../erase: what confirming does, and the text that is sent. Changes nothing."""
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        person = await the_candidate(connection, house, request)
        if person.needs != "erase":
            raise web.HTTPSeeOther(Thread.of(request).candidate(person.public_id))
        told = await confirming.last_word(connection, person.id)
        goes_on = await searches_on(connection, person.id)
        side = None if is_partial(request) else await side_of(connection, house, request, person.public_id)
    return page(
        request,
        "desk/erase.html",
        side,
        person=person,
        text=told[1] if told else "",
        goes_on=goes_on,
        notice=None,
        chosen=True,
    )


@act
async def erase(desk: Desk, request: web.Request) -> Ended:
    """POST .../erase: the candidate is told, and then everything that names them goes."""
    done = await confirming.confirm(desk.connection, desk.house, desk.person.id, recruiter_id=desk.recruiter.id)
    if not done:
        return Unclear(words(request, danish("Sletningen er allerede bekræftet.")), "erase")
    return "erased", NEXT
