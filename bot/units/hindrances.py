"""What stands in the way of a suggestion, in one sentence for the recruiter; whoever was first is named first of all."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.pool.criteria import forbidden_words
from bot.pool.states import LIVE_SUGGESTION
from bot.store.tables import candidacy, ranking, recruiter, suggestion, unit
from bot.units.cases import Refused
from bot.units.portrait import Fit
from matching.ranking import Excluded, Ranking
from wording.language import Language, pick
from wording.times import clock, in_full


async def hindrance(
    connection: AsyncConnection, house: House, candidacy_id: int, fit: Fit | None, language: Language
) -> Refused | None:
    """Why this candidate cannot be suggested there now; None if nothing speaks against it. fit: None for a closed post."""
    first = await someone_first(connection, house, candidacy_id, language)
    if first is not None:
        return first
    stage = await connection.scalar(select(candidacy.c.stage).where(candidacy.c.id == candidacy_id))
    if stage in {"telling", "paused"}:
        words = pick(
            language,
            "Kandidaten er ikke klar endnu: samtalen er ikke bekræftet eller er sat på pause.",
            "The candidate is not ready: the talk is not confirmed, or is paused.",
        )
        return Refused("not_ready", words)
    if stage != "confirmed":
        return Refused("gone", pick(language, "Kandidaten søger ikke mere.", "The candidate is no longer looking."))
    if fit is None:
        return not_open(language)
    if isinstance(fit.row, Excluded):
        return Refused("not_eligible", fit.hindrance(language))
    return None


async def someone_first(
    connection: AsyncConnection, house: House, candidacy_id: int, language: Language
) -> Refused | None:
    """Who has suggested the candidate to which unit, and when; None while nobody has."""
    row = (
        await connection.execute(
            select(recruiter.c.name, unit.c.name.label("unit_name"), suggestion.c.proposed_at)
            .join(recruiter, recruiter.c.id == suggestion.c.suggested_by)
            .join(unit, unit.c.id == suggestion.c.unit_id)
            .where(suggestion.c.candidacy_id == candidacy_id, LIVE_SUGGESTION)
            .order_by(suggestion.c.id)
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return None
    at = house.local(row.proposed_at)
    when = clock(at, language) if at.date() == house.local(house.now()).date() else in_full(at, language)
    words = pick(
        language,
        f"{row.name} var først: kandidaten er allerede foreslået for {row.unit_name} ({when}).",
        f"{row.name} was first: the candidate is already suggested to {row.unit_name} ({when}).",
    )
    return Refused("someone_first", words)


async def unexplained(
    connection: AsyncConnection, fit: Fit, ranking_id: int | None, override: str, language: Language
) -> Refused | None:
    """Whether a reason is missing where another place ranks higher, or names what nobody may be chosen by."""
    best = fit.best
    if ranking_id is not None:
        # The order the recruiter saw counts, not one that changed behind their back.
        kept = await connection.scalar(select(ranking.c.result).where(ranking.c.id == ranking_id))
        eligible = Ranking.from_bytes(bytes(kept)).eligible if kept is not None else ()
        best = bool(eligible) and eligible[0].vacancy_id == fit.vacancy.id
    if not best and not override:
        words = pick(
            language,
            "Et andet sted ligger højere. Skriv med få ord, hvorfor du vælger dette.",
            "Another place ranks higher. Write in a few words why you pick this one.",
        )
        return Refused("reason_missing", words)
    if found := forbidden_words(override):
        words = pick(language, "Begrundelsen må ikke nævne ", "The reason must not mention ")
        return Refused("forbidden_words", f"{words}{', '.join(found)}.")
    return None


def not_open(language: Language) -> Refused:
    """The post is no longer there."""
    return Refused("not_open", pick(language, "Stillingen er lukket.", "The post is closed."))


def here_before(language: Language) -> Refused:
    """The database knows a suggestion of the two that nobody else sees any more."""
    words = pick(
        language,
        "Kandidaten har allerede talt med stedet om denne stilling.",
        "The candidate has already met the place about this post.",
    )
    return Refused("here_before", words)
