"""The units' jobs by name: mail, deadlines, offers, offers without an answer, reminders, and how it went."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.house import House
from bot.units import aftermath, interviews, mail, suggestions

Job = Callable[..., Awaitable[None]]


def tasks(house: House) -> dict[str, Job]:
    """Each job opens its own transaction, and does nothing if life moved on before it ran."""

    async def deliver(kind: str, id: int, attempt: int = 1) -> None:
        await mail.deliver(house, kind, id, attempt)

    async def deadline(suggestion_id: int) -> None:
        async with house.database.transaction() as connection:
            await suggestions.expire(connection, house, suggestion_id)

    async def offer(interview_id: int) -> None:
        async with house.database.transaction() as connection:
            await interviews.offer(connection, house, interview_id)

    async def lapse(interview_id: int) -> None:
        async with house.database.transaction() as connection:
            await interviews.lapse(connection, house, interview_id)

    async def remind(interview_id: int) -> None:
        async with house.database.transaction() as connection:
            await interviews.remind(connection, house, interview_id)

    async def ask_how(interview_id: int) -> None:
        async with house.database.transaction() as connection:
            await aftermath.ask(connection, house, interview_id)

    async def outcome_missing(interview_id: int) -> None:
        async with house.database.transaction() as connection:
            await aftermath.hand_over(connection, house, interview_id)

    return {
        "units.mail": deliver,
        "units.deadline": deadline,
        "units.offer": offer,
        "units.lapse": lapse,
        "units.remind": remind,
        "units.ask_how": ask_how,
        "units.outcome_missing": outcome_missing,
    }
