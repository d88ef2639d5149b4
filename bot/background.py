"""Ending a task that runs in the background, for certain."""

from __future__ import annotations

import asyncio
from typing import Any

AGAIN = 1.0  # Seconds until a task that did not end is told once more.


async def end(*tasks: asyncio.Task[Any], again: float = AGAIN) -> None:
    """Cancels tasks and returns when each has ended, whatever it ended with.

    again: seconds a task may take to end before it is told once more.

    Once is not enough: Python 3.11's `asyncio.wait_for` swallows a cancellation that arrives together with its result
    (python/cpython issue 86296), and whoever awaits such a task then waits for ever.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        done, left = await asyncio.wait(left, timeout=again)
        for task in done:
            if not task.cancelled():
                task.exception()  # Looked at, so that nobody reports it as never retrieved.
