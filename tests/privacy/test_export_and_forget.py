"""What is held about a person can be read, and forgotten; what happened stays on record."""

import json
import stat
from pathlib import Path

import psycopg
import pytest

from bot.house import House
from bot.store import trail
from bot.units import mail
from tests.commands.conftest import Run
from tests.commands.stage import NUMBER, at_home, set_stage
from tests.privacy.everything import everything


async def breaks(house: House) -> list[trail.Break]:
    async with house.database.transaction() as connection:
        return await trail.verify(connection)


@pytest.mark.parametrize("who", [NUMBER, "20 20 15 88", "0045 20201588", "freja"])
def test_all_that_is_held_can_be_read(jobline: Run, url: str, who: str) -> None:
    set_stage(url)
    done = jobline("export", who)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    search = found["searches"][0]
    assert found["addresses"] == [{"channel": "sms", "address": NUMBER}]
    assert {"fact": "first_name", "value": "Freja", "words": "jeg hedder Freja"}.items() <= search["answers"][
        -1
    ].items()
    assert search["messages"][0]["body"] == "jeg hedder Freja"
    assert search["suggestions"][0]["unit"] == "Solgården"
    assert search["rankings"][0]["rules_version"]
    assert [event["verb"] for event in search["what_happened"]] == ["ranking_kept"]
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM event WHERE verb = 'exported'").fetchone() == (1,)


def test_an_export_in_a_file_is_for_its_owner_only(jobline: Run, url: str, tmp_path: Path) -> None:
    set_stage(url)
    assert jobline("export", "freja", "-o", "freja.json").exit_code == 0
    assert stat.S_IMODE((tmp_path / "freja.json").stat().st_mode) == 0o600
    assert json.loads((tmp_path / "freja.json").read_text())["person"]


def test_nobody_there(jobline: Run) -> None:
    for command in (("export",), ("forget", "--yes")):
        done = jobline(*command, "20 20 15 77")
        assert done.exit_code == 1
        assert "Nothing is held under that number or id." in done.stderr


def test_forgetting_leaves_no_word_and_no_number_but_a_whole_trail(jobline: Run, url: str) -> None:
    kept = set_stage(url)
    done = jobline("forget", NUMBER, "--yes")
    assert done.exit_code == 0, done.output
    assert "Erased: 1 texts and the profile of 1 search." in done.stdout
    left = everything(url)
    for trace in ("Freja", NUMBER, NUMBER[3:], "Amager Vest", "32 timer", "SM1"):
        assert trace not in left, trace
    assert at_home(url, breaks) == []
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT stage, needs, due_at FROM candidacy").fetchone() == ("erased", None, None)
        assert connection.execute("SELECT state, released_at IS NOT NULL FROM suggestion").fetchone() == (
            "withdrawn",
            True,
        )
        assert connection.execute("SELECT count(*) FROM event WHERE verb = 'forgotten'").fetchone() == (1,)
    assert "the candidate was erased" in jobline("replay", "--", kept).stdout
    assert jobline("replay", "--all").exit_code == 0
    assert jobline("export", NUMBER).exit_code == 1


def test_the_unit_is_told_and_reads_nothing_of_the_person(jobline: Run, url: str) -> None:
    set_stage(url)
    jobline("forget", NUMBER, "--yes")
    with psycopg.connect(url) as connection:
        jobs = connection.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'units.mail'").fetchall()
    assert [args["kind"] for (args,) in jobs] == ["withdrawn"]

    async def written(house: House) -> str:
        async with house.database.transaction() as connection:
            ready = await mail.compose(connection, house, "withdrawn", jobs[0][0]["id"])
        assert ready is not None
        return str(ready.message)

    letter = at_home(url, written)
    for trace in ("Freja", NUMBER[3:], "Amager Vest"):
        assert trace not in letter


def test_a_stop_outlives_its_person(jobline: Run, url: str) -> None:
    set_stage(url, stopped=True)
    done = jobline("forget", NUMBER, "--yes")
    assert "The stop stays" in done.stdout
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT address, kind, message_id, lifted_at FROM suppression").fetchone()
    assert found == (NUMBER, "all", None, None)


def test_forgetting_asks_first(jobline: Run, url: str) -> None:
    set_stage(url)
    done = jobline("forget", NUMBER, stdin="n\n")
    assert done.exit_code == 1
    assert "Erase this person, with 1 search, for good?" in done.output
    assert "Freja" in everything(url)
    assert jobline("forget", NUMBER, stdin="y\n").exit_code == 0
    assert "Freja" not in everything(url)
