"""The database of an installation: found, shared between windows, and left in peace by whoever leaves first."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from bot.store.opening import OpeningError, database_in, name_in, open_database, run_program
from tests.conftest import make_settings

HOLD = """
import sys
from bot.store.opening import open_database, read_settings
with open_database(read_settings()) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not in pytest's own folder: another run of the tests closes that to the user the server runs as.
    with TemporaryDirectory(prefix="jobline-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def hold(folder: Path) -> subprocess.Popen[str]:
    """Another window in which the database is open until its input ends."""
    environment = {**os.environ, "JOBLINE_DATA": str(folder), "DATABASE_URL": "", "PYTHONPATH": str(Path.cwd())}
    return subprocess.Popen(
        [sys.executable, "-c", HOLD], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def alive(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.slow
def test_two_windows_share_one_server_and_the_last_one_stops_it(folder: Path) -> None:
    settings = make_settings(data_dir=folder)
    with hold(folder) as other:
        assert other.stdout is not None
        theirs = other.stdout.readline().strip()
        with open_database(settings) as ours:
            assert ours == theirs
            with open_database(settings) as again:
                assert again == ours
            assert alive(ours)
        assert alive(theirs)
        other.communicate("")
    with pytest.raises(psycopg.OperationalError):
        alive(theirs)


@pytest.mark.slow
def test_after_a_crash_the_next_one_finds_everything(folder: Path) -> None:
    settings = make_settings(data_dir=folder)
    with hold(folder) as other:
        assert other.stdout is not None
        theirs = other.stdout.readline().strip()
        with psycopg.connect(theirs) as connection:
            connection.execute("CREATE TABLE kept (one int)")
        other.send_signal(signal.SIGKILL)
    with open_database(settings) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_folder_that_cannot_hold_a_server_is_a_sentence(folder: Path) -> None:
    (folder / "file").write_text("")
    with (
        pytest.raises(OpeningError, match=r"The embedded PostgreSQL in .* does not start"),
        open_database(make_settings(data_dir=folder / "file")),
    ):
        pass


def test_a_program_that_is_not_there_is_a_sentence(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    settings = make_settings(data_dir=tmp_path, DATABASE_URL=url)
    with open_database(settings) as found, pytest.raises(OpeningError, match="install PostgreSQL's client programs"):
        run_program(settings, found, "pg_dump")


def test_the_password_is_not_in_the_list_of_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$@"; echo "$PGPASSWORD" >&2; exit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    settings = make_settings(data_dir=tmp_path, DATABASE_URL=url)
    with pytest.raises(OpeningError, match="pg_dump stopped: hemmelig"):
        run_program(settings, "postgresql://me:hemmelig@127.0.0.1/jobline", "pg_dump")
    program.write_text('#!/bin/sh\necho "$@"\n')
    assert "hemmelig" not in run_program(settings, "postgresql://me:hemmelig@127.0.0.1/jobline", "pg_dump")


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("postgresql://postgres@/jobline?host=/tmp/x", "postgresql://postgres@/else?host=/tmp/x"),
        ("postgresql://a:b@db.example:5432/jobline", "postgresql://a:b@db.example:5432/else"),
    ],
)
def test_another_database_of_the_same_server(url: str, other: str) -> None:
    assert database_in(url, "else") == other
    assert name_in(other) == "else"
