"""Minutes somebody measured, from places to units by mode: one table, replaced as a whole, that says what it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from matching.place import Place

MODES = ("bike", "transit", "car")
FORMAT = 1
LONGEST = 24 * 60  # Minutes. Nobody travels to work for a day; such a number is a slip or another unit.

# Degrees to four decimals, some ten metres: what was measured from here does not hold for what lies elsewhere.
Point = tuple[float, float]
Row = Mapping[tuple[str, Point | None], int]


@dataclass(frozen=True, slots=True)
class Stop:
    """An end of a journey. name: of a place as people say it, or the id of a unit; at: None if nobody said where."""

    name: str
    at: Point | None = None


@lru_cache(maxsize=65_536)
def point(lat: float, lon: float) -> Point:
    """Where something lies, as coarsely as a table tells places apart."""
    return round(lat, 4), round(lon, 4)


@dataclass(frozen=True)
class Table:
    """Minutes by mode, a row for each place and a column for each unit; None where no way was found.

    source: who measured, in words; made: on which day; map_day: of which day their map was; None: nobody said.
    A table with points holds for what lies there, whatever it is called: a unit that moved is not in it any more.
    A table without (a spreadsheet by hand) holds for names.
    """

    source: str
    made: date | None
    map_day: date | None
    places: tuple[Stop, ...]
    units: tuple[Stop, ...]
    minutes: Mapping[str, Sequence[Sequence[int | None]]]
    _rows: Mapping[tuple[str, str | Point], Row] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lays the table out for looking things up. Raises ValueError when it is no table of minutes."""
        rows: dict[tuple[str, str | Point], dict[tuple[str, Point | None], int]] = {}
        for mode, lines in self.minutes.items():
            if mode not in MODES:
                raise ValueError(f"“{mode}” is not a way to travel ({', '.join(MODES)})")
            if len(lines) != len(self.places) or any(len(line) != len(self.units) for line in lines):
                raise ValueError(f"the minutes by {mode} are not {len(self.places)} x {len(self.units)}")
            for place, line in zip(self.places, lines, strict=True):
                row = rows.setdefault((mode, place.at or place.name), {})
                for unit, minutes in zip(self.units, line, strict=True):
                    if minutes is None:
                        continue
                    if type(minutes) is not int or not 0 <= minutes <= LONGEST:
                        raise ValueError(f"{minutes!r} from {place.name} to {unit.name} are not minutes")
                    row[unit.name, unit.at] = minutes
        object.__setattr__(self, "_rows", rows)

    @property
    def version(self) -> str:
        """The day it was made and the beginning of its digest: two tables never share it."""
        return "-".join([*([self.made.isoformat()] if self.made else []), self._digest[:12]])

    @property
    def _digest(self) -> str:
        return sha256(_canonical(self.to_json())).hexdigest()

    def row(self, origin: Place, mode: str) -> Row:
        """What was measured from a place, by unit and where it lies; empty if nothing was."""
        return self._rows.get((mode, point(origin.lat, origin.lon))) or self._rows.get((mode, origin.name)) or {}

    def find(self, origin: Place, unit_id: str, lies: Place, mode: str) -> int | None:
        """Minutes from a place to a unit that lies there now; None if nobody measured that."""
        row = self.row(origin, mode)
        found = row.get((unit_id, point(lies.lat, lies.lon)))
        return row.get((unit_id, None)) if found is None else found

    def to_bytes(self) -> bytes:
        """JSON, one place a line, that `from_bytes` turns back into an equal table."""
        head = {"version": self.version, **{name: part for name, part in self.to_json().items() if name != "minutes"}}
        lines = [
            f'  "{mode}": [\n' + ",\n".join(f"   {json.dumps(line)}" for line in rows) + "\n  ]"
            for mode, rows in self.minutes.items()
        ]
        parts = [f' "{name}": {json.dumps(part, ensure_ascii=False)}' for name, part in head.items()]
        return ("{\n" + ",\n".join([*parts, ' "minutes": {\n' + ",\n".join(lines) + "\n }"]) + "\n}\n").encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Table:
        """The table these bytes are. Raises ValueError when they are none, or were changed since they were written."""
        try:
            plain = json.loads(data)
            table, written = cls.from_json(plain), plain["version"]
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"it lacks what a table of minutes has ({error})") from error
        if written != table.version:
            raise ValueError(f"it was changed after it was made: it says {written} and is {table.version}")
        return table

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Table:
        """The table that `to_json` described. Raises ValueError, KeyError or TypeError when it did not."""
        if plain["format"] != FORMAT:
            raise ValueError(f"it has format {plain['format']!r}, and {FORMAT} is read here")
        return cls(
            source=str(plain["source"]),
            made=date.fromisoformat(plain["made"]) if plain["made"] else None,
            map_day=date.fromisoformat(plain["map_day"]) if plain["map_day"] else None,
            places=tuple(_stop(row) for row in plain["places"]),
            units=tuple(_stop(row) for row in plain["units"]),
            minutes={mode: tuple(map(tuple, lines)) for mode, lines in plain["minutes"].items()},
        )

    @classmethod
    def of_names(cls, minutes: Mapping[tuple[str, str, str], int], source: str) -> Table:
        """A table by hand: (place, unit id, mode) to minutes, where names alone say what lies where."""
        places = sorted({place for place, _, _ in minutes})
        units = sorted({unit for _, unit, _ in minutes})
        return cls(
            source,
            None,
            None,
            tuple(map(Stop, places)),
            tuple(map(Stop, units)),
            {
                mode: tuple(tuple(minutes.get((place, unit, mode)) for unit in units) for place in places)
                for mode in MODES
                if any(key[2] == mode for key in minutes)
            },
        )

    def journeys(self) -> Iterator[tuple[str, Stop, Stop, int | None]]:
        """Every journey of the table: mode, place, unit and minutes."""
        for mode, lines in self.minutes.items():
            for place, line in zip(self.places, lines, strict=True):
                for unit, minutes in zip(self.units, line, strict=True):
                    yield mode, place, unit, minutes

    def part(self, starts: Iterable[tuple[Place, str]], ends: Iterable[tuple[str, Place]]) -> Table:
        """What of the table journeys from these places by these modes to these units use, as a table of its own."""
        starts = list(starts)
        modes = {mode for _, mode in starts}
        used = {key for place, _ in starts for key in (place.name, point(place.lat, place.lon))}
        reached = {key for unit, lies in ends for key in ((unit, None), (unit, point(lies.lat, lies.lon)))}
        rows = [at for at, place in enumerate(self.places) if (place.at or place.name) in used]
        columns = [at for at, unit in enumerate(self.units) if (unit.name, unit.at) in reached]
        return Table(
            self.source,
            self.made,
            self.map_day,
            tuple(self.places[at] for at in rows),
            tuple(self.units[at] for at in columns),
            {
                mode: tuple(tuple(lines[row][column] for column in columns) for row in rows)
                for mode, lines in self.minutes.items()
                if mode in modes
            },
        )

    def to_json(self) -> dict[str, Any]:
        """A mapping of plain values that `from_json` turns back into an equal table."""
        return {
            "format": FORMAT,
            "source": self.source,
            "made": self.made.isoformat() if self.made else None,
            "map_day": self.map_day.isoformat() if self.map_day else None,
            "places": [[stop.name, *(stop.at or ())] for stop in self.places],
            "units": [[stop.name, *(stop.at or ())] for stop in self.units],
            "minutes": {mode: [list(line) for line in lines] for mode, lines in self.minutes.items()},
        }


def _stop(row: Sequence[Any]) -> Stop:
    name, *lies = row
    if len(lies) not in {0, 2}:
        raise ValueError(f"{name} lies nowhere: {lies}")
    return Stop(str(name), (float(lies[0]), float(lies[1])) if lies else None)


def _canonical(plain: Any) -> bytes:
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
