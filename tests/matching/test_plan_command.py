"""Two spreadsheets become a plan and a page; bad rows are named and nothing is planned behind anybody's back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.plan import command
from matching.proposals import Plan

PEOPLE = """id;fag;autorisation;områder;fra;transport;højst minutter;timer;vagter;ikke vagter;startdato;ansættelse
c1;ssa;claimed;Amager Øst, Amager Vest;;cykel;;32;dag;;1.2.2027;fast
c2;sygeplejerske;verified;hele byen;2300;bus;30;37;dag, aften;nat;;fast
c3;ssh;;Valby;;cykel;;28-37;aften;;;
"""
POSTS = """stillingsnr;enhed;fag;antal;timer;vagter;ansættelse;type;bydel;postnr;lat;lon;ledig siden
v1;Solgården;ssa;1;37;dag;fast;plejehjem;Amager Øst;2300;;;1.11.2026
v2;Hjemmeplejen Syd;spl;2;37;dag;fast;hjemmepleje;Amager Vest;2300;;;
v3;Ankerhuset;ssh;1;28;nat;fast;plejehjem;Valby;2500;;;
"""
TABLE = "origin,unit,mode,minutes\n2300,Hjemmeplejen Syd,transit,3\n"


def run(folder: Path, *more: str, people: str = PEOPLE, posts: str = POSTS) -> Result:
    (folder / "c.csv").write_text(people, encoding="utf-8")
    (folder / "v.csv").write_text(posts, encoding="utf-8")
    (folder / "t.csv").write_text(TABLE, encoding="utf-8")
    files = ["--candidates", str(folder / "c.csv"), "--vacancies", str(folder / "v.csv")]
    return CliRunner().invoke(command, [*files, "--today", "2026-11-23", "--output", str(folder / "plan.json"), *more])


def where(folder: Path) -> dict[str, str]:
    return Plan.from_bytes((folder / "plan.json").read_bytes()).where


def test_a_plan_and_a_page(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 0
    assert where(tmp_path) == {"c1": "v1", "c2": "v2"}
    for words in (
        "# Plan, 23. november 2026",
        "2 forslag til 4 ledige stillinger",
        "Bevist: ingen plan er bedre.",
        "c1 → Solgården, v1. ",
        "c3: Med nat: 1 sted mere.",
        "Ankerhuset: 0 af 1",
    ):
        assert words in result.output


def test_what_people_decided_and_what_changed(tmp_path: Path) -> None:
    run(tmp_path)
    before = str(tmp_path / "plan.json")
    decided = ["--pin", "c3=v3", "--forbid", "c2=v2", "--language", "en", "--report", str(tmp_path / "report.md")]
    result = run(tmp_path, "--previous", before, *decided)
    assert result.exit_code == 0
    assert where(tmp_path) == {"c1": "v1", "c3": "v3"}
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "c2: Hjemmeplejen Syd → no place. A person ruled the earlier place out." in report
    assert "c3 → Ankerhuset, v3 (decided by a person). outside the rules." in report
    assert "c1 → Solgården, v1 (as before)." in report


def test_a_travel_table_stands_before_the_estimate(tmp_path: Path) -> None:
    result = run(tmp_path, "--travel", str(tmp_path / "t.csv"))
    assert "ca. 3 min. med bus og tog, fra postnummer)" in result.output
    assert "min. på cykel, fra midten af bydelen (skøn))" in result.output
    assert "Rejsetider fra tabel" in result.output
    assert "Rejsetider er skøn: luftlinje med omvej." in run(tmp_path).output


BAD = PEOPLE + "c4;xyz;;Valby;;;;;;;;\nc5;ssh;;Valby;Nowhere;;;;;;;\nc1;ssh;;;;;;;;;;\n"


def test_bad_rows_are_named_with_their_line(tmp_path: Path) -> None:
    result = run(tmp_path, people=BAD)
    assert result.exit_code == 1
    assert not (tmp_path / "plan.json").exists()
    assert "c.csv line 5: fag: “xyz” is not a role" in result.output
    assert "c.csv line 6: from: “Nowhere” is neither" in result.output
    assert "c.csv line 7: c1 is there twice" in result.output
    assert run(tmp_path, "--good-rows", people=BAD).exit_code == 0
    assert where(tmp_path) == {"c1": "v1", "c2": "v2"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--pin", "c9=v1"], "no such candidate"),
        (["--pin", "c1"], "is not CANDIDATE=VACANCY"),
        (["--previous", "nothing.json"], "is not a plan"),
        (["--travel", "nothing.csv"], "there is no such file"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path, options: list[str], words: str) -> None:
    result = run(tmp_path, *options)
    assert result.exit_code != 0
    assert words in result.output
    assert "Traceback" not in result.output


def test_the_help_lists_the_columns() -> None:
    result = CliRunner().invoke(command, ["--help"])
    assert "Columns of candidates" in result.output
    assert "max_minutes" in result.output
