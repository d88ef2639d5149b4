"""`jobline plan`: the whole pool planned from two spreadsheets, without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.column_help import Tabled
from bot.own_files import own_files, taken_in

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.pool.columns import Column
    from bot.pool.sheet import Sheet
    from config.files import ConfigFiles
    from matching.candidate import Candidate
    from matching.decisions import Decisions
    from matching.geography import Travel
    from matching.place import Place
    from matching.proposals import Plan
    from matching.vacancy import Vacancy
    from wording.language import Language

SHEET = click.Path(path_type=Path)


class WithColumns(Tabled):
    """The columns of candidates and of vacancies, as this municipality names them."""

    def tables(self, files: ConfigFiles) -> dict[str, Sequence[Column]]:
        """The columns by the name of the table."""
        from datetime import date

        return {"candidates": candidate_columns(files), "vacancies": post_columns(files, date.min)}


@click.command(cls=WithColumns)
@click.option("--candidates", "people", type=SHEET, required=True, help="CSV or Excel: one candidate a row.")
@click.option("--vacancies", "posts", type=SHEET, required=True, help="CSV or Excel: one vacancy a row.")
@click.option("--travel", "table", type=SHEET, help="origin, unit, mode, minutes; what is not in it is estimated.")
@click.option("--previous", type=SHEET, help="The plan of last time, to stay close to it and say what changed.")
@click.option("--pin", multiple=True, metavar="CANDIDATE=VACANCY", help="This candidate goes there. Repeatable.")
@click.option("--forbid", multiple=True, metavar="CANDIDATE=VACANCY", help="Never this pair. Repeatable.")
@click.option("--hold", multiple=True, metavar="CANDIDATE", help="Leave this candidate out. Repeatable.")
@click.option("--output", type=SHEET, default="plan.json", show_default=True, help="Where the plan is written.")
@click.option("--report", type=SHEET, help="Write the readable report there instead of showing it.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Plan as if it were this day.")
@click.option("--good-rows", is_flag=True, help="Plan without the bad rows instead of stopping.")
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
def command(
    people: Path,
    posts: Path,
    table: Path | None,
    previous: Path | None,
    pin: tuple[str, ...],
    forbid: tuple[str, ...],
    hold: tuple[str, ...],
    output: Path,
    report: Path | None,
    today: datetime | None,
    good_rows: bool,
    language: Language,
) -> None:
    """Propose a place for every candidate at once: most placements, then fairness among units, then the best fit.

    Nothing is sent to anybody and nothing is stored but the plan. Every bad row is named with its line and reason.
    Rules, professions and districts are those of the municipality's folder (JOBLINE_CONFIG), else ours.
    """
    from datetime import date

    from bot.pool.sheet import SheetError, read_sheet
    from matching.geography import Travel
    from matching.plan import plan
    from matching.report import Report
    from matching.rules import Rules

    files, day = own_files(), today.date() if today else date.today()  # noqa: DTZ011  # The desk's own day.
    with taken_in(files):
        rules, travel = Rules.load(files), Travel.load(files)
        asked, offered = candidate_columns(files), post_columns(files, day)
        a_candidate, a_vacancy = _candidate(files), _vacancy(files, day)
    try:
        candidates, faults = _read(read_sheet(people), asked, a_candidate)
        vacancies, more = _read(read_sheet(posts), offered, a_vacancy)
        faults += more
        if table is not None:
            travel, more = _with_table(travel, read_sheet(table), table)
            faults += more
        for fault in faults:
            click.echo(fault, err=True)
        if faults and not good_rows:
            raise click.ClickException(f"{len(faults)} faults; nothing was planned. --good-rows plans the rest.")
        before = _earlier(previous)
        decided = _decisions(pin, forbid, hold)
        stay = before.where if before else None
        made = plan(candidates, vacancies, rules, travel, day, decisions=decided, previous=stay)
    except (SheetError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    output.write_bytes(made.to_bytes())
    text = Report(made, candidates, vacancies, rules, travel, language).text(before, decided)
    if report is None:
        click.echo(text, nl=False)
    else:
        report.write_text(text, encoding="utf-8")
        click.echo(f"{output} and {report}: {len(made.placements)} proposals.")


def candidate_columns(files: ConfigFiles) -> tuple[Column, ...]:
    """What a table of candidates may hold. No column for a name: the plan needs none, and an id says enough."""
    from bot.pool import cells
    from bot.pool.columns import Column, role_spellings
    from wording.work import AUTHORISATION, EMPLOYMENT, MODES, SHIFTS, UNIT_TYPES

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
    from bot.pool import cells
    from bot.pool.columns import Column, unit_columns, vacancy_columns

    place = {"unit_type", "district", "postcode", "latitude", "longitude"}
    return (
        *vacancy_columns(files, today),
        *(column for column in unit_columns() if column.name in place),
        Column("suggestions", ("forslag",), "suggestions the unit received lately", cells.whole, False, 0),
    )


def _candidate(files: ConfigFiles) -> Callable[[dict[str, Any]], Candidate]:
    """What makes a candidate of a row, or raises ValueError saying why it cannot."""
    from bot.pool.places import gazetteer
    from matching.candidate import Candidate

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
    from bot.pool.locating import Locator
    from matching.place import Place
    from matching.vacancy import Vacancy

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


def _read(
    sheet: Sheet, columns: tuple[Column, ...], make: Callable[[dict[str, Any]], Any]
) -> tuple[list[Any], list[str]]:
    """The good rows made into what they are, and every fault of the others with its line."""
    from bot.pool.columns import present
    from bot.pool.sheet import SheetError

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


def _with_table(travel: Travel, sheet: Sheet, path: Path) -> tuple[Travel, list[str]]:
    """The distances with a table laid over the estimate; its version is a digest of the file."""
    from dataclasses import replace
    from hashlib import sha256

    minutes, faults = {}, []
    for line in sheet.lines:
        origin, unit, mode, whole = (line.cells.get(name, "") for name in ("origin", "unit", "mode", "minutes"))
        if not (origin and unit and mode in {"bike", "transit", "car"} and whole.isdecimal()):
            faults.append(f"{line.file} line {line.number}: needs origin, unit, mode (bike, transit, car) and minutes")
            continue
        minutes[origin, unit, mode] = int(whole)
    version = sha256(path.read_bytes()).hexdigest()[:12]
    return replace(travel, version=version, source=path.name, minutes=minutes), faults


def _earlier(path: Path | None) -> Plan | None:
    from matching.proposals import Plan

    if path is None:
        return None
    try:
        return Plan.from_bytes(path.read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"{path} is not a plan that `jobline plan` wrote.") from error


def _decisions(pin: tuple[str, ...], forbid: tuple[str, ...], hold: tuple[str, ...]) -> Decisions:
    from matching.decisions import Decisions

    def pair(words: str) -> tuple[str, str]:
        who, sign, where = words.partition("=")
        if not (sign and who and where):
            raise click.BadParameter(f"“{words}” is not CANDIDATE=VACANCY")
        return who, where

    return Decisions(dict(map(pair, pin)), frozenset(map(pair, forbid)), frozenset(hold))
