"""`jobline rank`: what candidates' rankings look like, and why: of one on the line, or of a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.column_help import Tabled
from bot.own_files import own_files

if TYPE_CHECKING:
    from datetime import date, datetime

    from bot.house import House
    from bot.intake.columns import Column
    from bot.intake.sheet_pool import SheetPool
    from bot.pool.rankings import Shown
    from config.files import ConfigFiles
    from matching.candidate import Candidate
    from matching.ranking import Ranking
    from matching.vacancy import Vacancy
    from wording.language import Language

SHEET = click.Path(path_type=Path)
TOP = 10  # Of each candidate in a report; the data holds them all.


class WithColumns(Tabled):
    """The columns of candidates and of vacancies, as this municipality names them."""

    def tables(self, files: ConfigFiles) -> dict[str, Sequence[Column]]:
        """The columns by the name of the table."""
        from datetime import date

        from bot.intake.sheet_pool import candidate_columns, post_columns

        return {"candidates": candidate_columns(files), "vacancies": post_columns(files, date.min)}


# An id may begin with a dash, which is then no option.
@click.command(cls=WithColumns, context_settings={"ignore_unknown_options": True})
@click.argument("candidacy", required=False)
@click.option("--json", "as_json", is_flag=True, help="The whole ranking as JSON, with the names of the units.")
@click.option("--why-not", is_flag=True, help="Also what does not fit, each with the rule that says so.")
@click.option("--top", type=click.IntRange(min=1), help=f"Only the first so many.  [of a sheet: {TOP}]")
@click.option("--candidates", "people", type=SHEET, help="Without a database: CSV or Excel, one candidate a row.")
@click.option("--vacancies", "posts", type=SHEET, help="CSV or Excel: one vacancy a row.")
@click.option("--travel", "minutes", type=SHEET, help="What `jobline travel build` made, or a sheet of minutes.")
@click.option("--candidate", "wanted", multiple=True, metavar="ID", help="Of the sheet, only this one. Repeatable.")
@click.option("--output", type=SHEET, default="ranking.json", show_default=True, help="Where a sheet's rankings go.")
@click.option("--report", type=SHEET, help="Write the readable report there instead of showing it.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Rank a sheet as if it were this day.")
@click.option("--good-rows", is_flag=True, help="Rank without the bad rows instead of stopping.")
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
def command(
    candidacy: str | None,
    as_json: bool,
    why_not: bool,
    top: int | None,
    people: Path | None,
    posts: Path | None,
    minutes: Path | None,
    wanted: tuple[str, ...],
    output: Path,
    report: Path | None,
    today: datetime | None,
    good_rows: bool,
    language: Language,
) -> None:
    """Rank the open vacancies for CANDIDACY (its public id, as in the address of its page), or for every candidate of a
    sheet.

    Nothing is stored: a ranking is kept when a person acts on it. From sheets, --candidates and --vacancies, no
    database is needed; every bad row is named with its line and reason. Rules, professions and districts are those of
    the municipality's folder (JOBLINE_CONFIG), else ours.
    """
    from datetime import date

    from bot.errands import errand

    sheets = people is not None or posts is not None
    if (candidacy is None) != sheets:
        raise click.UsageError("Name one candidacy, or two sheets: --candidates and --vacancies.")
    if candidacy is not None:
        shown = errand(lambda house: _rank(house, candidacy))
        click.echo(_json(shown) if as_json else _table(shown, language, top, why_not))
        return
    if people is None or posts is None:
        raise click.UsageError("Both sheets are needed: --candidates and --vacancies.")
    day = today.date() if today else date.today()  # noqa: DTZ011  # The desk's own day.
    pool = _pool(people, posts, minutes, day, good_rows)
    chosen = _chosen(pool.candidates, wanted)
    _sheets(pool, chosen, day, output, report, language, top=top or TOP, why_not=why_not, as_json=as_json)


async def _rank(house: House, public_id: str) -> Shown:
    from sqlalchemy import select

    from bot.pool.rankings import rank_now
    from bot.store.tables import candidacy

    async with house.database.transaction() as connection:
        number = await connection.scalar(
            select(candidacy.c.id).where(
                candidacy.c.public_id == public_id, candidacy.c.employer_id == house.employer.id
            )
        )
        if number is None:
            raise click.ClickException(f"There is no candidacy {public_id} on this line.")
        return await rank_now(connection, house, number)


def _table(shown: Shown, language: Language, top: int | None, why_not: bool) -> str:
    from matching.ranking_table import ranking_table, travel_in_words

    travel = shown.rulebook.travel
    table = ranking_table(shown.ranking, shown.vacancies, travel, language, top=top, why_not=why_not)
    return f"{table}\n\n{travel_in_words(travel, language)}"


def _json(shown: Shown) -> str:
    return json.dumps(_plain(shown.ranking, shown.vacancies), ensure_ascii=False, indent=2)


def _plain(ranking: Ranking, vacancies: Mapping[str, Vacancy], excluded: bool = True) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(ranking.to_bytes())
    if not excluded:
        del plain["excluded"]
    for row in plain["eligible"] + plain.get("excluded", []):
        row["unit_name"] = vacancies[row["vacancy_id"]].unit_name
    return plain


def _pool(people: Path, posts: Path, minutes: Path | None, today: date, good_rows: bool) -> SheetPool:
    from bot.intake.sheet import SheetError
    from bot.intake.sheet_pool import read_pool

    try:
        pool = read_pool(own_files(), people, posts, minutes, today)
    except SheetError as error:
        raise click.ClickException(str(error)) from error
    for fault in pool.faults:
        click.echo(fault, err=True)
    if pool.faults and not good_rows:
        raise click.ClickException(f"{len(pool.faults)} faults; nothing was ranked. --good-rows ranks the rest.")
    return pool


def _chosen(candidates: Sequence[Candidate], wanted: Sequence[str]) -> Sequence[Candidate]:
    known = {candidate.id: candidate for candidate in candidates}
    missing = [one for one in wanted if one not in known]
    if missing:
        raise click.ClickException(f"No candidate of the sheet is {', '.join(missing)}.")
    return [known[one] for one in dict.fromkeys(wanted)] if wanted else candidates


def _sheets(
    pool: SheetPool,
    chosen: Sequence[Candidate],
    today: date,
    output: Path,
    report: Path | None,
    language: Language,
    *,
    top: int,
    why_not: bool,
    as_json: bool,
) -> None:
    """Ranks them one by one: what is written never lies in memory whole."""
    from bot.errands import progress
    from matching.ranking import rank
    from matching.ranking_table import ranking_table, travel_in_words
    from wording.language import pick
    from wording.times import day_and_year

    vacancies = {vacancy.id: vacancy for vacancy in pool.vacancies}
    said = [f"# {pick(language, 'Rangering', 'Ranking')}, {day_and_year(today, language)}"]
    said.append(travel_in_words(pool.travel, language))

    def rankings() -> Iterator[str]:
        with progress("Ranking") as show:
            for number, candidate in enumerate(chosen, start=1):
                made = rank(candidate, pool.vacancies, pool.rules, pool.travel, today)
                table = ranking_table(made, vacancies, pool.travel, language, top=top, why_not=why_not)
                said.append(f"## {candidate.id}\n\n{table}")
                show(number)
                yield json.dumps(_plain(made, vacancies, excluded=why_not), ensure_ascii=False)

    try:
        with output.open("w", encoding="utf-8") as file:
            file.write("[")
            for number, line in enumerate(rankings()):
                file.write(("," if number else "") + "\n" + line)
            file.write("\n]\n")
        text = "\n\n".join(said) + "\n"
        if report is not None:
            report.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be written: {error.strerror}.") from error
    if as_json:
        click.echo(output.read_text(encoding="utf-8"), nl=False)
    elif report is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"{output} and {report}: {len(chosen)} rankings.")
