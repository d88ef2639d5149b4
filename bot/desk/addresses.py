"""Where the desk's pages are found, and its jobs by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.desk import (
    acts,
    acts_page,
    candidate_page,
    erase_page,
    plan_page,
    plans,
    possible,
    report_page,
    suggest_page,
    talk_page,
    trail_page,
    units_page,
)
from bot.house import House
from bot.store.database import enqueue

CANDIDATE = r"/desk/candidates/{public_id:[A-Za-z0-9_-]{1,64}}"
UNIT = r"/desk/units/{public_id:[A-Za-z0-9_-]{1,64}}"


def routes(house: House) -> list[web.RouteDef]:
    """Every page and form of the recruiters' desk; all of them for signed-in people only."""
    return [
        web.get("/desk", candidate_page.show_queue),
        web.get(CANDIDATE, candidate_page.show_candidate),
        web.post(f"{CANDIDATE}/facts", acts_page.mend),
        web.post(f"{CANDIDATE}/authorisation", acts_page.check),
        web.post(f"{CANDIDATE}/notes", acts_page.note),
        web.post(f"{CANDIDATE}/park", acts_page.park),
        web.post(f"{CANDIDATE}/resume", acts_page.resume),
        web.post(f"{CANDIDATE}/promise", acts_page.promise),
        web.post(f"{CANDIDATE}/settle", acts_page.settle),
        web.post(f"{CANDIDATE}/end", acts_page.end),
        web.post(f"{CANDIDATE}/conclude", acts_page.conclude),
        web.post(f"{CANDIDATE}/reopen", acts_page.reopen),
        web.get(f"{CANDIDATE}/suggest", suggest_page.show_preview),
        web.post(f"{CANDIDATE}/suggest", suggest_page.suggest),
        web.post(f"{CANDIDATE}/withdraw", acts_page.withdraw),
        web.get(f"{CANDIDATE}/erase", erase_page.show_erase),
        web.post(f"{CANDIDATE}/erase", erase_page.erase),
        web.post(f"{CANDIDATE}/take", talk_page.take),
        web.post(f"{CANDIDATE}/write", talk_page.write),
        web.post(f"{CANDIDATE}/hand-back", talk_page.hand_back),
        web.get("/desk/talks", talk_page.show_talks),
        web.get(r"/desk/trail/{public_id:[A-Za-z0-9_-]{1,64}}", trail_page.show_trail),
        web.get("/desk/units", units_page.show_units),
        web.get(UNIT, units_page.show_unit),
        web.post(f"{UNIT}/vacancies", units_page.save_vacancy),
        web.post(f"{UNIT}/close", units_page.close_vacancy),
        web.get("/desk/plan", plan_page.show_plan),
        web.post("/desk/plan", plan_page.make_plan),
        web.get("/desk/plan/decide", plan_page.show_decision),
        web.post("/desk/plan/decide", plan_page.decide),
        web.get("/desk/report", report_page.show_report),
    ]


def tasks(house: House) -> dict[str, Callable[..., Awaitable[None]]]:
    """desk.wake(candidacy_id): a candidate's waiting is over. desk.count(after): counts possible places again.

    desk.plan(): plans the whole pool.
    """

    async def wake(candidacy_id: int) -> None:
        async with house.database.transaction() as connection:
            await acts.wake(connection, house, candidacy_id)

    async def count(after: str = "") -> None:
        # A batch a job, so that nobody's text waits behind a long count.
        async with house.database.transaction() as connection:
            further = await possible.count_again(connection, house, after)
            if further is not None:
                await enqueue(connection, house.database, "desk.count", after=further)
            else:
                # The morning's count is over: everybody finds the day's plan made.
                await enqueue(connection, house.database, "desk.plan")

    async def plan() -> None:
        await plans.make(house)

    return {"desk.wake": wake, "desk.count": count, "desk.plan": plan}
