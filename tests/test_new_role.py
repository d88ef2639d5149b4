"""A new role is one table in roles.toml: it is then read, asked about, ranked and named everywhere, or it is said what lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.desk import queue
from bot.desk.mending import TABLES
from bot.desk.wording import Wording
from bot.intake.columns import role_spellings
from config.files import SHIPPED, ConfigFiles
from config.roles import RolesError, read_roles, roles, use
from dialogs import phrases
from dialogs.facts import AUTHORISED, missing
from dialogs.reading import Lexicon, read
from matching.explanation import full_table
from matching.geography import Travel
from matching.ranking import rank
from matching.rules import Rules
from tests.matching.examples import TODAY, candidate, vacancy
from wording.gsm import foreign
from wording.language import word
from wording.work import ROLES

MUSIC = """
[role.musikterapeut]
title = "musikterapeut"
title_en = "music therapist"
short = "MUS"
authorisation = 2
words = ["musikterapeuter"]

[role.musikterapistuderende]
title = "musikterapistuderende"
title_en = "music therapy student"
short = "MUS-stud."
becomes = "musikterapeut"
words = ["musikterapistud"]
"""


@pytest.fixture
def files(tmp_path: Path) -> Iterator[ConfigFiles]:
    """A municipality's folder with two roles more, in force for one test."""
    own = (SHIPPED / "roles.toml").read_text(encoding="utf-8")
    (tmp_path / "roles.toml").write_text(own + MUSIC, encoding="utf-8")
    files = ConfigFiles(tmp_path)
    use(files)
    yield files
    use(ConfigFiles())


def test_it_is_read(files: ConfigFiles) -> None:
    lexicon = Lexicon.load(files)
    day = date(2026, 11, 23)
    said = {"Hej jeg er musikterapeut": "musikterapeut", "læser til musikterapeut": "musikterapistuderende"}
    for text, role in said.items():
        assert read(text, received=day, lexicon=lexicon).facts["role"].value == role
    # A number is answered by the title behind it, so every title must read as its own role, in both languages.
    for code, role in roles().items():
        for title in (role.title, role.title_en):
            heard = read("2", received=day, lexicon=lexicon, asked=f"role: 1 noget helt andet 2 {title}")
            assert heard.facts["role"].value == code, title


def test_its_authorisation_is_asked_about(files: ConfigFiles) -> None:
    assert AUTHORISED.about("musikterapeut") in missing({"role": "musikterapeut"})
    assert AUTHORISED.about("musikterapistuderende") not in missing({"role": "musikterapistuderende"})


def test_it_is_ranked_and_explained(files: ConfigFiles) -> None:
    rules = Rules.load(files)
    assert {"musikterapeut", "musikterapistuderende"} <= rules.known_roles
    assert rules.authorised["musikterapeut"] == 2
    who = candidate(role="musikterapeut", authorisation="claimed")
    (row,) = rank(who, [vacancy(role="musikterapeut")], rules, Travel.load(files), TODAY).eligible
    assert "musikterapeut" in next(part.value for part in full_table(row, "da") if part.label == "fag")


def test_it_has_a_name_everywhere(files: ConfigFiles) -> None:
    assert word(ROLES, "musikterapeut", "en") == "music therapist"
    assert (
        phrases.profile({"role": "musikterapeut", "authorised:musikterapeut": True}, "da")
        == "musikterapeut med autorisation"
    )
    assert ("musikterapeut", "musikterapeut") in Wording("da").roles()
    assert Wording("da").role_short("musikterapistuderende") == "MUS-stud."
    assert "musikterapeut" in TABLES["role"]
    assert queue.prefixes("MUS") == ["musikterapeut"]
    assert "MUS" in role_spellings(files)["musikterapeut"]


def test_titles_are_cheap() -> None:
    assert not foreign(" ".join(f"{role.title}{role.title_en}{role.short}" for role in roles().values()))


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('title = "x"\nshort = "X"\nwords = ["x"]', "role.new: title_en is missing"),
        ('title = "x"\ntitle_en = "x"\nshort = "SSA"\nwords = ["x"]', "another role has the short title SSA too"),
        ('title = "x"\ntitle_en = "x"\nshort = "X"\nwords = ["x"]\nbecomes = "y"', "becomes names y"),
        (
            'title = "x"\ntitle_en = "x"\nshort = "X"\nwords = ["x"]\nautorisation = 1',
            "autorisation is no key of a role",
        ),
        ('title = "x"\ntitle_en = "x"\nshort = "X"\nwords = "x"', "words is written as a str, it should be a list"),
        (
            'title = "x"\ntitle_en = "x"\nshort = "X"\nwords = ["x"]\nuntrained = true',
            "exactly one role must be untrained",
        ),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, table: str, fault: str) -> None:
    own = (SHIPPED / "roles.toml").read_text(encoding="utf-8")
    (tmp_path / "roles.toml").write_text(f"{own}\n[role.new]\n{table}\n", encoding="utf-8")
    with pytest.raises(RolesError, match=fault):
        read_roles(ConfigFiles(tmp_path))
