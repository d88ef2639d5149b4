"""The match queue as the database gives it: the promise that falls due first stands first, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.states import LIVE_INTERVIEW, LIVE_SUGGESTION
from bot.store.tables import candidacy, interview, suggestion
from config.roles import roles

MINE, OTHERS, PARKED, NOBODY = "mine", "others", "parked", "nobody"
GROUPS = (MINE, OTHERS, PARKED, NOBODY)
PAGE = 50
# Nobody plans a day by whether 1,000 or 1,400 wait, and counting stops being free there.
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue: what a recruiter needs to choose whom to open, and no more about the person."""

    public_id: str
    stage: str
    needs: str | None
    due_at: datetime | None
    parked_until: Any
    summary: Mapping[str, Any]

    @property
    def cursor(self) -> str:
        """Where the page after this line begins."""
        return cursor_of(self.due_at, self.public_id)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of a group or of a search, and where the next one begins (None: this is the last)."""

    rows: tuple[Waiting, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are in each group; COUNTED stands for "that many or more"."""

    mine: int
    others: int
    parked: int
    nobody: int
    talks: int

    @property
    def navigation(self) -> dict[str, str]:
        """What the main navigation shows beside its words."""
        return {"queue": capped(self.mine), "conversations": capped(self.talks)}


def capped(number: int) -> str:
    """A number as it is shown: "999+" where nobody counted on."""
    return str(number) if number < COUNTED else f"{COUNTED - 1}+"


async def queue_page(
    connection: AsyncConnection, house: House, group: str, *, search: str = "", after: str = "", size: int = PAGE
) -> QueuePage:
    """`size` candidacies of a group, or of all groups when `search` holds words, the next promise first.

    after: the `cursor` of the line above the page; a cursor that does not read starts at the top.
    """
    wanted = in_group(house, group) if not prefixes(search) else found(house, search)
    rows: list[Any] = []
    begin = await _beginning(connection, after)
    if begin is None or begin[0] is not None:
        dated = _lines(wanted).where(candidacy.c.due_at.is_not(None))
        if begin is not None:
            dated = dated.where(tuple_(candidacy.c.due_at, candidacy.c.id) > tuple_(*begin))
        rows += await connection.execute(dated.limit(size + 1))
    if len(rows) <= size:
        undated = _lines(wanted).where(candidacy.c.due_at.is_(None))
        if begin is not None and begin[0] is None:
            undated = undated.where(candidacy.c.id > begin[1])
        rows += await connection.execute(undated.limit(size + 1 - len(rows)))
    lines = tuple(Waiting(*row) for row in rows[:size])
    return QueuePage(lines, lines[-1].cursor if len(rows) > size else None)


async def counts(connection: AsyncConnection, house: House) -> Counts:
    """How many are in each group and in the talks, each counted no further than COUNTED."""
    from bot.desk.talks import needs_talk

    wanted = [*(in_group(house, group) for group in GROUPS), needs_talk(house)]
    each_capped = [
        select(func.count()).select_from(select(literal_column("1")).where(each).limit(COUNTED).subquery())
        for each in wanted
    ]
    row = (await connection.execute(select(*(each.scalar_subquery() for each in each_capped)))).one()
    return Counts(*row)


async def next_in_line(
    connection: AsyncConnection, house: House, *, group: str = MINE, after: str = "", other_than: str = ""
) -> str | None:
    """The public id of who comes after a cursor, else of who stands first; None when nobody else is in the group."""
    for begin in dict.fromkeys((after, "")):
        page = await queue_page(connection, house, group, after=begin, size=2)
        found = next((row.public_id for row in page.rows if row.public_id != other_than), None)
        if found is not None:
            return found
    return None


def cursor_of(due_at: datetime | None, public_id: str) -> str:
    """A place in the queue: the due time and the public id that stand there, never a row's id."""
    return f"{'' if due_at is None else due_at.isoformat()}~{public_id}"


def in_group(house: House, group: str) -> ColumnElement[bool]:
    """What a candidacy must be to stand in a group."""
    own = candidacy.c.employer_id == house.employer.id
    today = house.local(house.now()).date()
    asked = candidacy.c.needs.is_not(None)
    if group == OTHERS:
        # One list of ids to look up, not two to try on everybody there ever was.
        before_a_unit = select(suggestion.c.candidacy_id).where(LIVE_SUGGESTION)
        meeting = select(interview.c.candidacy_id).where(LIVE_INTERVIEW)
        return and_(own, ~asked, candidacy.c.id.in_(before_a_unit.union(meeting)))
    if group == PARKED:
        return and_(own, ~asked, candidacy.c.parked_until > today)
    if group == NOBODY:
        return and_(own, asked, candidacy.c.summary["possible"].as_string() == "0")
    return and_(own, asked)


def found(house: House, search: str) -> ColumnElement[bool]:
    """What a candidacy must be to be found by these words, each the beginning of a word of its own."""
    words: ColumnElement[Any] = func.to_tsvector(literal_column("'simple'"), candidacy.c.search)
    asked = func.to_tsquery(literal_column("'simple'"), " & ".join(f"{word}:*" for word in prefixes(search)))
    return and_(candidacy.c.employer_id == house.employer.id, words.bool_op("@@")(asked))


def prefixes(search: str) -> list[str]:
    """The words of a search, at most eight; a phone number is one word however it is grouped, "ssa" means the role."""
    plain = search.strip().lower()
    if re.fullmatch(r"\+?[\d\s]+", plain):
        digits = re.sub(r"\D", "", plain.removeprefix("+45"))
        return [digits] if digits else []
    words = re.findall(r"\w+", plain.replace("_", " "))
    codes = {role.short.lower(): code for code, role in roles().items() if role.short.isalpha()}
    return [part for word in words for part in codes.get(word, word).split("_")][:8]


def _lines(wanted: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            candidacy.c.public_id,
            candidacy.c.stage,
            candidacy.c.needs,
            candidacy.c.due_at,
            candidacy.c.parked_until,
            candidacy.c.summary,
        )
        .where(wanted)
        # As the index ix_candidacy_queue has it, so that a page is one short walk along it.
        .order_by(text("candidacy.due_at NULLS LAST"), candidacy.c.id)
    )


async def _beginning(connection: AsyncConnection, after: str) -> tuple[Any, int] | None:
    due, _, public_id = after.partition("~")
    try:
        moment = datetime.fromisoformat(due) if due else None
    except ValueError:
        return None
    if moment is not None and moment.tzinfo is None:
        return None
    number = await connection.scalar(select(candidacy.c.id).where(candidacy.c.public_id == public_id))
    return None if number is None else (moment, number)
