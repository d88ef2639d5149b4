"""The whole trail of a candidate, a unit or a vacancy in words, and whether its chain still holds."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy import select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.candidate_page import page
from bot.desk.trail_words import deeds
from bot.house import HOUSE, House
from bot.store import trail
from bot.store.tables import candidacy, event, stream, unit, vacancy
from bot.web.sessions import signed_in


@signed_in("recruiter", "lead")
async def show_trail(request: web.Request) -> web.Response:
    """GET /desk/trail/{public_id}."""
    house, public_id = request.app[HOUSE], request.match_info["public_id"]
    async with house.database.transaction() as connection:
        number = await stream_of(connection, house, public_id)
        if number is None:
            raise web.HTTPNotFound
        entries = await deeds(connection, house, number)
        whole = await holds(connection, number)
        kind = await connection.scalar(select(candidacy.c.id).where(candidacy.c.id == number))
    back = f"/desk/candidates/{public_id}" if kind else "/desk/units"
    return page(request, "desk/trail.html", None, partial=None, entries=entries, whole=whole, back=back)


async def stream_of(connection: AsyncConnection, house: House, public_id: str) -> int | None:
    """The stream behind a public id of this employer; None if there is none such."""
    tables = (candidacy, unit, vacancy)
    found = union_all(
        *(
            select(table.c.id).where(table.c.public_id == public_id, table.c.employer_id == house.employer.id)
            for table in tables
        )
    )
    number: int | None = await connection.scalar(found)
    return number


async def holds(connection: AsyncConnection, stream_id: int) -> bool:
    """Whether this one chain is as it was written, from its first entry to the head kept beside it."""
    rows = await connection.execute(event.select().where(event.c.stream_id == stream_id).order_by(event.c.position))
    head, position = trail.GENESIS, 0
    for row in rows:
        position += 1
        happening = trail.Happening(row.employer_id, row.stream_id, row.actor, row.verb, row.at, row.data)
        head = trail.link(head, position, happening)
        if row.position != position or bytes(row.hash) != head:
            return False
    end = (await connection.execute(select(stream).where(stream.c.id == stream_id))).one_or_none()
    return position == 0 if end is None else (end.length == position and bytes(end.head) == head)
