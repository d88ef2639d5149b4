"""What waits together is written together, and nobody pays for another's fault."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.store.group_commit import GroupCommit


class Ledger:
    """Takes numbers down; refuses a batch with a negative one."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []

    async def write(self, numbers: Sequence[int]) -> list[int]:
        await asyncio.sleep(0)
        if min(numbers) < 0:
            raise ValueError(min(numbers))
        self.batches.append(list(numbers))
        return [10 * number for number in numbers]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


async def test_each_gets_its_own_result_and_few_batches_are_written(ledger: Ledger) -> None:
    commit = GroupCommit("ledger", ledger.write, key=lambda number: number, most=100)
    assert await asyncio.gather(*map(commit.add, range(50))) == [10 * number for number in range(50)]
    assert len(ledger.batches) == 1


async def test_a_batch_has_a_size(ledger: Ledger) -> None:
    commit = GroupCommit("ledger", ledger.write, key=lambda number: number, most=20)
    await asyncio.gather(*map(commit.add, range(50)))
    assert [len(batch) for batch in ledger.batches] == [20, 20, 10]


async def test_what_belongs_together_is_written_one_after_the_other_in_order(ledger: Ledger) -> None:
    commit = GroupCommit("ledger", ledger.write, key=lambda number: number % 2, most=20)
    await asyncio.gather(*map(commit.add, range(6)))
    assert ledger.batches == [[0, 1], [2, 3], [4, 5]]


async def test_a_bad_item_takes_no_other_with_it(ledger: Ledger) -> None:
    commit = GroupCommit("ledger", ledger.write, key=lambda number: number, most=20)
    results = await asyncio.gather(*map(commit.add, (1, -2, 3)), return_exceptions=True)
    assert isinstance(results[1], ValueError)
    assert (results[0], results[2]) == (10, 30)


async def test_whoever_gives_up_waiting_is_written_all_the_same(ledger: Ledger) -> None:
    commit = GroupCommit("ledger", ledger.write, key=lambda number: number, most=20)
    waiting = asyncio.create_task(commit.add(1))
    await asyncio.sleep(0)
    waiting.cancel()
    await commit.close()
    assert ledger.batches == [[1]]
