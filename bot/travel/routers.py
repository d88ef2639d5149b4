"""What a router is to us: a server that knows roads or timetables and says how long journeys take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from matching.travel_table import Stop

# Metres. What lies farther from the nearest road of a server's map lies outside that map.
OFF_THE_MAP = 1000

Seconds = list[list[float | None]]


class RouterError(Exception):
    """Why a server's minutes cannot be had, in a sentence for whoever runs the command."""


class TooMuchError(RouterError):
    """The server takes fewer journeys at once."""


class NoWayError(RouterError):
    """The server refuses all journeys of a request because it knows no way for one of them."""


@dataclass(frozen=True, slots=True)
class About:
    """What a server says of itself: its name, the day of its map if it tells, and what changes with every new map."""

    name: str
    map_day: date | None
    edition: str


class Router(Protocol):
    """One server. modes: what it can be asked for; rows, columns: journeys of one request; at_once: requests."""

    address: str
    modes: tuple[str, ...]
    rows: int
    columns: int
    at_once: int

    async def about(self, somewhere: Stop) -> About:
        """What it says of itself; `somewhere` is a stop it may be asked about. Raises RouterError."""

    async def seconds(self, mode: str, starts: Sequence[Stop], ends: Sequence[Stop]) -> Seconds:
        """Seconds from each start (rows) to each end (columns); None: no way, or off the map.

        Raises TooMuchError or NoWayError where a smaller request may be answered, RouterError where none will.
        """


def place(stop: Stop) -> tuple[float, float]:
    """Latitude and longitude of a stop. Raises RouterError if nobody said where it lies."""
    if stop.at is None:
        raise RouterError(f"Nobody said where {stop.name} lies.")
    return stop.at
