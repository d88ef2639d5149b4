"""Where an imported unit lies: by its coordinates, else in the middle of its postcode, else of its district."""

from __future__ import annotations

from typing import Any

from bot.intake.cells import fold
from config.files import ConfigFiles


class Locator:
    """Knows the municipality's districts and postcodes, and the municipalities around it."""

    def __init__(self, files: ConfigFiles) -> None:
        self.districts = {
            row["district"]: (float(row["lat"]), float(row["lon"])) for row in files.rows("districts.csv")
        }
        self.postcodes = files.rows("postcodes.csv")
        neighbours = {row["municipality"] for row in self.postcodes if not row["districts"]}
        self.official = {fold(name): name for name in (*self.districts, *sorted(neighbours))}

    def place(self, row: dict[str, Any]) -> list[str]:
        """Fills in a unit's district, latitude, longitude and precision; returns what keeps it from being placed."""
        area = self._area(row["postcode"])
        if row["postcode"] and area is None:
            return [f"{row['postcode']} is not a postcode of postcodes.csv"]
        if not row["district"] and area is not None:
            options = [name for name in area["districts"].split(";") if name]
            if len(options) > 1:
                return [f"{row['postcode']} spans {' and '.join(options)}: name the district"]
            row["district"] = options[0] if options else area["municipality"]
        if not row["district"]:
            return ["neither a district nor a postcode: nobody can say how far it is"]
        official = self.official.get(fold(row["district"]))
        if official is None:
            return [f"“{row['district']}” is neither a district ({', '.join(self.districts)}) nor a neighbour"]
        row["district"] = official
        if row["latitude"] is not None and row["longitude"] is not None:
            row["precision"] = "street"
        elif area is not None:
            row |= {"latitude": float(area["lat"]), "longitude": float(area["lon"]), "precision": "postcode"}
        elif row["district"] in self.districts:
            latitude, longitude = self.districts[row["district"]]
            row |= {"latitude": latitude, "longitude": longitude, "precision": "district"}
        else:
            return [f"{row['district']} lies outside the city: give its coordinates or its postcode"]
        return []

    def _area(self, postcode: str) -> dict[str, str] | None:
        if not postcode.isdecimal():
            return None
        return next((row for row in self.postcodes if int(row["first"]) <= int(postcode) <= int(row["last"])), None)
