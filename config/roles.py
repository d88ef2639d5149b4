"""The professions the line knows: everything about one stands in one table of roles.toml, and everybody reads it here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from config.files import ConfigFiles

FILE = "roles.toml"


class RolesError(ValueError):
    """roles.toml cannot be used; its message names every fault, one a line."""


@dataclass(frozen=True, slots=True)
class Role:
    """One profession; see the head of roles.toml for what each key means.

    authorisation: the level of the Danish authorisation its posts take by law; 0 is none.
    becomes: the role a student is in training for; None for everybody else.
    """

    code: str
    title: str
    title_en: str
    short: str
    words: tuple[str, ...]
    authorisation: int = 0
    becomes: str | None = None
    untrained: bool = False


@dataclass(frozen=True, slots=True)
class DoubtfulTitle:
    """A title that is asked about: why, and what it may mean.

    settles: what it means when the question is about the profession. title: what it means where it stands as a title and
    not as the verb that is written the same.
    """

    why: str
    options: tuple[str, ...]
    words: tuple[str, ...]
    settles: str | None = None
    title: str | None = None


class Roles(Mapping[str, Role]):
    """Every role by its code, in the order of the file."""

    def __init__(self, roles: Mapping[str, Role], doubts: tuple[DoubtfulTitle, ...]) -> None:
        self._roles = dict(roles)
        self.doubts = doubts
        self.options = {title.why: title.options for title in doubts}
        self.levels = {role.code: role.authorisation for role in roles.values() if role.authorisation}
        self.student_of = {role.becomes: role.code for role in roles.values() if role.becomes}
        self.students = frozenset(self.student_of.values())
        self.untrained = next(role.code for role in roles.values() if role.untrained)
        settled = {title.settles for title in doubts if title.settles}
        self._mixed_up = settled | {student for role, student in self.student_of.items() if role in settled}

    def in_training(self, code: str) -> str | None:
        """Who is in training for this role, or this role if it is a student's; None if there is no such training."""
        return code if code in self.students else self.student_of.get(code)

    def mixed_up(self, code: object) -> bool:
        """True if people call this role by the half of its title that others share, as in "assistent"."""
        return code in self._mixed_up

    def __getitem__(self, code: str) -> Role:
        return self._roles[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._roles)

    def __len__(self) -> int:
        return len(self._roles)


def read_roles(files: ConfigFiles) -> Roles:
    """The roles of the roles.toml that counts, read once and again only when it changes. Raises RolesError."""
    path = files.path(FILE)
    found = path.stat()
    return _read(path, found.st_mtime_ns, found.st_size)


def use(files: ConfigFiles) -> None:
    """Makes these files' roles the ones in force. Called where a process learns whose line it serves; raises RolesError.

    A process serves one municipality, so whoever only names a role need not be handed the files.
    """
    global _in_force  # noqa: PLW0603 - one process, one municipality
    _in_force = read_roles(files)


def roles() -> Roles:
    """The roles in force: those of `use`, else the ones we ship."""
    return _in_force if _in_force is not None else read_roles(ConfigFiles())


def needs_authorisation(code: str) -> bool:
    """True if posts of this role by law take a Danish authorisation, so that the line must ask for it."""
    return code in roles().levels


_in_force: Roles | None = None


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> Roles:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    tables, doubts = data.get("role", {}), data.get("doubt", {})
    faults = [fault for code, table in tables.items() for fault in _faults(code, table, tables)]
    faults += [
        f"doubt.{why}: {code} is no role of this file"
        for why, table in doubts.items()
        for code in (*table["options"], *filter(None, [table.get("settles"), table.get("title")]))
        if code not in tables
    ]
    if [table.get("untrained") for table in tables.values()].count(True) != 1:
        faults.append("exactly one role must be untrained = true: people without training in care")
    if faults:
        raise RolesError(f"{path}:\n" + "\n".join(f"  - {fault}" for fault in faults))
    return Roles(
        {code: Role(code=code, **table | {"words": tuple(table["words"])}) for code, table in tables.items()},
        tuple(
            DoubtfulTitle(why, tuple(table["options"]), tuple(table["words"]), table.get("settles"), table.get("title"))
            for why, table in doubts.items()
        ),
    )


KINDS: Mapping[str, type] = {
    "title": str,
    "title_en": str,
    "short": str,
    "words": list,
    "authorisation": int,
    "becomes": str,
    "untrained": bool,
}
NEEDED = ("title", "title_en", "short", "words")


def _faults(code: str, table: Mapping[str, Any], tables: Mapping[str, Any]) -> Iterator[str]:
    """What keeps one table from being a role."""
    for key in NEEDED:
        if not table.get(key):
            yield f"role.{code}: {key} is missing"
    for key, value in table.items():
        if key not in KINDS:
            yield f"role.{code}: {key} is no key of a role ({', '.join(KINDS)})"
        elif not isinstance(value, KINDS[key]):
            yield f"role.{code}: {key} is written as a {type(value).__name__}, it should be a {KINDS[key].__name__}"
    if table.get("becomes", code) not in tables:
        yield f"role.{code}: becomes names {table['becomes']}, which is no role of this file"
    if any(other != code and tables[other].get("short") == table.get("short") for other in tables):
        yield f"role.{code}: another role has the short title {table.get('short')} too"
