"""What waits together is written together: one transaction for many, and each is told only after the commit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger(__name__)

Item = TypeVar("Item")
Result = TypeVar("Result")


class GroupCommit(Generic[Item, Result]):
    """One writer of a process. While it commits, what comes next gathers, so that batches grow with the load.

    write: commits a batch and returns a result for each item, in order. key: items with the same one never share a batch,
    since the later one must see what the earlier one left. most: items in a batch.
    """

    def __init__(
        self,
        name: str,
        write: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]],
        *,
        key: Callable[[Item], Hashable],
        most: int,
    ) -> None:
        self._name = name
        self._write = write
        self._key = key
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> Result:
        """Returns once the item is durable. Raises what the database raised if it could not be made so."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all(), name=self._name)
        return await future

    async def close(self) -> None:
        """Waits for what is under way."""
        if self._writer is not None:
            await self._writer

    async def _write_all(self) -> None:
        while self._waiting:
            batch = self._next_batch()
            try:
                results = await self._write([item for item, _ in batch])
            except Exception as error:
                log.warning("batch_failed", of=self._name, size=len(batch), error=type(error).__name__)
                await self._one_by_one(batch)
            else:
                for (_, future), result in zip(batch, results, strict=True):
                    if not future.done():
                        future.set_result(result)

    def _next_batch(self) -> list[tuple[Item, asyncio.Future[Result]]]:
        batch: list[tuple[Item, asyncio.Future[Result]]] = []
        rest: list[tuple[Item, asyncio.Future[Result]]] = []
        keys: set[Hashable] = set()
        for waiting in self._waiting:
            key = self._key(waiting[0])
            if len(batch) < self._most and key not in keys:
                keys.add(key)
                batch.append(waiting)
            else:
                rest.append(waiting)
        self._waiting = rest
        return batch

    async def _one_by_one(self, batch: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        """One bad item takes no others with it."""
        for item, future in batch:
            try:
                (result,) = await self._write([item])
            except Exception as error:
                log.error("item_failed", of=self._name, error=type(error).__name__)
                if not future.done():
                    future.set_exception(error)
            else:
                if not future.done():
                    future.set_result(result)
