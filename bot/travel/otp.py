"""An OpenTripPlanner server: timetables and streets, asked for journeys in GraphQL (planConnection of its GTFS API)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.travel.routers import About, RouterError, Seconds, place
from bot.travel.wire import Wire
from matching.travel_table import Stop

# Left unsaid, all public transport counts, with a walk at both ends, and a walk alone where that is faster.
MODES = {
    "transit": "",
    "bike": ", modes: {directOnly: true, direct: [BICYCLE]}",
    "car": ", modes: {directOnly: true, direct: [CAR]}",
}
ABOUT = "{ serviceTimeRange { start end } }"
WINDOW = "PT2H"  # How much earlier than wanted one may arrive.


class Otp:
    """OpenTripPlanner 2.6 or later. arrive: when the shift begins, with its zone."""

    # It knows no matrices: a request is so many journeys to one unit, each under a name of its own.
    rows, columns, at_once = 20, 1, 4
    modes: tuple[str, ...] = tuple(MODES)

    def __init__(self, wire: Wire, arrive: datetime) -> None:
        self._wire = wire
        self.address = wire.shown
        self._arrive = arrive

    async def about(self, somewhere: Stop) -> About:
        """The days its timetables cover: raises RouterError if the wanted day is not among them."""
        plain = await self._ask(ABOUT)
        days = plain.get("serviceTimeRange") or {}
        begins, ends = days.get("start"), days.get("end")
        if isinstance(begins, int) and isinstance(ends, int) and not begins <= self._arrive.timestamp() <= ends:
            first, last = (datetime.fromtimestamp(moment, UTC).date() for moment in (begins, ends))
            raise RouterError(
                f"{self.address} has timetables from {first} to {last}, none for {self._arrive:%Y-%m-%d}: --arrive"
            )
        return About("OpenTripPlanner", None, f"{begins} {ends} {self._arrive.isoformat()}")

    async def seconds(self, mode: str, starts: Sequence[Stop], ends: Sequence[Stop]) -> Seconds:
        """The shortest journey of each pair that arrives in time, from door to door."""
        pairs = [(start, end) for start in starts for end in ends]
        asked = " ".join(f"p{number}: {self._plan(mode, *pair)}" for number, pair in enumerate(pairs))
        plain = await self._ask(f"{{ {asked} }}")
        found = [self._shortest(plain.get(f"p{number}")) for number in range(len(pairs))]
        return [found[at : at + len(ends)] for at in range(0, len(found), len(ends))]

    def _plan(self, mode: str, start: Stop, end: Stop) -> str:
        when = json.dumps(self._arrive.isoformat(timespec="seconds"))
        return (
            f"planConnection(origin: {_location(start)}, destination: {_location(end)}, first: 3, "
            f'dateTime: {{latestArrival: {when}}}, searchWindow: "{WINDOW}"{MODES[mode]}) '
            "{ edges { node { duration } } routingErrors { code } }"
        )

    def _shortest(self, plan: Any) -> float | None:
        if not isinstance(plan, dict):
            return None
        if any(fault.get("code") == "OUTSIDE_SERVICE_PERIOD" for fault in plan.get("routingErrors") or []):
            raise RouterError(f"{self.address} has no timetables for {self._arrive:%Y-%m-%d}: --arrive")
        return min((float(edge["node"]["duration"]) for edge in plan.get("edges") or []), default=None)

    async def _ask(self, query: str) -> dict[str, Any]:
        status, plain = await self._wire.ask("", {"query": query})
        data = plain.get("data") if isinstance(plain, dict) else None
        if status == 200 and isinstance(data, dict):
            return data
        faults = plain.get("errors") if isinstance(plain, dict) else None
        words = str(faults[0].get("message", ""))[:300] if isinstance(faults, list) and faults else "no data"
        raise RouterError(f"{self.address} answers {status}: {words}")


def endpoint(url: str) -> str:
    """Where the GraphQL API lies when only the server, or the server's /otp, was named."""
    address, mark, query = url.rstrip("/").partition("?")
    if not address.endswith(("/gtfs/v1", "/graphql")):
        address += "/gtfs/v1" if address.endswith("/otp") else "/otp/gtfs/v1"
    return address + mark + query


def _location(stop: Stop) -> str:
    lat, lon = place(stop)
    return f"{{location: {{coordinate: {{latitude: {lat:.6f}, longitude: {lon:.6f}}}}}}}"
