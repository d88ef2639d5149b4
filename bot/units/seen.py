"""A suggestion as its page shows it: where it stands, and no more about the person than that stage needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.store.tables import suggestion
from bot.units.aftermath import OUTCOMES
from bot.units.cases import Case, read_case
from bot.units.decisions import undo_until
from bot.units.interview import Interview, fallen_through, is_over, live_of
from bot.units.links import READABLE, fingerprint
from bot.units.mail import portrait_of
from bot.units.portrait import reason_in
from bot.units.suggestions import owes_times
from bot.web.language import language_of
from wording.language import Language

LONGEST_TOKEN = 64
ASKING = frozenset({"open", "times"})
GONE = frozenset({"late", "withdrawn", "over", "old"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A suggestion as its page shows it.

    stage: open, times (new ones are owed), yes, agreed, met (the interview is over: how did it go?), told (that has been
    said), no, late, withdrawn, over, old. before: at `times`, the interview that fell through. portrait and reason: in
    the language of the page, empty where the unit has nothing to decide. undo_until: UTC, None if nothing can be taken
    back.
    """

    case: Case
    stage: str
    language: Language
    meeting: Interview | None = None
    before: Interview | None = None
    portrait: str = ""
    reason: str = ""
    undo_until: datetime | None = None

    @property
    def asking(self) -> bool:
        """Whether a yes or a no is wanted."""
        return self.stage in ASKING

    @property
    def gone(self) -> bool:
        """Whether there is nothing left to answer, and nothing was answered."""
        return self.stage in GONE


async def see(connection: AsyncConnection, house: House, request: web.Request) -> Seen | None:
    """The suggestion behind the link that was opened; None if nobody made such a link. Changes nothing."""
    token = request.match_info["token"]
    if len(token) > LONGEST_TOKEN:
        return None
    case = await read_case(connection, house, suggestion.c.link == fingerprint(token))
    if case is None:
        return None
    language = language_of(request, case.unit.language)
    meeting = await live_of(connection, house, case.id)
    stage = await _stage(connection, house, case, meeting)
    # What a unit no longer has to decide on, it no longer has to know.
    return Seen(
        case,
        stage,
        language,
        meeting,
        before=await fallen_through(connection, house, case.id) if stage == "times" else None,
        portrait=await portrait_of(connection, house, case, language) if stage in ASKING | {"yes"} else "",
        reason=await reason_in(connection, house, case, language) if stage == "open" else "",
        undo_until=undo_until(house, case) if stage in {"yes", "no"} else None,
    )


async def _stage(connection: AsyncConnection, house: House, case: Case, meeting: Interview | None) -> str:
    now = house.now()
    if now > case.answer_by + READABLE and meeting is None:
        return "old"
    if case.state == "sent":
        return "open" if now < case.answer_by else "late"
    if case.state == "accepted" and meeting is not None:
        if meeting.state != "agreed":
            return "yes"
        return "met" if is_over(house, meeting) else "agreed"
    if await owes_times(connection, house, case):
        return "times" if now < case.answer_by else "late"
    if case.decline_reason in OUTCOMES:
        return "told"
    return {"declined": "no", "withdrawn": "withdrawn", "expired": "late"}.get(case.state, "over")
