"""The phones of the demo: real enough to be dialled, nobody's, and with something to say."""

from __future__ import annotations

import phonenumbers
import pytest

from bot.demo.handset import (
    ALPHABET,
    COMMANDS,
    ENGLISH,
    EVERYTHING,
    LONGEST,
    PEOPLE,
    REPLIES,
    SHORT,
    TRICKY,
    groups,
    handset_at,
    handset_of,
    new_key,
)
from dialogs import facts
from dialogs.script import Asked
from wording.phones import in_pairs

TOPICS = (facts.ROLE, facts.AREAS, facts.HOURS, facts.SHIFTS, facts.START, facts.EMPLOYMENT)


@pytest.mark.parametrize("handset", [*PEOPLE, handset_of("n4100"), handset_of("n9999")])
def test_every_phone_has_a_number_that_could_be_one(handset) -> None:
    assert phonenumbers.is_valid_number(phonenumbers.parse(handset.number))
    assert handset_at(handset.number) == handset


def test_people_have_numbers_of_their_own() -> None:
    assert len({person.number for person in PEOPLE}) == len(PEOPLE)
    assert not any(handset_of(f"n{person.number[-4:]}") for person in PEOPLE)


@pytest.mark.parametrize("key", ["", "nobody", "n12", "n12345", "n0001", "../x", "n٤٧١١"])
def test_there_is_no_other_phone(key: str) -> None:
    assert handset_of(key) is None


def test_a_new_phone_is_a_phone() -> None:
    found = handset_of(new_key())
    assert found is not None
    assert not found.known


@pytest.mark.parametrize(("number", "shown"), [("+4520404001", "20 40 40 01"), ("+46701234567", "+46701234567")])
def test_a_number_in_pairs(number: str, shown: str) -> None:
    assert in_pairs(number) == shown


@pytest.mark.parametrize("example", [EVERYTHING, SHORT, ENGLISH, TRICKY])
def test_an_example_fits_into_a_text(example) -> None:
    assert 0 < len(example.body) <= LONGEST


def test_an_answer_is_offered_to_every_question_the_line_asks() -> None:
    for topic in TOPICS:
        assert all(REPLIES[topic.name])
    open_questions = Asked((facts.AREAS, facts.HOURS, facts.FIRST_NAME))
    first, *_ = groups(PEOPLE[1], open_questions, written=True)
    assert [one.body for one in first.examples] == ["Amager, 32 timer, Jonas", "Amager"]
    first, *_ = groups(PEOPLE[2], open_questions, written=True, language="en")
    assert [one.body for one in first.examples] == ["Amager, 32 hours, Maria", "Amager"]


def test_what_is_offered_follows_the_talk() -> None:
    nothing_written = groups(PEOPLE[0], None, written=False)
    assert [group.examples[0] for group in nothing_written] == [PEOPLE[0].first]
    confirming = groups(PEOPLE[0], Asked((facts.CONFIRM,)), written=True)
    assert confirming[0].examples[0].body == "ja"
    times = groups(PEOPLE[0], Asked((facts.TIMES,), options=("a", "b")), written=True)
    assert [one.body for one in times[0].examples] == ["1", "2", "kan ikke"]
    assert COMMANDS in groups(PEOPLE[0], None, written=True)


def test_the_page_counts_in_the_networks_alphabet() -> None:
    assert "æ" in ALPHABET["basic"]
    assert "€" in ALPHABET["extended"]
