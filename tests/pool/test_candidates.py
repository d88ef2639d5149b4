"""What the rules see of a candidate is what stands, and nothing that was not asked for."""

from datetime import date
from typing import Any

import pytest

from bot.house import House
from bot.pool.candidates import Standing, UnknownCandidacyError, candidate_from, candidate_of
from config.files import ConfigFiles
from matching.candidate import Candidate
from tests.pool.town import ASSISTANT, a_candidacy, an_answer

FILES = ConfigFiles()


def seen(facts: dict[str, Any], **said: Standing) -> Candidate:
    standing = {fact: Standing(value) for fact, value in facts.items()}
    return candidate_from("c1", "new", {**standing, **said}, FILES)


async def test_standing_answers_become_a_candidate(house: House) -> None:
    async with house.database.transaction() as connection:
        number = await a_candidacy(connection, house, ASSISTANT, public_id="amager")
        candidate = await candidate_of(connection, house, number)
    assert candidate == Candidate(
        id="amager",
        role="sosu_assistent",
        authorisation="claimed",
        areas=frozenset({"Amager Øst", "Amager Vest"}),
        hours_min=320,
        hours_max=320,
        shifts=frozenset({"dag"}),
        start=date(2027, 2, 1),
        employment=frozenset({"fast"}),
        door="new",
    )


async def test_a_withdrawn_answer_is_not_seen(house: House) -> None:
    async with house.database.transaction() as connection:
        number = await a_candidacy(connection, house, {"role": "sosu_hjaelper"})
        await an_answer(connection, house, number, "shifts", ["nat"], withdrawn_at=house.now())
        await an_answer(connection, house, number, "shifts", ["aften"])
        assert (await candidate_of(connection, house, number)).shifts == {"aften"}


async def test_a_candidacy_without_answers_is_still_a_candidate(house: House) -> None:
    async with house.database.transaction() as connection:
        number = await a_candidacy(connection, house, {})
        assert (await candidate_of(connection, house, number)).role == ""


async def test_a_candidacy_nobody_has_is_named(house: House) -> None:
    async with house.database.transaction() as connection:
        with pytest.raises(UnknownCandidacyError, match="424242"):
            await candidate_of(connection, house, 424242)


@pytest.mark.parametrize(
    ("facts", "by", "expected"),
    [
        ({}, "candidate", "none"),
        ({"authorised:sygeplejerske": False}, "candidate", "none"),
        ({"authorised:sygeplejerske": True}, "candidate", "claimed"),
        ({"authorised:sosu_assistent": True}, "candidate", "none"),
        ({"authorised:sygeplejerske": "pending"}, "recruiter:7", "pending"),
        ({"verified:sygeplejerske": True}, "recruiter:7", "verified"),
        ({"verified:sygeplejerske": True}, "candidate", "none"),
    ],
)
def test_only_a_recruiter_verifies(facts: dict[str, Any], by: str, expected: str) -> None:
    standing = {fact: Standing(value, "", by) for fact, value in facts.items()}
    candidate = candidate_from("c1", "new", {"role": Standing("sygeplejerske"), **standing}, FILES)
    assert candidate.authorisation == expected


def test_a_wanted_postcode_is_where_travel_is_measured_from() -> None:
    place = seen({"postcodes": ["2300"], "areas": ["Amager Øst", "Amager Vest"]}).from_place
    assert place is not None
    assert (place.name, place.precision) == ("2300", "postcode")


@pytest.mark.parametrize(
    "facts",
    [
        {"postcodes": ["2300", "2500"], "areas": ["Amager Øst", "Amager Vest", "Valby"]},
        {"postcodes": ["2300"], "areas": ["Amager Øst", "Valby"]},
        {"postcodes": ["9999"], "areas": []},
        {"areas": ["Valby"]},
        {"home_areas": ["Valby"]},
    ],
)
def test_without_one_wanted_point_the_areas_decide(facts: dict[str, Any]) -> None:
    assert seen(facts).from_place is None


def test_a_wanted_station_is_read_from_the_words_of_the_areas() -> None:
    place = seen({}, areas=Standing(["Amager Øst"], "tæt på lergravsparken st")).from_place
    assert place is not None
    assert (place.name, place.precision) == ("Lergravsparken", "station")


def test_two_stations_are_no_point() -> None:
    assert seen({}, areas=Standing(["Amager Øst"], "Lergravsparken eller Femøren")).from_place is None


def test_home_counts_only_for_those_who_ask_for_work_near_it() -> None:
    assert seen({"home_areas": ["Kastrup"]}).from_place is None
    place = seen({"home_areas": ["Kastrup"], "near_home": True}).from_place
    assert place is not None
    assert place.name == "Kastrup"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"min": 29.6, "max": 29.6}, (296, 296)),
        ({"min": 18.5, "max": None}, (185, None)),
        ("37", (None, None)),
        (None, (None, None)),
    ],
)
def test_hours_are_tenths_and_what_does_not_read_is_unknown(
    value: Any, expected: tuple[int | None, int | None]
) -> None:
    candidate = seen({"hours_per_week": value})
    assert (candidate.hours_min, candidate.hours_max) == expected


def test_as_soon_as_possible_has_no_day() -> None:
    assert seen({"start": "asap"}).start is None
    assert seen({"start": "2027-02-31"}).start is None


def test_what_was_said_yes_to_is_accepted() -> None:
    assert seen({"accepts:sosu_hjaelper": True, "accepts:ufaglaert": False}).accepts_roles == {"sosu_hjaelper"}
