"""Runs the jobs that are due by the test's clock, in order, in this process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from bot.app import Service


async def run_due(service: Service, *, rounds: int = 50) -> list[str]:
    """Runs what is due until nothing is and all is sent, and returns the names of what ran. Failures are the test's failures."""
    names: list[str] = []
    for _ in range(rounds):
        await service.outbox.idle()
        async with service.house.database.transaction() as connection:
            rows = (
                await connection.execute(
                    text(
                        "DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM procrastinate_jobs WHERE status = 'todo' "
                        "AND (scheduled_at IS NULL OR scheduled_at <= :now) ORDER BY id LIMIT 20) "
                        "RETURNING id, task_name, args"
                    ),
                    {"now": service.house.now()},
                )
            ).all()
        if not rows:
            return names
        for row in sorted(rows, key=lambda row: row.id):
            await _run(service, row.task_name, row.args)
            names.append(row.task_name)
    raise AssertionError(f"jobs keep making jobs: {names[-10:]}")


async def _run(service: Service, name: str, args: Mapping[str, Any] | str) -> None:
    given = json.loads(args) if isinstance(args, str) else args
    await service.house.database.jobs.tasks[name].func(**given)
