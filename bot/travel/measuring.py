"""From servers, places and units to a table: asked in blocks, kept as they come, one map from beginning to end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import ceil
from pathlib import Path

from bot.travel.partial import Block, Partial, partial
from bot.travel.routers import About, NoWayError, Router, RouterError, Seconds, TooMuchError
from matching.travel_table import LONGEST, Stop, Table

Told = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be measured. routers: who is asked by mode, in the order of the table; beside: minutes a server does
    not count, by mode, such as parking a car (rules.toml)."""

    places: tuple[Stop, ...]
    units: tuple[Stop, ...]
    routers: Mapping[str, Router]
    beside: Mapping[str, int]

    @property
    def journeys(self) -> int:
        """How many there are in all."""
        return len(self.places) * len(self.units) * len(self.routers)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One request to be: a mode, and which rows and columns of the table."""

    mode: str
    rows: range
    columns: range

    @property
    def name(self) -> str:
        return f"{self.mode} {self.rows.start}+{len(self.rows)} {self.columns.start}+{len(self.columns)}"


async def measure(
    order: Order, half: Path, today: date, told: Told, begun: Callable[[Partial], None], anew: bool
) -> Table:
    """The whole table. half: where what is known so far is kept; it is removed by whoever has written the table.

    told: hears how many journeys are done; begun: what was there already. Raises RouterError, also
    when a server changed its map meanwhile.
    """
    if not order.places or not order.units:
        raise RouterError("There is nothing to measure: no places, or no units.")
    abouts = await _abouts(order)
    with partial(half, _digest(order, abouts), anew=anew) as known:
        begun(known)
        for mode, router in order.routers.items():
            missing = [piece for piece in _pieces(order, mode, router) if piece.name not in known.blocks]
            await _fill(order, router, missing, known, told)
        if await _abouts(order) != abouts:
            raise RouterError("A server changed its map while it was asked. Run this again: it begins anew.")
        table = Table(
            source=_source(order, abouts),
            made=today,
            map_day=min((about.map_day for about in abouts.values() if about.map_day), default=None),
            places=order.places,
            units=order.units,
            minutes={mode: _whole(order, mode, router, known) for mode, router in order.routers.items()},
        )
    for mode, lines in table.minutes.items():
        if all(minutes is None for line in lines for minutes in line):
            where = order.routers[mode].address
            raise RouterError(
                f"{where} knows no way by {mode} from any place to any unit: does its map hold this city?"
            )
    return table


async def _abouts(order: Order) -> dict[str, About]:
    return {mode: await router.about(order.units[0]) for mode, router in order.routers.items()}


def _digest(order: Order, abouts: Mapping[str, About]) -> str:
    """Of all that decides what the numbers mean: the ends, who is asked, over which map, and what is added."""
    plain = {
        "places": [[stop.name, stop.at] for stop in order.places],
        "units": [[stop.name, stop.at] for stop in order.units],
        "asked": [
            [mode, router.address, router.rows, router.columns, abouts[mode].name, abouts[mode].edition]
            for mode, router in order.routers.items()
        ],
        "beside": sorted(order.beside.items()),
    }
    return sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _pieces(order: Order, mode: str, router: Router) -> Iterator[_Piece]:
    for row in range(0, len(order.places), router.rows):
        for column in range(0, len(order.units), router.columns):
            rows = range(row, min(row + router.rows, len(order.places)))
            yield _Piece(mode, rows, range(column, min(column + router.columns, len(order.units))))


async def _fill(order: Order, router: Router, pieces: Sequence[_Piece], known: Partial, told: Told) -> None:
    """Asks for what is missing, a few requests at once; the first failure ends the others."""
    waiting = iter(pieces)
    done = sum(len(row) for block in known.blocks.values() for row in block)

    async def one_after_another() -> None:
        nonlocal done
        for piece in waiting:
            starts = order.places[piece.rows.start : piece.rows.stop]
            ends = order.units[piece.columns.start : piece.columns.stop]
            seconds = await _asked(router, piece.mode, starts, ends)
            known.keep(piece.name, _minutes(seconds, order.beside.get(piece.mode, 0)))
            done += len(starts) * len(ends)
            told(done)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(router.at_once):
                group.create_task(one_after_another())
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from errors


async def _asked(router: Router, mode: str, starts: Sequence[Stop], ends: Sequence[Stop]) -> Seconds:
    """A block, halved as often as the server wants it smaller; what it refuses one by one has no way."""
    try:
        return await router.seconds(mode, starts, ends)
    except TooMuchError:
        if len(starts) == len(ends) == 1:
            raise
    except NoWayError:
        if len(starts) == len(ends) == 1:
            return [[None]]
    if len(starts) >= len(ends):
        half = len(starts) // 2
        return [*await _asked(router, mode, starts[:half], ends), *await _asked(router, mode, starts[half:], ends)]
    half = len(ends) // 2
    left, right = await _asked(router, mode, starts, ends[:half]), await _asked(router, mode, starts, ends[half:])
    return [[*one, *other] for one, other in zip(left, right, strict=True)]


def _minutes(seconds: Seconds, beside: int) -> Block:
    """Whole minutes, rounded up, as the estimate is; what takes longer than a day is no way to work."""
    return [
        [None if one is None or one > (LONGEST - beside) * 60 else ceil(one / 60) + beside for one in row]
        for row in seconds
    ]


def _whole(order: Order, mode: str, router: Router, known: Partial) -> tuple[tuple[int | None, ...], ...]:
    lines: list[list[int | None]] = [[None] * len(order.units) for _ in order.places]
    for piece in _pieces(order, mode, router):
        for row, line in zip(piece.rows, known.blocks[piece.name], strict=True):
            lines[row][piece.columns.start : piece.columns.stop] = line
    return tuple(map(tuple, lines))


def _source(order: Order, abouts: Mapping[str, About]) -> str:
    """Who measured what: "Valhalla 3.9.1 at 127.0.0.1:8002 (bike, car)"."""
    said: dict[str, list[str]] = {}
    for mode, router in order.routers.items():
        more = f" + {order.beside[mode]} min." if order.beside.get(mode) else ""
        said.setdefault(f"{abouts[mode].name} at {router.address}", []).append(mode + more)
    return "; ".join(f"{who} ({', '.join(modes)})" for who, modes in said.items())
