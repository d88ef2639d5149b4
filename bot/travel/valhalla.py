"""A Valhalla server: bike and car over one map, asked for matrices (valhalla.github.io, /sources_to_targets)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.travel.routers import OFF_THE_MAP, About, NoWayError, RouterError, Seconds, TooMuchError, place
from bot.travel.wire import KNOCKS, Wire
from matching.travel_table import Stop

COSTINGS = {"bike": "bicycle", "car": "auto"}
# Stops of one /locate; a server that was told nothing else takes 20 by car.
LOCATED = 20
TOO_MUCH = frozenset({150, 154, 157})  # More places, a longer way or more pairs than the server allows.
NO_WAY = frozenset({170, 171, 442})  # Regions without a road between them; no road near; no path.


class Valhalla:
    """Valhalla at an address."""

    # A server that was told nothing else takes 2,500 pairs.
    rows, columns, at_once = 50, 50, 2
    modes: tuple[str, ...] = tuple(COSTINGS)

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.address = wire.shown
        self._on_the_map: dict[tuple[str, Stop], bool] = {}

    async def about(self, somewhere: Stop) -> About:
        """Its version, and the day its tiles were made: their map is at most that young."""
        status, plain = await self._wire.ask("/status", attempts=KNOCKS)
        if status != 200 or not isinstance(plain, dict) or "version" not in plain:
            raise RouterError(f"{self.address} is no Valhalla, or does not serve /status.")
        made = plain.get("tileset_last_modified")
        day = datetime.fromtimestamp(made, UTC).date() if isinstance(made, int) else None
        return About(f"Valhalla {plain['version']}", day, f"{plain['version']} {made}")

    async def seconds(self, mode: str, starts: Sequence[Stop], ends: Sequence[Stop]) -> Seconds:
        """One matrix over those on the map: asked about one that is not, the server refuses all."""
        await self._locate(mode, [*starts, *ends])
        rows, columns = (
            [at for at, stop in enumerate(side) if self._on_the_map[mode, stop]] for side in (starts, ends)
        )
        found: Seconds = [[None] * len(ends) for _ in starts]
        if not rows or not columns:
            return found
        plain = await self._ask(
            "/sources_to_targets",
            {
                "sources": [_location(starts[at]) for at in rows],
                "targets": [_location(ends[at]) for at in columns],
                "costing": COSTINGS[mode],
                "verbose": False,
            },
        )
        try:
            matrix = _durations(plain["sources_to_targets"])
            for row, line in zip(rows, matrix, strict=True):
                for column, seconds in zip(columns, line, strict=True):
                    found[row][column] = seconds
        except (KeyError, TypeError, ValueError) as error:
            raise RouterError(f"{self.address} answers with a matrix that is none ({error!r}).") from error
        return found

    async def _locate(self, mode: str, stops: Sequence[Stop]) -> None:
        """Learns which stops lie on the map, each asked about once."""
        new = [stop for stop in dict.fromkeys(stops) if (mode, stop) not in self._on_the_map]
        for first in range(0, len(new), LOCATED):
            some = new[first : first + LOCATED]
            asked = {"locations": [_location(stop) for stop in some], "costing": COSTINGS[mode], "verbose": False}
            found = await self._ask("/locate", asked)
            if not isinstance(found, list) or len(found) != len(some):
                raise RouterError(f"{self.address} does not say which places lie on its map (/locate).")
            self._on_the_map |= {(mode, stop): bool(one.get("edges")) for stop, one in zip(some, found, strict=True)}

    async def _ask(self, action: str, body: dict[str, Any]) -> Any:
        status, plain = await self._wire.ask(action, body)
        if status == 200:
            return plain
        code, words = (plain.get("error_code"), plain.get("error")) if isinstance(plain, dict) else (None, None)
        said = f"{self.address} answers {status} to {action}: {words or 'without a reason'} ({code})."
        if code in TOO_MUCH:
            raise TooMuchError(said)
        if code in NO_WAY:
            raise NoWayError(said)
        raise RouterError(said)


def _location(stop: Stop) -> dict[str, float]:
    lat, lon = place(stop)
    return {"lat": lat, "lon": lon, "search_cutoff": OFF_THE_MAP}


def _durations(matrix: Any) -> Seconds:
    """Servers before 3.5 give a mapping a pair, later ones only the numbers when asked for no more."""
    if isinstance(matrix, dict):
        rows: Seconds = matrix["durations"]
        return rows
    return [[pair["time"] for pair in row] for row in matrix]
