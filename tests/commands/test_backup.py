"""A backup is the whole database; restoring it never loses what was there."""

import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from bot.store.opening import database_in, open_database
from tests.commands.conftest import Run
from tests.conftest import make_settings

COUNT = "SELECT count(*) FROM unit"


@pytest.fixture
def home(jobline: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with an embedded database of its own, kept running as `jobline serve` would."""
    # Not in pytest's own folder: another run of the tests closes that to the user the server runs as.
    with TemporaryDirectory(prefix="jobline-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        monkeypatch.chdir(home)
        monkeypatch.delenv("DATABASE_URL")
        monkeypatch.setenv("JOBLINE_DATA", str(home / "data"))
        with open_database(make_settings(data_dir=home / "data")):
            yield home


def url_of(home: Path) -> str:
    with open_database(make_settings(data_dir=home / "data")) as url:
        return url


def units(url: str) -> object:
    with psycopg.connect(url) as connection:
        return connection.execute(COUNT).fetchone()


def a_unit(home: Path) -> None:
    row = "A1,Solgården,plejehjem,Valby,sol@units.example"
    (home / "units.csv").write_text(f"reference,name,type,district,e-mail\n{row}\n")


@pytest.mark.slow
def test_there_and_back_again(jobline: Run, home: Path) -> None:
    assert jobline("migrate").exit_code == 0
    a_unit(home)
    assert jobline("line", "--name", "Omsorg", "--phone", "33 17 00 00", "--number", "+4570201530").exit_code == 0
    assert jobline("import", "units.csv").exit_code == 0
    assert "(embedded)" in jobline("doctor").stdout
    done = jobline("backup", "-o", "one.dump")
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE((home / "one.dump").stat().st_mode) == 0o600
    assert "is there already" in jobline("backup", "-o", "one.dump").stderr

    (home / "more.csv").write_text((home / "units.csv").read_text().replace("A1", "A2"))
    assert jobline("import", "more.csv").exit_code == 0
    url = url_of(home)
    assert units(url) == (2,)

    refused = jobline("restore", "one.dump")
    assert refused.exit_code == 1
    assert "holds something; --replace sets it aside" in refused.stderr
    assert units(url) == (2,)

    done = jobline("restore", "one.dump", "--replace")
    assert done.exit_code == 0, done.output
    assert units(url) == (1,)
    kept = done.stdout.rsplit(" ", 1)[1].strip().rstrip(".")
    assert kept.startswith("jobline_before_")
    assert units(database_in(url, kept)) == (2,)
    # A line that was restored works on.
    assert "0 new, 0 changed, 1 as they were" in jobline("import", "units.csv").stdout

    with psycopg.connect(url):
        busy = jobline("restore", "one.dump", "--replace")
    assert "Somebody is still using the database" in busy.stderr
    assert units(url) == (1,)


@pytest.mark.slow
def test_an_empty_database_takes_a_backup_at_once(jobline: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert jobline("migrate").exit_code == 0
    assert jobline("backup", "-o", "one.dump").exit_code == 0
    (home / "elsewhere").mkdir()
    with open_database(make_settings(data_dir=home / "elsewhere")) as other:
        monkeypatch.setenv("JOBLINE_DATA", str(home / "elsewhere"))
        done = jobline("restore", "one.dump")
        assert "Restored. There was nothing before it." in done.stdout, done.output
        assert units(other) == (0,)


def test_a_file_that_is_no_backup_is_refused(jobline: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Kære alle")
    assert "is not a backup" in jobline("restore", "letter.txt").stderr
    assert "cannot be read" in jobline("restore", "nowhere.dump").stderr


def test_a_torn_backup_leaves_everything_as_it_was(jobline: Run, home: Path) -> None:
    assert jobline("migrate").exit_code == 0
    assert jobline("backup", "-o", "one.dump").exit_code == 0
    whole = (home / "one.dump").read_bytes()
    (home / "torn.dump").write_bytes(whole[: len(whole) // 2])
    done = jobline("restore", "torn.dump", "--replace")
    assert done.exit_code == 1
    assert "pg_restore stopped" in done.stderr
    url = url_of(home)
    assert units(url) == (0,)
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'jobline%'").fetchall()
    assert found == [("jobline",)]
