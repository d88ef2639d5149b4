"""A ranking as a table to read: every place that fits, its points and how far it is, and on demand why others do not."""

from __future__ import annotations

from collections.abc import Mapping

from matching.eligibility import CODES
from matching.geography import Travel
from matching.ranking import Ranked, Ranking
from matching.terms import NAMES
from matching.vacancy import Vacancy
from matching.why_not import why_not as reason
from matching.words import TERMS, journey_from
from wording.language import Language, pick, word
from wording.work import UNIT_TYPES


def ranking_table(
    ranking: Ranking,
    vacancies: Mapping[str, Vacancy],
    travel: Travel,
    language: Language,
    *,
    top: int | None = None,
    why_not: bool = False,
) -> str:
    """The ranking in aligned columns. vacancies: by the id the ranking names; top: only the first so many."""
    rows = [["", pick(language, "Sted", "Place"), pick(language, "Point", "Points")]]
    rows[0] += [word(TERMS, name, language) for name in NAMES]
    rows[0].append(pick(language, "Afstand", "Distance"))
    for place, row in enumerate(ranking.eligible[:top], start=1):
        vacancy = vacancies[row.vacancy_id]
        name = " · ".join(
            filter(None, (vacancy.unit_name, word(UNIT_TYPES, vacancy.unit_type, language), vacancy.district))
        )
        points = (str(row.term(term).points) for term in NAMES)
        rows.append([str(place), name, str(row.score), *points, _distance(row, travel, language)])
    fit, unfit = len(ranking.eligible), len(ranking.excluded)
    head = pick(
        language,
        f"{fit} {'sted' if fit == 1 else 'steder'} passer, {unfit} gør ikke. Regler {ranking.rules_version}.",
        f"{fit} {'place fits' if fit == 1 else 'places fit'}, {unfit} do not. Rules {ranking.rules_version}.",
    )
    lines = [head, "", *_aligned(rows)]
    if why_not:
        lines += ["", pick(language, "Passer ikke:", "Does not fit:")]
        # The rules are asked in a fixed order, so whoever fails a late one has missed by little.
        nearest = sorted(ranking.excluded, key=lambda row: -CODES.index(row.rule))
        lines += [f"  {vacancies[row.vacancy_id].unit_name}: {reason(row, language)}" for row in nearest]
    return "\n".join(lines)


def travel_in_words(travel: Travel, language: Language) -> str:
    """Where the minutes of a ranking come from, as one sentence."""
    if travel.table is None:
        return pick(
            language,
            "Rejsetider er skøn: luftlinje med omvej.",
            "Journey times are estimates: as the crow flies, and a detour.",
        )
    return pick(
        language,
        f"Rejsetider fra tabel {travel.version} ({travel.source}); hvad den ikke har, er et skøn og mærket.",
        f"Journey times from table {travel.version} ({travel.source}); what it lacks is estimated, and marked.",
    )


def estimate_mark(row: Ranked, travel: Travel, language: Language) -> str:
    """Beside a table's minutes an estimate says that it is one; where all are estimates, one sentence says it."""
    return pick(language, " (skøn)", " (estimate)") if row.estimated and travel.table is not None else ""


def _distance(row: Ranked, travel: Travel, language: Language) -> str:
    """Minutes with what they were measured from."""
    if row.minutes is None or row.mode is None or row.precision is None:
        return ""
    return journey_from(row.minutes, row.mode, row.precision, language) + estimate_mark(row, travel, language)


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
