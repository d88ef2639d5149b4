"""An OSRM server: one map for one way to travel, asked for tables (project-osrm.org, the table service of API v1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.travel.routers import OFF_THE_MAP, About, NoWayError, RouterError, Seconds, TooMuchError, place
from bot.travel.wire import Wire
from matching.travel_table import Stop

# The server is made for one way to travel; what stands in the address changes nothing, and reads well in its log.
PROFILES = {"bike": "bike", "car": "car"}


class Osrm:
    """OSRM at an address, serving `mode`: only whoever built its map knows for which way to travel that was."""

    # `osrm-routed` takes a hundred places in a table unless it was told --max-table-size.
    rows, columns, at_once = 50, 50, 2

    def __init__(self, wire: Wire, mode: str) -> None:
        if mode not in PROFILES:
            raise RouterError(f"OSRM knows no timetables: it cannot serve {mode}.")
        self._wire = wire
        self.address = wire.shown
        self.modes: tuple[str, ...] = (mode,)

    async def about(self, somewhere: Stop) -> About:
        """The server tells no version; the map's day if it was extracted with --data_version and that is one."""
        plain = await self._ask("nearest", self.modes[0], _coordinates([somewhere]), "")
        edition = str(plain.get("data_version", ""))
        try:
            map_day = date.fromisoformat(edition[:10])
        except ValueError:
            map_day = None
        return About("OSRM", map_day, edition)

    async def seconds(self, mode: str, starts: Sequence[Stop], ends: Sequence[Stop]) -> Seconds:
        """One table; starts and ends that were moved too far to the nearest road are off the map."""
        sources = ";".join(str(at) for at in range(len(starts)))
        targets = ";".join(str(at) for at in range(len(starts), len(starts) + len(ends)))
        query = f"?sources={sources}&destinations={targets}&generate_hints=false"
        plain = await self._ask("table", mode, _coordinates([*starts, *ends]), query)
        try:
            away, afar = ([_moved(stop) for stop in plain[side]] for side in ("sources", "destinations"))
            rows: Seconds = plain["durations"]
            return [
                [None if start or end else row[at] for at, end in enumerate(afar)]
                for start, row in zip(away, rows, strict=True)
            ]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise RouterError(f"{self.address} answers with a table that is none ({error!r}).") from error

    async def _ask(self, service: str, mode: str, coordinates: str, query: str) -> dict[str, Any]:
        _, plain = await self._wire.ask(f"/{service}/v1/{PROFILES[mode]}/{coordinates}{query}")
        code = plain.get("code") if isinstance(plain, dict) else None
        words = f"{self.address} answers {code}: {plain.get('message', '')}" if code else f"{self.address} is no OSRM."
        match code:
            case "Ok":
                return dict(plain)
            case "TooBig":
                raise TooMuchError(words)
            case "NoTable" | "NoSegment":
                raise NoWayError(words)
        raise RouterError(words)


def _coordinates(stops: Sequence[Stop]) -> str:
    return ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in map(place, stops))


def _moved(waypoint: dict[str, Any] | None) -> bool:
    return waypoint is None or float(waypoint.get("distance", 0)) > OFF_THE_MAP
