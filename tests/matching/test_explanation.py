"""What people read comes from the same points and values as the order, in words that fit where they are read."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.candidate import Candidate
from matching.explanation import PLACES, for_unit, full_table, places_for_candidate
from matching.place import Place
from matching.ranking import Excluded, Ranked, rank, rank_candidates, weigh
from matching.vacancy import Vacancy
from matching.why_not import Crowded, Lower, compare, crowded, why_not
from tests.matching.examples import TODAY, TRAVEL, UNHURRIED, candidate, candidates, rules, vacancies, vacancy
from wording.language import Language

NEAR = Place("2300", 55.6636, 12.6247, "postcode")
LANGUAGES: tuple[Language, ...] = get_args(Language)


def ranked(wish: dict[str, Any] | None = None, post: dict[str, Any] | None = None) -> Ranked:
    row = weigh(candidate(**wish or {}), vacancy(**post or {}), rules(), TRAVEL, TODAY)
    assert isinstance(row, Ranked)
    return row


def test_the_full_table() -> None:
    rows = full_table(ranked(), "da")
    assert [(row.label, row.value, row.points, row.of) for row in rows] == [
        ("rejse", "ca. 3 min. på cykel, fra midten af bydelen", 40, 40),
        ("fag", "SOSU-assistent, autorisation oplyst, ikke tjekket", 22, 25),
        ("vagt", "dag", 15, 15),
        ("timer", "ønsker 5 timer færre", 4, 5),
        ("start", "datoen passer", 5, 5),
        ("behov", "mangler 2, ledig i 21 dage, har fået 0 forslag for nylig", 6, 10),
    ]


@UNHURRIED
@given(candidates(), vacancies(), st.sampled_from(LANGUAGES))
def test_every_ranking_can_be_put_into_words(who: Candidate, where: list[Vacancy], language: Language) -> None:
    ranking = rank(who, where, rules(), TRAVEL, TODAY)
    posts = {post.id: post for post in where}
    for row in ranking.eligible:
        assert sum(line.points for line in full_table(row, language)) == row.score
        assert for_unit(row, posts[row.vacancy_id], language)
        assert why_not(compare(ranking.eligible[0], row), language)
    for excluded in ranking.excluded:
        assert "{" not in why_not(excluded, language)
    places = places_for_candidate(ranking.eligible, {post.id: post.unit_name for post in where}, language)
    assert len(places) <= PLACES
    assert bool(places) == bool(ranking.eligible)


def test_where_a_place_lies_is_said_as_exactly_as_it_is_known() -> None:
    assert places_for_candidate([ranked()], {"v1": "Solgården"}, "da") == ("Solgården (nær Amager Øst)",)
    there = {"v1": "Amager Vest"}
    assert places_for_candidate([ranked()], {"v1": "Solgården"}, "da", there) == ("Solgården (Amager Vest)",)
    (place,) = places_for_candidate([ranked({"from_place": NEAR})], {"v1": "Solgården"}, "da", there)
    assert place == "Solgården (ca. 3 min. på cykel fra dit postnummer)"


def test_two_posts_of_one_unit_name_the_place_once() -> None:
    assert places_for_candidate([ranked(), ranked()], {"v1": "Solgården"}, "da") == ("Solgården (nær Amager Øst)",)


@pytest.mark.parametrize(
    ("wish", "post", "language", "sentence"),
    [
        ({}, {}, "da", "faget passer, dagvagt, søger i jeres område, ønsker 5 timer færre, I har manglet i 21 dage"),
        (
            {"hours_max": 370},
            {},
            "en",
            "the role fits, day shift, looks for work in your area, you have lacked staff for 21 days",
        ),
        (
            {"role": "sygeplejerske", "accepts_roles": frozenset({"sosu_assistent"}), "hours_max": 370},
            {"opened_on": TODAY},
            "da",
            "sygeplejerske kan varetage stillingen, dagvagt, søger i jeres område",
        ),
        (
            {"hours_max": 370, "from_place": NEAR},
            {"opened_on": TODAY},
            "da",
            "faget passer, dagvagt, ca. 3 min. på cykel fra kandidatens postnummer",
        ),
    ],
)
def test_the_sentence_for_the_unit(
    wish: dict[str, Any], post: dict[str, Any], language: Language, sentence: str
) -> None:
    assert for_unit(ranked(wish, post), vacancy(**post), language) == sentence


@pytest.mark.parametrize(
    ("reason", "danish"),
    [
        (
            Excluded("v", "u", "area", ("Amager Vest", "Amager Øst"), ("Valby",)),
            "Søger i Amager Vest og Amager Øst; stedet ligger i Valby.",
        ),
        (
            Excluded("v", "u", "shift_excluded", ("weekend",), ("dag", "weekend")),
            "Vil ikke arbejde weekend; vagterne er dag og weekend.",
        ),
        (
            Excluded("v", "u", "travel_limit", (15,), (29, "bike", "postcode")),
            "Højst 15 min.; der er ca. 29 min. på cykel, fra postnummer.",
        ),
        (
            Excluded("v", "u", "start", ("2027-02-24",), ("2026-11-23",)),
            "Kan begynde 24. februar 2027; stillingen begynder 23. november 2026.",
        ),
        (
            Excluded("v", "u", "authorisation", ("none",), ("sygeplejerske",)),
            "sygeplejerske: ingen autorisation; stillingen kræver den.",
        ),
        (Lower("v", 12, (("travel", -15), ("need", 3))), "12 point lavere: rejse -15, behov +3."),
        (Lower("v", 0, ()), "Lige mange point; rækkefølgen er trukket ved lod."),
        (Crowded("v", 3), "3 andre ligger højere dér."),
        (Crowded("v", 1), "1 anden ligger højere dér."),
    ],
)
def test_why_not(reason: Excluded | Lower | Crowded, danish: str) -> None:
    assert why_not(reason, "da") == danish


def test_how_many_stand_before_a_candidate() -> None:
    people = [
        candidate(id="c1"),
        candidate(id="c2", authorisation="verified"),
        candidate(id="c3", authorisation="none"),
    ]
    order = rank_candidates(vacancy(), people, rules(), TRAVEL, TODAY)
    assert [who for who, _ in order] == ["c2", "c1"]
    assert crowded("v1", order, "c1") == Crowded("v1", 1)
    assert crowded("v1", order, "c2") is None
    assert crowded("v1", order, "c3") is None
