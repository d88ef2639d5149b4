"""An invented town on two banks: six streets by six, one bridge at the eastern end, one way back at the western.

Nobody lives there: it lies in a field in Jutland. North bank and south bank are four hundred metres apart, and five
kilometres north lies an island with one street and no way to it.
"""

from __future__ import annotations

from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Way

SOUTH, WEST = 55.7, 9.5
UP, RIGHT = 0.0018, 0.0032  # Degrees between two corners: some two hundred metres each.
SIDE, BANK = 6, 3  # Corners in a row; rows on the southern bank.
ISLAND = (55.76, 9.5)


def corner(column: int, row: int) -> tuple[float, float]:
    """Latitude and longitude of a corner; rows from south to north, the river after the third."""
    return round(SOUTH + (row + (1 if row >= BANK else 0)) * UP, 6), round(WEST + column * RIGHT, 6)


def draw(path: Path) -> None:
    """Writes the town as OpenStreetMap has towns, in PBF."""
    number = {(column, row): 100 + row * SIDE + column for column in range(SIDE) for row in range(SIDE)}
    ways = [([number[column, row] for column in range(SIDE)], {"name": f"{row}. tværgade"}) for row in range(SIDE)]
    for column in range(SIDE):
        for bank in (range(BANK), range(BANK, SIDE)):
            ways.append(([number[column, row] for row in bank], {"name": f"{column}. langgade"}))
    ways.append(([number[SIDE - 1, BANK - 1], number[SIDE - 1, BANK]], {"name": "Broen", "bridge": "yes"}))
    ways.append(([number[0, BANK], number[0, BANK - 1]], {"name": "Strømmen", "oneway": "yes"}))
    writer = osmium.SimpleWriter(str(path))
    for (column, row), node in sorted(number.items(), key=lambda pair: pair[1]):
        lat, lon = corner(column, row)
        writer.add_node(Node(id=node, version=1, location=(lon, lat)))
    for at in range(2):
        writer.add_node(Node(id=900 + at, version=1, location=(ISLAND[1] + at * RIGHT, ISLAND[0])))
    ways.append(([900, 901], {"name": "Øvejen"}))
    for at, (nodes, tags) in enumerate(ways):
        writer.add_way(Way(id=1000 + at, version=1, nodes=nodes, tags={"highway": "residential", **tags}))
    writer.close()
