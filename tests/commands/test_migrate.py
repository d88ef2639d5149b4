"""The tables come when asked for, and commands say so when they are missing."""

import pytest

from tests.commands.conftest import Run


def test_an_empty_database_is_brought_up_once(jobline: Run, bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", bare)
    assert "run `jobline migrate` first" in jobline("rank", "x").stderr
    assert jobline("migrate", "--check").exit_code == 1
    assert "From an empty database to 0001." in jobline("migrate").stdout
    assert "Nothing to do: at 0001." in jobline("migrate").stdout
    assert jobline("migrate", "--check").exit_code == 0
    assert "There is no line called kbh" in jobline("rank", "x").stderr


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "postgresql://nobody:secret@127.0.0.1:1/none",
            "The database none at 127.0.0.1 (DATABASE_URL) does not answer",
        ),
        ("mysql://127.0.0.1/none", "DATABASE_URL must begin with postgresql://"),
    ],
)
def test_a_database_out_of_reach_is_a_sentence_without_the_password(
    jobline: Run, monkeypatch: pytest.MonkeyPatch, address: str, sentence: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    done = jobline("migrate")
    assert done.exit_code == 1
    assert sentence in done.stderr
    assert "secret" not in done.output
    assert "Traceback" not in done.output


def test_a_setting_of_the_wrong_kind_is_a_sentence(jobline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "many")
    done = jobline("migrate")
    assert done.exit_code == 1
    assert "PORT: Input should be a valid integer" in done.stderr
