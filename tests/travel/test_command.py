"""`jobline travel` with a real router and a real database: measured, looked at, taken into use, ranked by, replayed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.house import House, open_house
from bot.pool.rankings import keep, rank_now
from bot.store.database import Database
from bot.travel.routers import RouterError
from bot.travel.valhalla import Valhalla
from config.files import ConfigFiles
from tests.commands.conftest import Run
from tests.conftest import Clock, make_settings
from tests.pool.town import ASSISTANT, a_candidacy, a_unit, a_vacancy
from tests.travel.municipality import UNITS, settle, sheet_of_posts

PEOPLE = (
    "id;fag;autorisation;områder;fra;transport;timer;vagter\nc1;ssa;claimed;Nordbred;Strømby Station;cykel;32;dag\n"
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobline: Run) -> Path:
    """The municipality's folder, named in the environment."""
    folder = settle(tmp_path / "own")
    monkeypatch.setenv("JOBLINE_CONFIG", str(folder))
    return folder


def in_town(url: str, own: Path, work: Callable[[Any, House], Awaitable[Any]]) -> Any:
    """Does something in a transaction of the municipality's house."""

    async def visit() -> Any:
        database = Database(url, pool=1)
        try:
            async with database.jobs.open_async():
                settings = make_settings(data_dir=Path())
                house = await open_house(settings, database, files=ConfigFiles(own), clock=Clock())
                async with database.transaction() as connection:
                    return await work(connection, house)
        finally:
            await database.close()

    return asyncio.run(visit())


def people_it(url: str, own: Path) -> int:
    """Two units with a vacancy each, and Freja, who cycles from the station; returns her row."""

    async def work(connection: Any, house: House) -> int:
        for name, (lat, lon) in UNITS.items():
            unit = await a_unit(connection, house, name, district="Nordbred", latitude=lat, longitude=lon)
            await a_vacancy(connection, house, unit, name)
        facts = {**ASSISTANT, "areas": ["Nordbred", "Sydbred"], "near_home": True, "home_areas": ["Strømby Station"]}
        return await a_candidacy(connection, house, {**facts, "travel_mode": "bike"}, public_id="freja")

    row: int = in_town(url, own, work)
    return row


def ranked(jobline: Run) -> dict[str, tuple[int, bool]]:
    """By unit: minutes, and whether they are an estimate."""
    plain = json.loads(jobline("rank", "freja", "--json").stdout)
    return {row["unit_name"]: (row["minutes"], row["estimated"]) for row in plain["eligible"]}


def test_the_whole_way(real_valhalla: str, jobline: Run, url: str, own: Path) -> None:
    freja = people_it(url, own)
    estimate = ranked(jobline)
    assert estimate["Strandgården"] == (3, True)  # Four hundred metres across the stream, as the crow flies.
    built = jobline("travel", "build", "--router", real_valhalla)
    assert built.exit_code == 0, built.output
    assert "bike: all 10 journeys." in built.stdout
    assert "car: all 10 journeys." in built.stdout
    assert "transit: not in the table; estimated." in built.stdout
    assert not Path("travel.json.part").exists()
    assert ranked(jobline) == estimate  # Nothing ranks by it before a person says so.
    used = jobline("travel", "use", "travel.json")
    assert used.exit_code == 0, used.output
    assert "(before: the estimate)" in used.stdout
    # Nobody cycles against the one-way street: round by the bridge it is more than two kilometres.
    measured = ranked(jobline)
    assert measured["Strandgården"][0] > 6
    assert measured["Strandgården"][1] is False
    assert f"In use: {json.loads(Path('travel.json').read_text())['version']}" in used.stdout
    assert "Rejsetider fra tabel" in jobline("rank", "freja").stdout

    async def act(connection: Any, house: House) -> None:
        await keep(connection, house, freja, await rank_now(connection, house, freja))

    in_town(url, own, act)
    # The table goes, a unit moves, and what was kept comes out with the same bytes.
    assert "In use: the estimate" in jobline("travel", "use", "--none").stdout
    assert not (own / "travel.json").exists()
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE unit SET latitude = latitude + 0.01")
        verbs = connection.execute("SELECT data FROM event WHERE verb = 'travel_used' ORDER BY id").fetchall()
        jobs = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'desk.count'").fetchone()
    assert [seen["after"] for (seen,) in verbs] == [
        json.loads(Path("travel.json").read_text())["version"],
        "the estimate",
    ]
    assert jobs is not None
    assert jobs[0] >= 1
    assert ranked(jobline)["Strandgården"][1] is True
    again = jobline("replay", "--all")
    assert again.exit_code == 0, again.output


