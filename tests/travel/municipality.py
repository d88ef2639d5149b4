"""The invented town as a municipality: two banks, a postcode each, a station, and two units on the northern bank."""

from __future__ import annotations

from pathlib import Path

from tests.travel.town_map import corner

SOUTH, NORTH = corner(0, 1), corner(0, 4)
UNITS = {"Strandgården": corner(0, 3), "Bakkehuset": corner(5, 5)}


def settle(folder: Path) -> Path:
    """The municipality's own files, in a folder of their own."""
    folder.mkdir()
    rows = {
        "districts.csv": ["district,lat,lon", f"Sydbred,{_at(SOUTH)}", f"Nordbred,{_at(NORTH)}"],
        "postcodes.csv": [
            "first,last,lat,lon,districts,municipality,town",
            f"7998,7998,{_at(corner(2, 0))},Sydbred,Strømby,Strømby S",
            f"7999,7999,{_at(corner(2, 5))},Nordbred,Strømby,Strømby N",
        ],
        "places.csv": [
            "place,kind,districts,lat,lon,synonyms",
            f"Sydbred,district,Sydbred,{_at(SOUTH)},",
            f"Nordbred,district,Nordbred,{_at(NORTH)},",
            f"Strømby Station,station,Sydbred,{_at(corner(0, 2))},stationen",
        ],
    }
    for name, lines in rows.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def sheet_of_posts(path: Path) -> Path:
    """Two vacancies in the two units, as `jobline plan` takes them."""
    lines = ["stillingsnr;enhed;fag;timer;vagter;type;bydel;lat;lon"]
    for number, (unit, at) in enumerate(UNITS.items(), start=1):
        lines.append(f"v{number};{unit};ssa;32;dag;plejehjem;Nordbred;{at[0]};{at[1]}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]},{point[1]}"
