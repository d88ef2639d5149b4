"""Units and vacancies from a table: every row checked, every fault named with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.intake.columns import Column, present, unit_columns, vacancy_columns
from bot.intake.locating import Locator
from bot.intake.sheet import Line, Sheet, SheetError
from bot.pool.criteria import forbidden_words
from config.files import ConfigFiles

# Makes the rest of a row out of its cells, and says what is wrong with them together. The second argument names the
# columns that could not be read: they have been complained of, and nothing is complained of on their account.
Finish = Callable[[dict[str, Any], frozenset[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one row cannot be taken in, in words its author understands."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file} line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A table gone through. rows: the good ones as columns of the database; given: the columns the table had."""

    rows: tuple[dict[str, Any], ...]
    faults: tuple[Fault, ...]
    given: frozenset[str]
    ignored: tuple[str, ...] = ()


def kind_of(sheet: Sheet, files: ConfigFiles) -> str:
    """ "units" or "vacancies", by the columns. Raises SheetError when the table is neither."""
    vacancies = {column.name for column in present(vacancy_columns(files, date.min), sheet.headers).values()}
    units = {column.name for column in present(unit_columns(), sheet.headers).values()}
    for kind, found, needed in (
        ("vacancies", vacancies, {"reference", "unit", "role"}),
        ("units", units, {"reference", "name", "unit_type"}),
    ):
        if needed <= found:
            return kind
    raise SheetError(
        f"{sheet.file}: neither units (columns reference, name, type, leader's e-mail) nor vacancies (reference, unit, "
        f"role). Its columns are: {', '.join(sheet.headers)}."
    )


def check_units(sheet: Sheet, files: ConfigFiles) -> Checked:
    """The units in a table. A place without coordinates lies in the middle of its postcode, else of its district."""
    locator = Locator(files)

    def finish(row: dict[str, Any], unread: frozenset[str]) -> list[str]:
        row |= dict.fromkeys(unread & {"latitude", "longitude"}, 0.0)
        faults = locator.place(row)
        if row["wants_text"] and not row["leader_phone"] and "leader_phone" not in unread:
            faults.append("wants texts, but there is no telephone number for them")
        return faults

    checked = _check(sheet, unit_columns(), finish)
    return replace(checked, given=checked.given | {"district", "latitude", "longitude", "precision"})


def check_vacancies(sheet: Sheet, files: ConfigFiles, today: date, units: Mapping[str, int]) -> Checked:
    """The vacancies in a table. units: row ids by reference and by name; an id below 0 is not in the database yet."""

    def finish(row: dict[str, Any], unread: frozenset[str]) -> list[str]:
        faults = []
        wanted = row.pop("unit")
        row["unit_id"] = units.get(wanted)
        if row["unit_id"] is None and "unit" not in unread:
            faults.append(f"there is no unit “{wanted}”; import the units first")
        row["hours_min"], row["hours_max"] = row.pop("hours")
        row["opened_on"] = row["opened_on"] or today
        if words := forbidden_words(row["note"]):
            faults.append(
                f"the note says “{', '.join(words)}”: nobody may be chosen by sex, origin, age, faith, family or health"
            )
        return faults

    checked = _check(sheet, vacancy_columns(files, today), finish)
    renamed = {"unit": {"unit_id"}, "hours": {"hours_min", "hours_max"}}
    given = frozenset(name for column in checked.given for name in renamed.get(column, {column}))
    return replace(checked, given=given)


def _check(sheet: Sheet, columns: Sequence[Column], finish: Finish) -> Checked:
    known = present(columns, sheet.headers)
    given = frozenset(column.name for column in known.values())
    missing = [column for column in columns if column.required and column.name not in given]
    if missing:
        names = ", ".join(f"{column.name} ({column.names[0]})" for column in missing)
        raise SheetError(f"{sheet.file}: the columns {names} are missing.")
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line in sheet.lines:
        row, reasons, unread = _read(line, columns, known)
        reasons += finish(row, unread)
        reference = row["reference"]
        if reference in seen:
            reasons.append(f"{reference} stands on line {seen[reference]} already")
        elif reference:
            seen[reference] = line.number
        if reasons:
            faults += [Fault(line.file, line.number, reason) for reason in reasons]
        else:
            rows.append(row)
    ignored = tuple(header for header in sheet.headers if header and header not in known)
    return Checked(tuple(rows), tuple(faults), given, ignored)


def _read(
    line: Line, columns: Sequence[Column], known: Mapping[str, Column]
) -> tuple[dict[str, Any], list[str], frozenset[str]]:
    row = {column.name: column.when_absent() for column in columns}
    faults: list[str] = []
    unread = set()
    for header, column in known.items():
        cell = line.cells.get(header, "")
        if not cell:
            if column.required:
                faults.append(f"{header} is empty")
                unread.add(column.name)
            continue
        try:
            row[column.name] = column.read(cell)
        except ValueError as error:
            faults.append(f"{header}: {error}")
            unread.add(column.name)
    return row, faults, frozenset(unread)


def units_by_word(units: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    """Ids by reference, and by name where only one unit has it, from (id, reference, name)."""
    listed = list(units)
    names = [name for _, _, name in listed]
    by_name = {name: number for number, _, name in listed if names.count(name) == 1}
    return by_name | {reference: number for number, reference, _ in listed}
