"""The files a municipality owns and edits: found, read and handed on as plain data."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent


@dataclass(frozen=True)
class ConfigFiles:
    """Reads `roles.toml`, `places.csv` and the like from the municipality's folder, or from the shipped ones.

    directory: a folder whose files stand in for the shipped files of the same name; None reads the shipped files only.
    """

    directory: Path | None = field(default=None)

    def path(self, name: str) -> Path:
        """The file that counts for `name`, a path relative to config/. Raises FileNotFoundError if neither exists."""
        for folder in (self.directory, SHIPPED):
            if folder is not None and (folder / name).is_file():
                return folder / name
        raise FileNotFoundError(f"config file {name} is in neither {self.directory} nor {SHIPPED}")

    def toml(self, name: str) -> Mapping[str, Any]:
        """A TOML file as a mapping. Raises tomllib.TOMLDecodeError with the line when it does not parse."""
        with self.path(name).open("rb") as file:
            return tomllib.load(file)

    def rows(self, name: str) -> list[dict[str, str]]:
        """A CSV file with a header as one mapping a row, cells stripped; a line that starts with # is a comment."""
        with self.path(name).open(encoding="utf-8-sig", newline="") as file:
            lines = (line for line in file if line.strip() and not line.startswith("#"))
            return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(lines)]
