"""A pool from spreadsheets: candidates, vacancies and minutes, for the commands that need no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.intake import cells
from bot.intake.columns import Column, present, role_spellings, unit_columns, vacancy_columns
from bot.intake.locating import Locator
from bot.intake.sheet import Sheet, SheetError, read_sheet
from bot.own_files import taken_in
from bot.pool.places import gazetteer
from config import roles
from config.files import ConfigFiles
from matching.candidate import Candidate
from matching.geography import Travel
from matching.place import Place
from matching.rules import Rules
from matching.travel_table import LONGEST, Table
from matching.travel_table import MODES as WAYS
from matching.vacancy import Vacancy
from wording.work import AUTHORISATION, EMPLOYMENT, MODES, SHIFTS, UNIT_TYPES

# A table somebody wrote by hand. One that `jobline travel build` made is JSON and knows where everything lies.
BY_HAND = ("origin", "unit", "mode", "minutes")


@dataclass(frozen=True, slots=True)
class SheetPool:
    """Who and what the sheets hold, and what it is ranked by. faults: every bad row with its file, line and reason."""

    candidates: Sequence[Candidate]
    vacancies: Sequence[Vacancy]
    rules: Rules
    travel: Travel
    faults: Sequence[str]


def read_pool(files: ConfigFiles, people: Path, posts: Path, minutes: Path | None, today: date) -> SheetPool:
    """The pool of two sheets, and the table of travel if one is given.

    Raises SheetError when a file cannot be read at all; click.ClickException when the municipality's own cannot.
    """
    with taken_in(files):
        roles.use(files)
        rules, travel = Rules.load(files), Travel.load(files)
        asked, offered = candidate_columns(files), post_columns(files, today)
        a_candidate, a_vacancy = _candidate(files), _vacancy(files, today)
    candidates, faults = read_rows(read_sheet(people), asked, a_candidate)
    vacancies, more = read_rows(read_sheet(posts), offered, a_vacancy)
    faults += more
    if minutes is not None:
        table, more = read_minutes(minutes)
        travel, faults = travel.measured(table), faults + more
    return SheetPool(candidates, vacancies, rules, travel, faults)


def read_minutes(path: Path) -> tuple[Table, list[str]]:
    """The table of travel in a file: one that was built, or a sheet of origin, unit, mode, minutes; and its bad rows.

    Raises SheetError when it is neither.
    """
    if path.suffix.lower() == ".json":
        try:
            return Table.from_bytes(path.read_bytes()), []
        except OSError as error:
            raise SheetError(f"{path}: {error.strerror}.") from error
        except ValueError as error:
            raise SheetError(f"{path.name} is not a table of travel: {error}.") from error
    sheet = read_sheet(path)
    found: dict[tuple[str, str, str], int] = {}
    faults = []
    for line in sheet.lines:
        origin, unit, mode, whole = (line.cells.get(name, "") for name in BY_HAND)
        key = origin, unit, mode
        if not (origin and unit and mode in WAYS and whole.isdecimal() and int(whole[:9]) <= LONGEST):
            reason = f"needs origin, unit, mode ({', '.join(WAYS)}) and minutes (at most {LONGEST})"
            faults.append(f"{line.file} line {line.number}: {reason}")
        elif key in found:
            faults.append(f"{line.file} line {line.number}: {origin} to {unit} by {mode} is there twice")
        else:
            found[key] = int(whole)
    return Table.of_names(found, path.name), faults


def candidate_columns(files: ConfigFiles) -> tuple[Column, ...]:
    """What a table of candidates may hold. No column for a name: the plan needs none, and an id says enough."""

    def spelt(words: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
        return dict(words)

    role = cells.code(role_spellings(files), "a role")
    shifts = cells.several(cells.code(spelt(SHIFTS), "a shift"))
    kinds = cells.several(cells.code({**spelt(EMPLOYMENT), "fast": ("fast stilling", "permanent")}, "a kind"))
    types = cells.several(cells.code(spelt(UNIT_TYPES), "a type of unit"))
    district = {row["district"]: () for row in files.rows("districts.csv")}
    areas = cells.several(
        cells.code({**district, "anywhere": ("hele byen", "overalt"), "outside": ("andre kommuner",)}, "a district")
    )
    bike = {"bike": ("cykel",), "transit": ("bus", "tog", "offentlig transport"), "car": ("bil",)}
    return (
        Column("id", ("kandidat", "nr"), "your own key of the candidate", cells.text, True),
        Column("role", ("fag", "profession"), "as people write it: ssa, sygeplejerske …", role, True),
        Column(
            "authorisation",
            ("autorisation",),
            ", ".join(AUTHORISATION),
            cells.code(spelt(AUTHORISATION), "a state"),
            False,
            "none",
        ),
        Column(
            "accepts_roles", ("også", "andre fag"), "other roles they said yes to", cells.several(role), False, list
        ),
        Column("areas", ("områder", "bydele"), "districts, or “hele byen”", areas, False, list),
        Column("areas_excluded", ("ikke områder", "ikke bydele"), "districts", areas, False, list),
        Column("from", ("fra",), "a wanted postcode or station to measure from", cells.text, False, ""),
        Column("mode", ("transport",), ", ".join(MODES), cells.code(bike, "a way to travel"), False, "transit"),
        Column("max_minutes", ("højst minutter", "max min"), "the longest journey one way", cells.whole),
        Column("hours", ("timer", "timetal"), "a week: 37 or 28-37", cells.hours, False, (None, None)),
        Column("shifts", ("vagter", "vagt"), "dag, aften, nat, weekend", shifts, False, list),
        Column("shifts_excluded", ("ikke vagter", "ikke vagt"), "those ruled out", shifts, False, list),
        Column("start", ("startdato",), "a day, or empty for as soon as possible", cells.day),
        Column("employment", ("ansættelse", "ansættelsesform"), ", ".join(EMPLOYMENT), kinds, False, list),
        Column("unit_types", ("enhedstyper",), ", ".join(UNIT_TYPES), types, False, list),
        Column("unit_types_excluded", ("ikke enhedstyper",), "those ruled out", types, False, list),
    )


def post_columns(files: ConfigFiles, today: date) -> tuple[Column, ...]:
    """What a table of vacancies may hold: as for `jobline import`, with the unit's place on the same row."""
    place = {"unit_type", "district", "postcode", "latitude", "longitude"}
    return (
        *vacancy_columns(files, today),
        *(column for column in unit_columns() if column.name in place),
        Column("suggestions", ("forslag",), "suggestions the unit received lately", cells.whole, False, 0),
    )


