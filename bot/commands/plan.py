"""`jobline plan`: the whole pool planned from two spreadsheets, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.column_help import Tabled
from bot.own_files import own_files

if TYPE_CHECKING:
    from datetime import datetime

    from bot.intake.columns import Column
    from config.files import ConfigFiles
    from matching.decisions import Decisions
    from matching.proposals import Plan
    from wording.language import Language

SHEET = click.Path(path_type=Path)


class WithColumns(Tabled):
    """The columns of candidates and of vacancies, as this municipality names them."""

    def tables(self, files: ConfigFiles) -> dict[str, Sequence[Column]]:
        """The columns by the name of the table."""
        from datetime import date

        from bot.intake.sheet_pool import candidate_columns, post_columns

        return {"candidates": candidate_columns(files), "vacancies": post_columns(files, date.min)}


@click.command(cls=WithColumns)
@click.option("--candidates", "people", type=SHEET, required=True, help="CSV or Excel: one candidate a row.")
@click.option("--vacancies", "posts", type=SHEET, required=True, help="CSV or Excel: one vacancy a row.")
@click.option(
    "--travel", "table", type=SHEET, help="What `jobline travel build` made, or a sheet: origin, unit, mode, minutes."
)
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

    from bot.intake.sheet import SheetError
    from bot.intake.sheet_pool import read_pool
    from matching.plan import plan
    from matching.report import Report

    day = today.date() if today else date.today()  # noqa: DTZ011  # The desk's own day.
    try:
        pool = read_pool(own_files(), people, posts, table, day)
        for fault in pool.faults:
            click.echo(fault, err=True)
        if pool.faults and not good_rows:
            raise click.ClickException(f"{len(pool.faults)} faults; nothing was planned. --good-rows plans the rest.")
        candidates, vacancies, rules, travel = pool.candidates, pool.vacancies, pool.rules, pool.travel
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
