"""A table of travel in sentences, for whoever builds it or puts it into use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.travel.in_use import Coverage
from matching.travel_table import MODES, Stop, Table

NAMED = 10  # Stops listed by name before the rest is a number.
OLD = timedelta(days=365)


def about(table: Table, known: Coverage, names: Mapping[Stop, str], today: date) -> list[str]:
    """What it is, how much it covers, and what is estimated because it does not. names: of the units."""
    lines = [f"Table {table.version}, from {table.source}."]
    if table.map_day:
        old = today - table.map_day > OLD
        lines.append(f"Map of {table.map_day}{': more than a year old, measure again' if old else ''}.")
    lines.append(f"{len(table.places)} places, {len(table.units)} units.")
    lines += [f"{mode}: {_share(found, known.of)}" for mode, found in known.found.items()]
    lines += [f"{mode}: not in the table; estimated." for mode in MODES if mode not in known.found]
    for what, stops in (
        ("Units not in the table, so estimated", known.new),
        ("Units that moved since, so estimated", known.moved),
        ("Units not reached from anywhere, so estimated", known.unreached),
        ("Places not in the table, so estimated", known.places),
    ):
        if stops:
            lines.append(f"{what}: {_listed(stops, names)}.")
    return lines


def _share(found: int, of: int) -> str:
    if not of:
        return "no journeys to cover."
    if found == of:
        return f"all {of:,} journeys."
    return f"{found:,} of {of:,} journeys ({100 * found // of} %); the rest are estimated."


def _listed(stops: Sequence[Stop], names: Mapping[Stop, str]) -> str:
    more = f" and {len(stops) - NAMED} more" if len(stops) > NAMED else ""
    return ", ".join(names.get(stop, stop.name) for stop in stops[:NAMED]) + more
