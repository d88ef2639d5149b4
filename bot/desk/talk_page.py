"""Talks between people: taking one over from the line, writing to the candidate, giving it back, and the list of them."""

from __future__ import annotations

from aiohttp import web

from bot.desk.acts_page import STAY, Desk, Ended, act
from bot.desk.candidate_page import page
from bot.desk.mending import Unclear
from bot.desk.queue import counts
from bot.desk.talks import SHOWN, talks
from bot.house import HOUSE
from bot.line import queue, takeover
from bot.line import talk as line_talk
from bot.line.takeover import TakenBy
from bot.store import trail
from bot.store.trail import Happening
from bot.web.language import danish, language_of
from bot.web.pages import words
from bot.web.sessions import RECRUITER, signed_in
from dialogs.reading.masking import find_cpr
from dialogs.spoken import Own
from wording import gsm
from wording.language import pick

LONGEST_TEXT = 1600


@act
async def take(desk: Desk, request: web.Request) -> Ended:
    """POST .../take: the line falls silent and says so. Who comes second is told who was first."""
    if desk.person.conversation_id is None:
        return Unclear(words(request, danish("Kandidaten har ingen samtale endnu.")), "talk")
    taken = await takeover.take(desk.connection, desk.house, desk.person.conversation_id, desk.recruiter.id)
    if isinstance(taken, TakenBy):
        line = danish("{name} var først og har samtalen. Aftal med {name}, hvis du skal have den.")
        return Unclear(words(request, line, name=taken.name), "talk")
    return "taken", STAY


@act
async def hand_back(desk: Desk, request: web.Request) -> Ended:
    """POST .../hand-back: the line speaks again and says so. A lead may give back another recruiter's talk."""
    mine = desk.person.holder_id == desk.recruiter.id
    if desk.person.conversation_id is None or (not mine and desk.recruiter.role not in {"lead", "admin"}):
        line = danish("Det er {name}, der har samtalen. Kun {name} eller en leder kan give den tilbage.")
        name = desk.person.holder_name or words(request, danish("ingen"))
        return Unclear(words(request, line, name=name), "talk")
    await takeover.hand_back(desk.connection, desk.house, desk.person.conversation_id, desk.recruiter.id)
    await queue.refresh(desk.connection, desk.house, desk.person.id)
    return "handed_back", STAY


@act
async def write(desk: Desk, request: web.Request) -> Ended:
    """POST .../write: a text from the recruiter who holds the talk; what was promised is kept only if they say so."""
    body = desk.text("body", longest=LONGEST_TEXT)
    if not body:
        return Unclear(words(request, danish("Skriv en besked først.")), "write")
    if find_cpr(body):
        line = pick(
            language_of(request),
            "Der står et CPR-nummer i beskeden. Det må ikke sendes eller gemmes her: skriv den uden.",
            "There is a CPR number in the message. It must not be sent or kept here: write it without.",
        )
        return Unclear(line, "write")
    if desk.person.conversation_id is None or desk.person.holder_id != desk.recruiter.id:
        return Unclear(words(request, danish("Tag samtalen over, før du skriver i den.")), "write")
    author = f"recruiter:{desk.recruiter.id}"
    number = await line_talk.write(
        desk.connection,
        desk.house,
        desk.person.conversation_id,
        Own(body),
        author=author,
        keeps=bool(desk.form.get("keeps")),
    )
    data = {"message": number, "segments": gsm.segments(body)}
    deed = Happening(desk.house.employer.id, desk.person.id, author, "wrote", desk.house.now(), data)
    await trail.record(desk.connection, [deed])
    await queue.refresh(desk.connection, desk.house, desk.person.id)
    return "written", STAY


@signed_in("recruiter", "lead")
async def show_talks(request: web.Request) -> web.Response:
    """GET /desk/talks: held by people, or waiting for a person."""
    house = request.app[HOUSE]
    async with house.database.transaction() as connection:
        lines = await talks(connection, house)
        numbers = await counts(connection, house)
    me = request[RECRUITER].id
    return page(
        request,
        "desk/talks.html",
        None,
        partial=None,
        mine=[line for line in lines if line.holder_id == me],
        waiting=[line for line in lines if line.holder_id is None],
        others=[line for line in lines if line.holder_id not in (None, me)],
        cut=len(lines) == SHOWN,
        counts=numbers.navigation,
    )