def test_what_a_table_lacks_is_listed(real_valhalla: str, jobline: Run, url: str, own: Path) -> None:
    people_it(url, own)
    assert "No table is in use" in jobline("travel", "show").stdout
    jobline("travel", "build", "--valhalla", real_valhalla, "--mode", "bike")
    jobline("travel", "use", "travel.json")
    assert "bike: all 10 journeys." in jobline("travel", "show").stdout
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE unit SET latitude = 55.9 WHERE name = 'Bakkehuset'")
        connection.execute(
            "INSERT INTO unit (employer_id, public_id, reference, name, unit_type, district, latitude, longitude, leader_email)"
            " SELECT employer_id, 'new', 'new', 'Nyhuset', unit_type, district, 55.71, 9.51, leader_email FROM unit LIMIT 1"
        )
    (own / "districts.csv").write_text("district,lat,lon\nSydbred,55.8,9.6\nNordbred,55.7,9.5\n", encoding="utf-8")
    shown = jobline("travel", "show").stdout
    assert "Units not in the table, so estimated: Nyhuset." in shown
    assert "Units that moved since, so estimated: Bakkehuset." in shown
    assert "Places not in the table, so estimated: Sydbred, Nordbred." in shown
    assert re.search(r"bike: \d of \d\d journeys \(\d+ %\); the rest are estimated\.", shown)
    moved = jobline("travel", "build", "--valhalla", real_valhalla)
    assert "Units not reached from anywhere, so estimated: Bakkehuset." in moved.stdout


def test_a_break_costs_one_request(
    real_valhalla: str, jobline: Run, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Valhalla, "rows", 2)
    whole, asked = Valhalla.seconds, []

    async def seconds(self: Valhalla, mode: str, *more: Any) -> Any:
        asked.append(mode)
        if len(asked) == 4:
            raise RouterError("The line went dead.")
        return await whole(self, mode, *more)

    monkeypatch.setattr(Valhalla, "seconds", seconds)
    words = ("travel", "build", "--valhalla", real_valhalla, "--units", str(sheet_of_posts(tmp_path / "v.csv")))
    broken = jobline(*words)
    assert broken.exit_code == 1
    assert broken.stderr == "Error: The line went dead.\n"
    assert not Path("travel.json").exists()
    done = jobline(*words)
    assert done.exit_code == 0, done.output
    assert "Going on where travel.json.part ends." in done.stderr
    assert len(asked) <= 4 + 4  # Six blocks in all, of which two to three were there.
    one = Path("travel.json").read_bytes()
    assert jobline(*words, "--anew").exit_code == 0
    assert Path("travel.json").read_bytes() == one
    Path("travel.json.part").write_text('{"inputs": "another"}\n')
    assert "begun anew" in jobline(*words).stderr


def test_a_plan_without_a_database_takes_the_table(real_valhalla: str, jobline: Run, own: Path, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(PEOPLE, encoding="utf-8")
    posts = str(sheet_of_posts(tmp_path / "v.csv"))
    assert jobline("travel", "build", "--valhalla", real_valhalla, "--units", posts, "--mode", "bike").exit_code == 0
    for command in ("plan", "rank"):
        done = jobline(command, "--candidates", "c.csv", "--vacancies", "v.csv", "--travel", "travel.json")
        assert done.exit_code == 0, done.output
        assert "min. på cykel, fra stationen" in done.stdout
        assert "(skøn)" not in done.stdout


def test_bad_rows_of_units_are_named(jobline: Run, own: Path, tmp_path: Path) -> None:
    sheet = sheet_of_posts(tmp_path / "v.csv")
    sheet.write_text(
        sheet.read_text(encoding="utf-8")
        + "v3;Bakkehuset;ssa;32;dag;plejehjem;Nordbred;55.8;9.5\nv4;;ssa;32;dag;plejehjem;Nordbred;;\n"
        + "v5;Månehuset;ssa;32;dag;plejehjem;Månen;;\nv6;Fejlen;ssa;32;dag;plejehjem;Nordbred;1;9.5\n",
        encoding="utf-8",
    )
    done = jobline("travel", "build", "--valhalla", "http://127.0.0.1:9", "--units", "v.csv")
    assert done.exit_code == 1
    for words in (
        "v.csv line 4: Bakkehuset lies elsewhere on an earlier row",
        "v.csv line 5: it names no unit",
        "v.csv line 6: “Månen” is neither a district",
        "v.csv line 7: 1 lies outside Denmark",
        "4 faults; nothing was done.",
    ):
        assert words in done.stderr
    (tmp_path / "w.csv").write_text("hvad\n1\n", encoding="utf-8")
    assert "neither a column for the unit" in jobline("travel", "build", "--otp", "http://h", "--units", "w.csv").stderr


def test_what_cannot_be_is_said(jobline: Run, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = str(sheet_of_posts(tmp_path / "v.csv"))
    assert "Name a server" in jobline("travel", "build").stderr
    silent = jobline("travel", "build", "--valhalla", "http://127.0.0.1:9", "--units", posts)
    assert silent.exit_code == 1
    assert "Nobody answers at 127.0.0.1:9: is the server running?" in silent.stderr
    assert "Again in 0.0 s." in silent.stderr
    assert silent.stdout == ""
    assert "Name one table, or --none." in jobline("travel", "use").stderr
    assert "No such file" in jobline("travel", "use", "nothing.json").stderr
    (tmp_path / "odd.json").write_text("{}", encoding="utf-8")
    assert "odd.json is not a table of travel" in jobline("travel", "use", "odd.json").stderr
    (own / "travel.json").write_text("{}", encoding="utf-8")
    assert "The table in use is damaged" in jobline("travel", "show").stderr
    assert (
        "travel.json is not a table of travel"
        in jobline("rank", "--candidates", "c.csv", "--vacancies", "v.csv").stderr
    )
    monkeypatch.delenv("JOBLINE_CONFIG")
    assert "set JOBLINE_CONFIG" in jobline("travel", "use", "--none").stderr
