"""The table in use: how much it covers of what there is now, and how another takes its place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.files import ConfigFiles
from matching.geography import TABLE
from matching.travel_table import Stop, Table


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a table knows of the journeys there are now. found, of: journeys by mode; the rest are estimated.

    new: units it never heard of; moved: units that lie elsewhere since; unreached: no way found from any place, by any
    mode. places: points to start from that it lacks.
    """

    found: Mapping[str, int]
    of: int
    new: tuple[Stop, ...]
    moved: tuple[Stop, ...]
    unreached: tuple[Stop, ...]
    places: tuple[Stop, ...]


def coverage(table: Table, places: Iterable[Stop], units: Iterable[Stop]) -> Coverage:
    """How much of every journey from these places to these units the table knows."""
    here, there = list(places), list(units)
    starts = {place.at or place.name: row for row, place in enumerate(table.places)}
    columns = {(unit.name, unit.at): column for column, unit in enumerate(table.units)}
    ids = {unit.name for unit in table.units}
    # A table by hand says no points; its names count wherever they lie.
    rows = {place: starts.get(place.at or place.name, starts.get(place.name)) for place in here}
    at = {unit: columns.get((unit.name, unit.at), columns.get((unit.name, None))) for unit in there}
    met = [row for row in rows.values() if row is not None]
    known = {unit: column for unit, column in at.items() if column is not None}
    by_unit = {
        mode: {unit: sum(lines[row][column] is not None for row in met) for unit, column in known.items()}
        for mode, lines in table.minutes.items()
    }
    return Coverage(
        found={mode: sum(counts.values()) for mode, counts in by_unit.items()},
        of=len(here) * len(there),
        new=tuple(unit for unit in there if unit not in known and unit.name not in ids),
        moved=tuple(unit for unit in there if unit not in known and unit.name in ids),
        unreached=tuple(unit for unit in known if not any(counts[unit] for counts in by_unit.values())),
        places=tuple(place for place, row in rows.items() if row is None),
    )


def read(path: Path) -> Table:
    """The table in a file. Raises ValueError with the reason when it is none, OSError when it cannot be read."""
    return Table.from_bytes(path.read_bytes())


def in_use(files: ConfigFiles) -> Table | None:
    """The table this municipality ranks by; None: every journey is estimated. Raises ValueError when it is damaged."""
    try:
        return read(files.path(TABLE))
    except FileNotFoundError:
        return None


def put(path: Path, table: Table | None) -> None:
    """Puts the table at `path`, in place of any that is there; None removes it. Whoever reads meanwhile reads the old
    one or the new, whole. Raises OSError."""
    if table is None:
        path.unlink(missing_ok=True)
        return
    beside = path.with_name(f"{path.name}.new")
    with beside.open("wb") as file:
        file.write(table.to_bytes())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def home(files: ConfigFiles) -> Path | None:
    """Where the table in use lies or would lie; None where the municipality has no folder of its own."""
    return None if files.directory is None else files.directory / TABLE
