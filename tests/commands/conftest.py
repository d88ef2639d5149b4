"""Commands are run as people run them: through `jobline`, with nothing but the environment to tell them where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.store.conftest import an_empty_database

Run = Callable[..., Result]


@pytest.fixture
def jobline(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `jobline ...` on this test's own database, in a folder of its own, with no other setting."""
    monkeypatch.chdir(tmp_path)
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "SECRET_KEY", "JOBLINE_CONFIG", "JOBLINE_EMPLOYER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", url)

    def run(*words: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(main, words, input=stdin, catch_exceptions=False)

    return run


@pytest.fixture
def bare(postgres: str) -> Iterator[str]:
    """The address of a database with nothing in it."""
    with an_empty_database(postgres) as url:
        yield url