def _candidate(files: ConfigFiles) -> Callable[[dict[str, Any]], Candidate]:
    """What makes a candidate of a row, or raises ValueError saying why it cannot."""
    known = gazetteer(files)

    def make(row: dict[str, Any]) -> Candidate:
        start: Place | None = None
        areas = frozenset(row["areas"]) - {"anywhere", "outside"}
        if row["from"]:
            spot = known.postcode(row["from"]) or known.named(row["from"])
            if spot is None:
                raise ValueError(f"from: “{row['from']}” is neither a postcode nor a station or street we know")
            start, areas = spot.place, areas or spot.districts
        least, most = row["hours"]
        names = ("id", "role", "authorisation", "mode", "max_minutes", "start")
        sets = ("accepts_roles", "areas_excluded", "shifts", "shifts_excluded", "employment", "unit_types")
        same: dict[str, Any] = {name: row[name] for name in names}
        same |= {name: frozenset(row[name]) for name in (*sets, "unit_types_excluded")}
        return Candidate(
            **same,
            areas=areas,
            anywhere="anywhere" in row["areas"],
            outside="outside" in row["areas"],
            from_place=start,
            hours_min=least,
            hours_max=most,
        )

    return make


def _vacancy(files: ConfigFiles, today: date) -> Callable[[dict[str, Any]], Vacancy]:
    """What makes a vacancy of a row, or raises ValueError saying why it cannot."""
    locator = Locator(files)

    def make(row: dict[str, Any]) -> Vacancy:
        faults = locator.place(row)
        if faults:
            raise ValueError("; ".join(faults))
        least, most = row["hours"]
        names = (
            "role",
            "openings",
            "employment",
            "start",
            "accepts_unskilled",
            "ad_reference",
            "ad_valid_until",
            "expires",
        )
        return Vacancy(
            **{name: row[name] for name in names},
            id=row["reference"],
            unit_id=row["unit"],
            unit_name=row["unit"],
            unit_type=row["unit_type"] or "",
            district=row["district"],
            place=Place(row["unit"], row["latitude"], row["longitude"], row["precision"]),
            opened_on=row["opened_on"] or today,
            hours_min=least,
            hours_max=most,
            shifts=frozenset(row["shifts"]),
            open=not row["closed"],
            suggestions_received=row["suggestions"],
        )

    return make


def read_rows(
    sheet: Sheet, columns: tuple[Column, ...], make: Callable[[dict[str, Any]], Any]
) -> tuple[list[Any], list[str]]:
    """The good rows made into what they are, and every fault of the others with its line."""
    known = present(columns, sheet.headers)
    missing = [c.name for c in columns if c.required and c.name not in {column.name for column in known.values()}]
    if missing:
        raise SheetError(f"{sheet.file}: the columns {', '.join(missing)} are missing.")
    made, faults, seen = [], [], set[str]()
    for line in sheet.lines:
        row = {column.name: column.when_absent() for column in columns}
        reasons = []
        for header, column in known.items():
            cell = line.cells.get(header, "")
            if not cell and column.required:
                reasons.append(f"{header} is empty")
            try:
                if cell:
                    row[column.name] = column.read(cell)
            except ValueError as error:
                reasons.append(f"{header}: {error}")
        key = str(row[columns[0].name])
        if key in seen:
            reasons.append(f"{key} is there twice")
        seen.add(key)
        try:
            if not reasons:
                made.append(make(row))
        except ValueError as error:
            reasons.append(str(error))
        faults += [f"{line.file} line {line.number}: {reason}" for reason in reasons]
    return made, faults
