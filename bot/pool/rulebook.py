"""The rules and distances in force, read once and again only when their files change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.house import House
from config.files import ConfigFiles
from matching.geography import TABLE, Travel
from matching.rules import Rules, source_of

State = tuple[Path, int, int]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What a ranking is made by. source: the rules and roles in bytes, kept with every ranking to repeat it by."""

    rules: Rules
    source: bytes
    travel: Travel


def rulebook(house: House) -> Rulebook:
    """The rules this employer ranks by now. Raises ValueError naming the row of rules.toml that cannot stand."""
    files = house.files
    return _read(
        files,
        *(_state(files.path(name)) for name in ("rules.toml", "roles.toml", "districts.csv")),
        _table_state(files),
    )


def posts_beside(house: House) -> Mapping[str, str]:
    """By profession, the first post of the table that its people may take if they say yes, whatever the employment."""
    found: dict[str, str] = {}
    for row in rulebook(house).rules.substitutions:
        if row.says_yes and not row.employment:
            for role in sorted(row.candidates):
                found.setdefault(role, row.vacancy)
    return found


def _state(path: Path) -> State:
    found = path.stat()
    return path, found.st_mtime_ns, found.st_size


def _table_state(files: ConfigFiles) -> State | None:
    """Of the table of travel, which most lines begin without."""
    try:
        return _state(files.path(TABLE))
    except FileNotFoundError:
        return None


@lru_cache(maxsize=8)
def _read(files: ConfigFiles, *_states: State | None) -> Rulebook:
    source = source_of(files)
    return Rulebook(Rules.from_source(source), source, Travel.load(files))
