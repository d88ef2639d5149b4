"""The same ranking in words for three readers: the recruiter in full, the candidate in one text, the unit in a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from matching.ranking import Ranked
from matching.terms import Term
from matching.vacancy import Vacancy
from matching.words import FROM_THEIRS, FROM_YOURS, TERMS, journey, journey_from
from wording.gsm import plain
from wording.language import Language, pick, word
from wording.numbers import days, hours
from wording.work import AUTHORISATION, ROLES, shift_list

PLACES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the recruiter's table: what was looked at, what was found, and points out of `of`."""

    label: str
    value: str
    points: int
    of: int


def full_table(ranked: Ranked, language: Language) -> list[Row]:
    """Every term with its value in words and its points. The points add up to the score."""
    return [
        Row(word(TERMS, term.name, language), term_in_words(term, language), term.points, term.of)
        for term in ranked.terms
    ]


def term_in_words(term: Term, language: Language) -> str:
    """The value a term was read from, in words."""
    match term.name, term.value:
        case "travel", (int(minutes), str(mode), str(precision)):
            return journey_from(minutes, mode, precision, language)
        case "travel", _:
            return pick(
                language, "søger overalt, intet sted at måle fra", "will work anywhere, no place to measure from"
            )
        case "role", (str(post), str(own), str(used)):
            return _role_in_words(post, own, used, language)
        case "shift", (str(covered), str(asked)):
            return _shift_in_words(covered, asked, language)
        case "hours", (int(more), int(fewer)):
            return _hours_in_words(more, fewer, language)
        case "start", (int(unit_waits), int(candidate_waits)):
            return _start_in_words(unit_waits, candidate_waits, language)
        case "need", (int(openings), int(waited), int(received)):
            return _need_in_words(openings, waited, received, language)
    raise ValueError(f"term {term.name} has no words for {term.value}")


def places_for_candidate(
    rows: Sequence[Ranked],
    names: Mapping[str, str],
    language: Language,
    districts: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """HVORFOR: the first three places in words, with minutes where we know from where; the line makes a text of them.

    rows: the candidate's eligible vacancies, best first. names: vacancy id to the unit's name; districts: to where it
    lies. Two vacancies of one unit name the same place once.
    """
    return tuple(dict.fromkeys(_place(row, names, districts, language) for row in rows[:PLACES]))


def for_unit(ranked: Ranked, vacancy: Vacancy, language: Language) -> str:
    """Why this candidate was suggested to this unit, as one clause after "fordi": nothing about other people."""
    parts = []
    if ranked.substitution is None:
        parts.append(pick(language, "faget passer", "the role fits"))
    else:
        parts.append(
            pick(language, "{} kan varetage stillingen", "a {} may hold the post").format(
                word(ROLES, ranked.substitution, language)
            )
        )
    covered = str(ranked.term("shift").value[0])
    if covered:
        parts.append(_shifts_short(covered.split(","), language))
    if ranked.minutes is not None and ranked.mode is not None:
        if ranked.precision and ranked.precision in FROM_THEIRS:
            parts.append(
                f"{journey(ranked.minutes, ranked.mode, language)} {word(FROM_THEIRS, ranked.precision, language)}"
            )
        else:
            parts.append(pick(language, "søger i jeres område", "looks for work in your area"))
    gap = ranked.term("hours").value[0]
    if isinstance(gap, int) and gap:
        parts.append(
            pick(language, f"ønsker {hours(gap / 10, language)} færre", f"wants {hours(gap / 10, language)} fewer")
        )
    _, waited, _ = ranked.term("need").value
    if isinstance(waited, int) and waited:
        parts.append(
            pick(
                language,
                f"I har manglet i {days(waited, language)}",
                f"you have lacked staff for {days(waited, language)}",
            )
        )
    return ", ".join(parts)


def _place(row: Ranked, names: Mapping[str, str], districts: Mapping[str, str], language: Language) -> str:
    name = plain(names[row.vacancy_id])
    if row.minutes is None or row.mode is None:
        return name
    if row.precision and row.precision in FROM_YOURS:
        return f"{name} ({journey(row.minutes, row.mode, language)} {word(FROM_YOURS, row.precision, language)})"
    # Only a district is known: minutes from its middle would say more than anybody knows.
    if district := plain(districts.get(row.vacancy_id, "")):
        return f"{name} ({district})"
    near = plain(row.origin or "")
    return f"{name} ({pick(language, 'nær', 'near')} {near})" if near else name


def _role_in_words(post: str, own: str, used: str, language: Language) -> str:
    fit = word(ROLES, own, language)
    if own != post:
        fit += pick(language, " i stilling som ", " in a post as ") + word(ROLES, post, language)
    return fit if used == "not_needed" else f"{fit}, {word(AUTHORISATION, used, language)}"


def _shift_in_words(covered: str, asked: str, language: Language) -> str:
    if not asked:
        return pick(language, "enheden har ikke skrevet vagter", "the unit named no shifts")
    text = shift_list(covered.split(","), language)
    if covered == asked:
        return text
    return pick(
        language,
        f"{text} af {shift_list(asked.split(','), language)}",
        f"{text} of {shift_list(asked.split(','), language)}",
    )


def _hours_in_words(more: int, fewer: int, language: Language) -> str:
    if more:
        return pick(language, f"ønsker {hours(more / 10, language)} færre", f"wants {hours(more / 10, language)} fewer")
    if fewer:
        return pick(
            language, f"ønsker {hours(fewer / 10, language)} flere", f"wants {hours(fewer / 10, language)} more"
        )
    return pick(language, "timerne passer", "the hours fit")


def _start_in_words(unit_waits: int, candidate_waits: int, language: Language) -> str:
    if unit_waits:
        return pick(
            language,
            f"kan begynde {days(unit_waits, language)} senere",
            f"can start {days(unit_waits, language)} later",
        )
    if candidate_waits:
        waits = days(candidate_waits, language)
        return pick(language, f"stillingen begynder {waits} senere", f"the post starts {waits} later")
    return pick(language, "datoen passer", "the date fits")


def _need_in_words(openings: int, waited: int, received: int, language: Language) -> str:
    ago = days(waited, language)
    return pick(
        language,
        f"mangler {openings}, ledig i {ago}, har fået {received} forslag for nylig",
        f"lacks {openings}, open for {ago}, received {received} suggestions lately",
    )


def _shifts_short(codes: Sequence[str], language: Language) -> str:
    if len(codes) == 1 and codes[0] != "weekend":
        return pick(language, f"{shift_list(codes, 'da')}vagt", f"{shift_list(codes, 'en')} shift")
    return shift_list(codes, language)
