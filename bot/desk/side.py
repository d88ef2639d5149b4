"""The list beside every candidate: the group or the search somebody works through, and the way from line to line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.possible import with_places
from bot.desk.queue import GROUPS, MINE, Counts, QueuePage, counts, prefixes, queue_page
from bot.house import House
from bot.web.language import danish

NAMES = {
    "mine": danish("Venter på dig"),
    "others": danish("Venter på andre"),
    "parked": danish("Parkeret"),
    "nobody": danish("Ingen passer"),
}
# What an empty group says: what it means, and what to do now.
EMPTY = {
    "mine": danish("Alle har fået det, de er lovet. Nye kandidater dukker op her af sig selv."),
    "others": danish("Ingen enheder eller kandidater skylder svar lige nu."),
    "parked": danish("Ingen er sat til at vente. Vælg „Lad vente“ på en kandidat for at gemme den til en bestemt dag."),
    "nobody": danish("Alle, der venter, har mindst ét sted, der passer."),
}
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class Thread:
    """What somebody works through: a group, or a search across all groups. It is carried from page to page."""

    group: str = MINE
    search: str = ""

    @classmethod
    def of(cls, request: web.Request) -> Thread:
        """As the address says; what it does not say, or says wrongly, is the queue itself."""
        group = request.query.get("group", MINE)
        search = " ".join(request.query.get("q", "").split())[:LONGEST_SEARCH]
        return cls(group if group in GROUPS else MINE, search if prefixes(search) else "")

    def address(self, path: str = "/desk", **more: str | list[str] | None) -> str:
        """A path with this thread in it."""
        own = {"group": self.group if self.group != MINE else "", "q": self.search}
        asked = {name: value for name, value in {**own, **more}.items() if value}
        return f"{path}?{urlencode(asked, doseq=True)}" if asked else path

    def candidate(self, public_id: str, *parts: str, **more: str | list[str] | None) -> str:
        """The address of a candidate, or of something about them."""
        return self.address("/".join(("/desk/candidates", public_id, *parts)), **more)


@dataclass(frozen=True, slots=True)
class Side:
    """The list as the page shows it. counts: None where only its lines are asked for. opened: the public id beside it."""

    thread: Thread
    page: QueuePage
    counts: Counts | None
    opened: str | None = None

    def beside(self, public_id: str) -> Side:
        """The same list with another candidate opened."""
        return replace(self, opened=public_id)

    @property
    def more(self) -> str | None:
        """The address of the next page; None on the last one."""
        return self.thread.address(after=self.page.after) if self.page.after else None


async def side_of(
    connection: AsyncConnection, house: House, request: web.Request, opened: str | None = None, *, counted: bool = True
) -> Side:
    """The list that belongs to a request, from the place in it that `after` names; `counted` with how many each group has."""
    thread = Thread.of(request)
    after = request.query.get("after", "")
    page = await queue_page(connection, house, thread.group, search=thread.search, after=after)
    page = await with_places(connection, house, page)
    return Side(thread, page, await counts(connection, house) if counted else None, opened)
