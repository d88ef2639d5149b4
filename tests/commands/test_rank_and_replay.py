"""A ranking on the screen and as data, and the same ranking made again."""

import json

import psycopg

from tests.commands.conftest import Run
from tests.commands.stage import set_stage


def test_a_ranking_as_a_table(jobline: Run, url: str) -> None:
    set_stage(url)
    done = jobline("rank", "freja")
    assert done.exit_code == 0
    assert "1 sted passer, 1 gør ikke." in done.stdout
    assert "Solgården · plejehjem · Amager Øst" in done.stdout
    assert "Ønsker" not in done.stdout
    assert "Solgården: Ønsker dag; vagterne er nat." in jobline("rank", "freja", "--why-not").stdout
    assert "nursing home" in jobline("rank", "freja", "--language", "en").stdout


def test_a_ranking_as_json(jobline: Run, url: str) -> None:
    set_stage(url)
    plain = json.loads(jobline("rank", "freja", "--json").stdout)
    assert [row["unit_name"] for row in plain["eligible"]] == ["Solgården"]
    assert plain["excluded"][0]["rule"] == "shift"


def test_a_candidacy_nobody_has(jobline: Run) -> None:
    done = jobline("rank", "nobody")
    assert done.exit_code == 1
    assert done.stderr == "Error: There is no candidacy nobody on this line.\n"


def test_an_id_may_begin_with_a_dash(jobline: Run, url: str) -> None:
    set_stage(url)
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE candidacy SET public_id = '-Fr-eja_'")
    assert "1 sted passer" in jobline("rank", "-Fr-eja_", "--why-not").stdout
    assert "Freja" in jobline("export", "-Fr-eja_").stdout


def test_replay_gives_the_same_bytes(jobline: Run, url: str) -> None:
    kept = set_stage(url)
    done = jobline("replay", kept)
    assert done.exit_code == 0, done.output
    assert "the same again, byte for byte" in done.stdout
    assert json.loads(jobline("replay", kept, "--json").stdout)["candidate_id"] == "freja"
    assert jobline("replay", "--all").exit_code == 0


def test_replay_names_what_was_changed(jobline: Run, url: str) -> None:
    kept = set_stage(url)
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE ranking SET result = result || ' '::bytea")
    done = jobline("replay", kept)
    assert done.exit_code == 1
    assert "NOT the same: the result of this ranking is not what the audit trail says" in done.stdout
    assert jobline("replay", "--all").exit_code == 1


def test_replay_wants_one_or_all(jobline: Run) -> None:
    assert jobline("replay").exit_code == 2
    assert "no ranking was kept as nothing" in jobline("replay", "nothing").stderr
    assert "No ranking has been kept yet." in jobline("replay", "--all").stdout
