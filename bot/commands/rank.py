"""`jobline rank`: what one candidate's ranking looks like now, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.house import House
    from bot.pool.rankings import Shown
    from wording.language import Language


# An id may begin with a dash, which is then no option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("candidacy")
@click.option("--json", "as_json", is_flag=True, help="The whole ranking as JSON, with the names of the units.")
@click.option("--why-not", is_flag=True, help="Also what does not fit, each with the rule that says so.")
@click.option("--top", type=click.IntRange(min=1), help="Only the first so many.")
@click.option("--language", type=click.Choice(["da", "en"]), default="da", show_default=True)
def command(candidacy: str, as_json: bool, why_not: bool, top: int | None, language: Language) -> None:
    """Rank the open vacancies for CANDIDACY (its public id, as in the address of its page).

    Nothing is stored: a ranking is kept when a person acts on it.
    """
    from bot.errands import errand

    shown = errand(lambda house: _rank(house, candidacy))
    click.echo(_json(shown) if as_json else _table(shown, language, top, why_not))


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


def _json(shown: Shown) -> str:
    plain = json.loads(shown.ranking.to_bytes())
    for row in plain["eligible"] + plain["excluded"]:
        row["unit_name"] = shown.vacancies[row["vacancy_id"]].unit_name
    return json.dumps(plain, ensure_ascii=False, indent=2)


def _table(shown: Shown, language: Language, top: int | None, why_not: bool) -> str:
    from matching.eligibility import CODES
    from matching.terms import NAMES
    from matching.why_not import why_not as reason
    from matching.words import TERMS, journey_from
    from wording.language import pick, word
    from wording.work import UNIT_TYPES

    rows = [["", pick(language, "Sted", "Place"), pick(language, "Point", "Points")]]
    rows[0] += [word(TERMS, name, language) for name in NAMES]
    rows[0].append(pick(language, "Afstand", "Distance"))
    for place, row in enumerate(shown.ranking.eligible[:top], start=1):
        vacancy = shown.vacancies[row.vacancy_id]
        name = f"{vacancy.unit_name} · {word(UNIT_TYPES, vacancy.unit_type, language)} · {vacancy.district}"
        far = ""
        if row.minutes is not None and row.mode is not None and row.precision is not None:
            far = journey_from(row.minutes, row.mode, row.precision, language)
        rows.append([str(place), name, str(row.score), *(str(row.term(term).points) for term in NAMES), far])
    fit, unfit = len(shown.ranking.eligible), len(shown.ranking.excluded)
    head = pick(
        language,
        f"{fit} {'sted' if fit == 1 else 'steder'} passer, {unfit} gør ikke. Regler {shown.ranking.rules_version}.",
        f"{fit} {'place fits' if fit == 1 else 'places fit'}, {unfit} do not. Rules {shown.ranking.rules_version}.",
    )
    lines = [head, "", *_aligned(rows)]
    if why_not:
        lines += ["", pick(language, "Passer ikke:", "Does not fit:")]
        # The rules are asked in a fixed order, so whoever fails a late one has missed by little.
        nearest = sorted(shown.ranking.excluded, key=lambda row: -CODES.index(row.rule))
        lines += [f"  {shown.vacancies[row.vacancy_id].unit_name}: {reason(row, language)}" for row in nearest]
    return "\n".join(lines)


def _aligned(rows: list[list[str]]) -> list[str]:
    """Columns as wide as their widest cell; numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column in {1, len(widths) - 1} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
