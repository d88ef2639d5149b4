"""`jobline rank` from two spreadsheets: the same ranking as on the line, without a database, and bad rows by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.matching.test_plan_command import BAD, PEOPLE, POSTS, TABLE


@pytest.fixture(autouse=True)
def _no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the test's own, and an address of a database nobody could reach."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/nobody")
    monkeypatch.delenv("JOBLINE_CONFIG", raising=False)


def rank(*more: str, people: str = PEOPLE, posts: str = POSTS) -> Result:
    Path("c.csv").write_text(people, encoding="utf-8")
    Path("v.csv").write_text(posts, encoding="utf-8")
    Path("t.csv").write_text(TABLE, encoding="utf-8")
    words = ["rank", "--candidates", "c.csv", "--vacancies", "v.csv", "--today", "2026-11-23", *more]
    return CliRunner().invoke(main, words, catch_exceptions=False)


def kept(path: str = "ranking.json") -> list[dict[str, Any]]:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def test_a_ranking_of_each_and_a_page() -> None:
    done = rank()
    assert done.exit_code == 0, done.output
    assert [one["candidate_id"] for one in kept()] == ["c1", "c2", "c3"]
    assert [row["vacancy_id"] for row in kept()[0]["eligible"]] == ["v1"]
    assert kept()[0]["eligible"][0]["unit_name"] == "Solgården"
    for words in (
        "# Rangering, 23. november 2026",
        "Rejsetider er skøn",
        "## c2",
        "1 sted passer, 2 gør ikke.",
        "min. med bus og tog, fra postnummer",
        "0 steder passer, 3 gør ikke.",
    ):
        assert words in done.output


def test_only_one_of_them_and_why_not_the_others() -> None:
    done = rank("--candidate", "c3", "--why-not", "--language", "en", "--json")
    assert done.exit_code == 0
    [one] = json.loads(done.stdout)
    assert one == kept()[0]
    assert {row["vacancy_id"]: row["rule"] for row in one["excluded"]} == {"v1": "role", "v2": "role", "v3": "shift"}
    assert "No candidate of the sheet is c9." in rank("--candidate", "c9").stderr


def test_a_page_of_its_own(tmp_path: Path) -> None:
    done = rank("--report", "page.md", "--output", "here.json", "--top", "1")
    assert done.stdout == "here.json and page.md: 3 rankings.\n"
    assert "## c1" in (tmp_path / "page.md").read_text(encoding="utf-8")
    assert len(kept("here.json")) == 3
    assert "cannot be written" in rank("--output", "nowhere/here.json").stderr


def test_a_table_by_hand_stands_before_the_estimate() -> None:
    done = rank("--travel", "t.csv", "--candidate", "c2")
    assert "ca. 3 min. med bus og tog, fra postnummer" in done.output
    assert "Rejsetider fra tabel" in done.output
    assert kept()[0]["eligible"][0]["estimated"] is False
    assert "(skøn)" in rank("--travel", "t.csv", "--candidate", "c1").output


def test_a_row_of_the_table_that_is_none() -> None:
    Path("bad.csv").write_text(
        TABLE + "2300,Solgården,boat,3\n2300,Solgården,bike,99999\n" + TABLE.splitlines()[1] + "\n"
    )
    done = rank("--travel", "bad.csv")
    assert done.exit_code == 1
    assert "bad.csv line 3: needs origin, unit, mode" in done.stderr
    assert "bad.csv line 4: needs origin, unit, mode" in done.stderr
    assert "bad.csv line 5: 2300 to Hjemmeplejen Syd by transit is there twice" in done.stderr


def test_bad_rows_are_named_and_the_exit_code_says_so() -> None:
    done = rank(people=BAD)
    assert done.exit_code == 1
    assert "c.csv line 5: fag: “xyz” is not a role" in done.stderr
    assert "3 faults; nothing was ranked." in done.stderr
    assert not Path("ranking.json").exists()
    assert rank("--good-rows", people=BAD).exit_code == 0
    assert len(kept()) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rank"], "Name one candidacy, or two sheets"),
        (["rank", "freja", "--candidates", "c.csv"], "Name one candidacy, or two sheets"),
        (["rank", "--candidates", "c.csv"], "Both sheets are needed"),
        (["rank", "--candidates", "none.csv", "--vacancies", "none.csv"], "there is no such file"),
    ],
)
def test_what_is_missing_is_said(words: list[str], said: str) -> None:
    done = CliRunner().invoke(main, words)
    assert done.exit_code != 0
    assert said in done.output


def test_the_help_lists_the_columns() -> None:
    done = CliRunner().invoke(main, ["rank", "--help"])
    assert "Columns of vacancies" in done.output
