"""A point on the map that says how exactly it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

Precision = Literal["street", "station", "postcode", "district"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is.

    name: as people say it ("2300", "Lergravsparken", "Amager Vest"). lat, lon: degrees, WGS 84.
    precision: what the point stands for; a postcode's centre is 1-1.4 km off on average, a street about nothing.
    """

    name: str
    lat: float
    lon: float
    precision: Precision

    def to_json(self) -> dict[str, Any]:
        """A mapping of plain values that `from_json` turns back into an equal Place."""
        return {"name": self.name, "lat": self.lat, "lon": self.lon, "precision": self.precision}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Place:
        """The Place that `to_json` described. Raises KeyError when a field is missing."""
        return cls(str(data["name"]), float(data["lat"]), float(data["lon"]), cast("Precision", str(data["precision"])))
