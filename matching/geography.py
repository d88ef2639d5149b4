"""How far it is: minutes by mode from where a candidate wants to start to a unit, from a table or an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, atanh, cos, isqrt, radians, sin, tan

from config.files import ConfigFiles
from matching.candidate import Candidate
from matching.place import Place, Precision
from matching.rules import Rules
from matching.travel_table import Table
from matching.vacancy import Vacancy

TABLE = "travel.json"  # In the municipality's folder; put there by `jobline travel use`.

EARTH_METRES = 6_371_000
# The middle of Denmark. Within 4.2 degrees of it a kilometre is off by less than a metre, in Copenhagen by 12 cm.
MERIDIAN = 11.0


@dataclass(frozen=True, slots=True)
class Trip:
    """A journey one way. minutes by `mode`; metres as the crow flies; origin and precision tell where it was measured
    from; estimated is False when the minutes come from a travel table."""

    minutes: int
    metres: int
    mode: str
    origin: str
    precision: Precision
    estimated: bool


@dataclass(frozen=True, slots=True)
class Travel:
    """What is known about distances: the districts' centres, and a table somebody measured, if there is one.

    version, source: of the table, else of the estimate. Journeys that are not in the table are estimated.
    """

    version: str
    source: str
    districts: Mapping[str, Place]
    table: Table | None = None

    @classmethod
    def load(cls, files: ConfigFiles) -> Travel:
        """The centres of districts.csv (district, lat, lon in degrees) and travel.json, where one is in use.

        Without one every journey is an estimate. Raises ValueError when the table cannot be used.
        """
        rows = files.rows("districts.csv")
        centres = {
            row["district"]: Place(row["district"], float(row["lat"]), float(row["lon"]), "district") for row in rows
        }
        estimate = cls("estimate", "1.3 x great circle", centres)
        try:
            return estimate.measured(Table.from_bytes(files.path(TABLE).read_bytes()))
        except FileNotFoundError:
            return estimate
        except ValueError as error:
            raise ValueError(f"{TABLE} is not a table of travel: {error}") from error

    def measured(self, table: Table) -> Travel:
        """The same city with a table laid over the estimate."""
        return Travel(table.version, table.source, self.districts, table)

    def origins(self, candidate: Candidate) -> tuple[Place, ...]:
        """Where the candidate's travel is measured from; of several, the nearest to the unit counts. Empty: unknown."""
        if candidate.from_place is not None:
            return (candidate.from_place,)
        return tuple(self.districts[name] for name in sorted(candidate.areas) if name in self.districts)

    def outside(self, district: str) -> bool:
        """Whether a vacancy's district lies in another municipality."""
        return district not in self.districts

    def trip(self, candidate: Candidate, vacancy: Vacancy, rules: Rules) -> Trip | None:
        """The shortest journey to the unit, or None when nobody said where to measure from."""
        trips = [self.leg(origin, vacancy, candidate.mode, rules) for origin in self.origins(candidate)]
        return min(trips, key=lambda trip: (trip.minutes, trip.metres, trip.origin), default=None)

    def leg(self, origin: Place, vacancy: Vacancy, mode: str, rules: Rules) -> Trip:
        """One journey from a place to a unit."""
        metres = metres_between(origin, vacancy.place)
        known = None if self.table is None else self.table.find(origin, vacancy.unit_id, vacancy.place, mode)
        minutes = estimate_minutes(metres, mode, rules) if known is None else known
        return Trip(minutes, metres, mode, origin.name, origin.precision, known is None)


def estimate_minutes(metres: int, mode: str, rules: Rules) -> int:
    """Whole minutes, rounded up, for metres as the crow flies: detour over speed plus the ends (rules.toml)."""
    speed = rules.travel.speeds[mode]
    return -(-metres * rules.travel.detour_percent // (100 * speed.metres_per_minute)) + speed.extra_minutes


def metres_between(one: Place, other: Place) -> int:
    """Great-circle metres between two places in Denmark, to a thousandth."""
    (x, y), (u, v) = metric(one.lat, one.lon), metric(other.lat, other.lon)
    return isqrt((x - u) ** 2 + (y - v) ** 2)


@lru_cache(maxsize=65_536)
def metric(lat: float, lon: float) -> tuple[int, int]:
    """Degrees to whole metres east and north of a fixed point: spherical transverse Mercator.

    Whole metres make every distance the same integer however it is computed, one by one or in columns, and on this
    plane a kilometre east weighs as much as a kilometre north.
    """
    phi, away = radians(lat), radians(lon - MERIDIAN)
    return (
        round(EARTH_METRES * atanh(cos(phi) * sin(away))),
        round(EARTH_METRES * atan2(tan(phi), cos(away))),
    )
