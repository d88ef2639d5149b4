"""How candidates say they travel reaches the ranking, its limit and its words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.pool.candidates import Standing, candidate_from
from config.files import ConfigFiles
from dialogs.reading import Lexicon
from dialogs.reading.reader import read
from matching.candidate import Candidate
from matching.explanation import for_unit, full_table, places_for_candidate
from matching.geography import Travel
from matching.place import Place
from matching.ranking import Ranked, rank
from matching.travel_table import Stop, Table, point
from matching.why_not import why_not
from tests.matching.examples import TODAY, rules, vacancy

FILES = ConfigFiles()
POST = FILES.rows("postcodes.csv")
AMAGER = next((float(row["lat"]), float(row["lon"])) for row in POST if row["first"] == "2300")
NEAR = vacancy(place=Place("Solgården", AMAGER[0] + 0.012, AMAGER[1], "street"))
FAR = vacancy(id="v2", unit_id="u2", place=Place("Månehuset", AMAGER[0] + 0.06, AMAGER[1], "street"))
LEXICON = Lexicon.load(FILES)


def heard(text: str) -> Candidate:
    """The candidate who answered where they want to work with this text, assistant and authorised."""
    reading = read(text, received=TODAY, lexicon=LEXICON, asked="areas", known={"role": "sosu_assistent"})
    said: dict[str, Any] = {name: fact.value for name, fact in reading.facts.items()}
    facts = {"role": "sosu_assistent", "authorised:sosu_assistent": True, **said}
    return candidate_from("c1", "new", {name: Standing(value, text) for name, value in facts.items()}, FILES)


@pytest.mark.parametrize(
    ("text", "mode", "limit"),
    [
        ("2300, max 30 min", "transit", 30),
        ("2300, skal kunne cykle", "bike", None),
        ("2300 og højst 20 minutter på cykel", "bike", 20),
        ("2300, jeg kører i bil, max 45 min", "car", 45),
        ("2300, højst en halv time med bus", "transit", 30),
        ("2300", "transit", None),
    ],
)
def test_what_is_said_is_what_counts(text: str, mode: str, limit: int | None) -> None:
    who = heard(text)
    assert (who.mode, who.max_minutes) == (mode, limit)
    assert who.from_place is not None
    assert (who.from_place.name, who.from_place.precision) == ("2300", "postcode")


def test_the_limit_leaves_out_what_is_farther_and_says_so() -> None:
    made = rank(heard("2300, max 20 min på cykel"), [NEAR, FAR], rules(), Travel.load(FILES), TODAY)
    assert [row.vacancy_id for row in made.eligible] == ["v1"]
    [out] = made.excluded
    assert out.rule == "travel_limit"
    assert why_not(out, "da") == "Højst 20 min.; der er ca. 35 min. på cykel, fra postnummer."
    wider = rank(heard("2300, max 60 min på cykel"), [NEAR, FAR], rules(), Travel.load(FILES), TODAY)
    assert [row.vacancy_id for row in wider.eligible] == ["v1", "v2"]


@pytest.mark.parametrize(
    ("language", "recruiter", "own", "unit"),
    [
        (
            "da",
            "ca. 7 min. på cykel, fra postnummer",
            "Solgården (ca. 7 min. på cykel fra dit postnummer)",
            "ca. 7 min. på cykel fra kandidatens postnummer",
        ),
        (
            "en",
            "about 7 min. by bike, from the postcode",
            "Solgården (about 7 min. by bike from your postcode)",
            "about 7 min. by bike from the candidate's postcode",
        ),
    ],
)
def test_every_reader_is_told_from_where(language: Any, recruiter: str, own: str, unit: str) -> None:
    row = first(Travel.load(FILES))
    assert full_table(row, language)[0].value == recruiter
    assert places_for_candidate([row], {"v1": "Solgården"}, language) == (own,)
    assert unit in for_unit(row, NEAR, language)


def test_a_measured_journey_takes_the_estimates_place() -> None:
    ends = (Stop("2300", point(*AMAGER)),), (Stop("u1", point(NEAR.place.lat, NEAR.place.lon)),)
    row = first(Travel.load(FILES).measured(Table("a router", TODAY, None, *ends, {"bike": ((12,),)})))
    assert (row.minutes, row.estimated) == (12, False)
    assert full_table(row, "da")[0].value == "ca. 12 min. på cykel, fra postnummer"


def first(travel: Travel) -> Ranked:
    return rank(heard("2300, skal kunne cykle"), [NEAR], rules(), travel, TODAY).eligible[0]
