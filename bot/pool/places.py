"""Where journeys are measured from: a wanted postcode or station, never home unless the candidate asked for that."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from config.files import ConfigFiles
from matching.place import Place, Precision

# Streets and stations are points. Quarters and districts are not: for them the centre of the district counts.
POINTS: dict[str, Precision] = {"station": "station", "street": "street"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place and the districts it lies in (empty outside the city)."""

    place: Place
    districts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The municipality's postcodes and places as points to measure from."""

    postcodes: tuple[tuple[int, int, float, float, frozenset[str]], ...]
    by_name: dict[str, Spot]
    spelling: re.Pattern[str]
    towns: tuple[tuple[int, int, str], ...]

    def postcode(self, code: str) -> Spot | None:
        """The centre of a postcode; None if the tables do not know it."""
        if not code.isdecimal():
            return None
        for first, last, lat, lon, districts in self.postcodes:
            if first <= int(code) <= last:
                return Spot(Place(code, lat, lon, "postcode"), districts)
        return None

    def named(self, words: str) -> Spot | None:
        """The one station or street these words name; None if they name none or several."""
        found = {self.by_name[match.group().lower()].place.name for match in self.spelling.finditer(words)}
        return self.by_name[found.pop().lower()] if len(found) == 1 else None


def gazetteer(files: ConfigFiles) -> Gazetteer:
    """The tables that count, read once and again only when a file changes."""
    return _read(files, *(_state(files.path(name)) for name in ("postcodes.csv", "places.csv")))


def town_of(files: ConfigFiles, postcode: str) -> str:
    """The town that stands after a postcode in an address, "København S"; empty if the municipality's file has none."""
    if not postcode.isdecimal():
        return ""
    return next((town for first, last, town in gazetteer(files).towns if first <= int(postcode) <= last), "")


def wanted_place(files: ConfigFiles, postcodes: Collection[str], words: str, areas: frozenset[str]) -> Place | None:
    """The point a candidate wants to work near, if they gave exactly one and no wider area beside it.

    postcodes: the wanted ones; words: the text that gave the areas ("ved Lergravsparken"); areas: the wanted districts.
    """
    known = gazetteer(files)
    spot = known.postcode(next(iter(postcodes))) if len(postcodes) == 1 else None
    if spot is None and not postcodes:
        spot = known.named(words)
    # "2300 eller Valby" is wider than 2300; and an older postcode says nothing about an area named since.
    return spot.place if spot is not None and areas <= spot.districts else None


def home_place(files: ConfigFiles, home_areas: Collection[str]) -> Place | None:
    """The point of the one place a candidate lives in; called only when the candidate asked for work near home."""
    if len(home_areas) != 1:
        return None
    home = next(iter(home_areas))
    spot = gazetteer(files).postcode(home)
    if spot is not None:
        return spot.place
    for row in files.rows("places.csv"):
        if row["place"] == home and row["lat"]:
            return Place(home, float(row["lat"]), float(row["lon"]), POINTS.get(row["kind"], "district"))
    return None


def _state(path: Path) -> tuple[Path, int, int]:
    found = path.stat()
    return path, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=8)
def _read(files: ConfigFiles, _postcodes: tuple[Path, int, int], _places: tuple[Path, int, int]) -> Gazetteer:
    postcodes = tuple(
        (int(row["first"]), int(row["last"]), float(row["lat"]), float(row["lon"]), _districts(row["districts"]))
        for row in files.rows("postcodes.csv")
    )
    towns = tuple((int(row["first"]), int(row["last"]), row.get("town", "")) for row in files.rows("postcodes.csv"))
    by_name: dict[str, Spot] = {}
    for row in files.rows("places.csv"):
        if row["kind"] in POINTS and row["lat"]:
            place = Place(row["place"], float(row["lat"]), float(row["lon"]), POINTS[row["kind"]])
            for name in (row["place"], *row["synonyms"].split(";")):
                if name.strip():
                    by_name[name.strip().lower()] = Spot(place, _districts(row["districts"]))
    longest_first = sorted(by_name, key=len, reverse=True)
    spelling = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)", re.IGNORECASE)
    return Gazetteer(postcodes, by_name, spelling, towns)


def _districts(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(";") if part.strip())
