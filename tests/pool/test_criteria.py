"""What no vacancy may ask for is found; work with people who are so is not mistaken for it."""

import pytest

from bot.pool.criteria import forbidden_words


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("Borgeren ønsker kvindelig hjælp", ["kvindelig"]),
        ("gerne en mand under 40 år", ["mand", "under 40 år"]),
        ("dansk baggrund, ikke muslim", ["dansk baggrund", "muslim"]),
        ("female staff only", ["female"]),
        ("vi er et ungt team med unge medarbejdere", ["unge medarbejdere"]),
        ("Start mandag, hver anden weekend", []),
        ("Bosted for unge med autisme", []),
        ("Man skal kunne cykle, men ikke langt", []),
        ("Borgere med demens og handicap", []),
        ("", []),
    ],
)
def test_only_what_is_asked_of_the_applicant(note: str, words: list[str]) -> None:
    assert forbidden_words(note) == words
