"""Why a vacancy is not the one suggested: the rule that failed, or fewer points, or others who rank higher there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.ranking import Excluded, Ranked
from matching.words import PRECISION, TERMS, journey
from wording.language import Language, Words, pick, word
from wording.lists import listed
from wording.times import day_and_year
from wording.work import AUTHORISATION, EMPLOYMENT, ROLES, UNIT_TYPES, shift_list


@dataclass(frozen=True, slots=True)
class Lower:
    """An eligible vacancy that is not first: points behind the one compared with, and where they were lost and won."""

    vacancy_id: str
    points: int
    differences: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Crowded:
    """An eligible vacancy that the plan gives to others: how many rank higher there."""

    vacancy_id: str
    others: int


def compare(best: Ranked, other: Ranked) -> Lower:
    """How far `other` lies behind `best`, term by term; only the terms that differ, the largest loss first."""
    gaps = [(one.name, two.points - one.points) for one, two in zip(best.terms, other.terms, strict=True)]
    differences = sorted((gap for gap in gaps if gap[1]), key=lambda gap: gap[1])
    return Lower(other.vacancy_id, best.score - other.score, tuple(differences))


def crowded(vacancy_id: str, order: Sequence[tuple[str, Ranked]], candidate_id: str) -> Crowded | None:
    """How many stand before a candidate at a vacancy, by its list from `rank_candidates`; None if nobody does."""
    others = next((place for place, (who, _) in enumerate(order) if who == candidate_id), 0)
    return Crowded(vacancy_id, others) if others else None


def why_not(reason: Excluded | Lower | Crowded, language: Language) -> str:
    """One sentence that names the reason and the values compared."""
    match reason:
        case Excluded():
            return _rule(reason, language)
        case Lower(points=0):
            return pick(
                language,
                "Lige mange point; rækkefølgen er trukket ved lod.",
                "Equal points; the order was drawn by lot.",
            )
        case Lower():
            parts = ", ".join(f"{word(TERMS, name, language)} {gap:+d}" for name, gap in reason.differences)
            return pick(language, f"{reason.points} point lavere: {parts}.", f"{reason.points} points lower: {parts}.")
        case Crowded(others=1):
            return pick(language, "1 anden ligger højere dér.", "1 other ranks higher there.")
        case Crowded():
            return pick(
                language, f"{reason.others} andre ligger højere dér.", f"{reason.others} others rank higher there."
            )


def _rule(failed: Excluded, language: Language) -> str:
    theirs, its = [str(value) for value in failed.candidate], [str(value) for value in failed.vacancy]

    def both(table: Words, danish: str, english: str) -> str:
        wanted = listed((word(table, code, language) for code in theirs), language)
        return pick(language, danish, english).format(wanted, word(table, its[0], language))

    match failed.rule:
        case "closed":
            return pick(language, "Stillingen er lukket.", "The post is closed.")
        case "filled":
            return pick(language, "Stillingen er besat.", "The post is filled.")
        case "expired":
            return pick(
                language, "Enheden har ikke bekræftet stillingen siden {}.", "Not confirmed by the unit since {}."
            ).format(day_and_year(date.fromisoformat(its[0]), language))
        case "ad_expired":
            return pick(language, "Opslaget {} udløb {}.", "The ad {} ran out on {}.").format(
                its[0], day_and_year(date.fromisoformat(its[1]), language)
            )
        case "role":
            return both(ROLES, "Fag: {}; stillingen kræver {}.", "Role: {}; the post takes {}.")
        case "authorisation":
            return pick(language, "{}: {}; stillingen kræver den.", "{}: {}; the post requires one.").format(
                word(ROLES, its[0], language), word(AUTHORISATION, theirs[0], language)
            )
        case "employment":
            return both(EMPLOYMENT, "Ønsker {}; det er {}.", "Wants {}; this is {}.")
        case "unit_type_excluded":
            return both(UNIT_TYPES, "Vil ikke arbejde på {}; det er {}.", "Does not want {}; this is {}.")
        case "unit_type":
            return both(UNIT_TYPES, "Ønsker {}; det er {}.", "Wants {}; this is {}.")
        case "shift_excluded":
            return pick(
                language, "Vil ikke arbejde {}; vagterne er {}.", "Does not work {}; the shifts are {}."
            ).format(shift_list(theirs, language), shift_list(its, language))
        case "shift":
            return pick(language, "Ønsker {}; vagterne er {}.", "Wants {}; the shifts are {}.").format(
                shift_list(theirs, language), shift_list(its, language)
            )
        case "area_excluded":
            return pick(language, "Vil ikke arbejde i {}.", "Does not want to work in {}.").format(its[0])
        case "area":
            wanted = (
                listed(theirs, language) if theirs != ["anywhere"] else pick(language, "hele byen", "the whole city")
            )
            return pick(language, "Søger i {}; stedet ligger i {}.", "Wants {}; the place is in {}.").format(
                wanted or pick(language, "en anden kommune", "another municipality"), its[0]
            )
        case "travel_limit":
            return pick(language, "Højst {} min.; der er {}, {}.", "At most {} min.; it is {}, {}.").format(
                theirs[0], journey(int(its[0]), its[1], language), word(PRECISION, its[2], language)
            )
        case "start":
            return pick(
                language, "Kan begynde {}; stillingen begynder {}.", "Can start {}; the post starts {}."
            ).format(
                day_and_year(date.fromisoformat(theirs[0]), language),
                day_and_year(date.fromisoformat(its[0]), language),
            )
    raise ValueError(f"rule {failed.rule} has no words")
