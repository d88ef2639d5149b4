"""`jobline read` reads with the municipality's own words, and says what it cannot read instead of breaking off."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from config.files import SHIPPED
from tests.commands.conftest import Run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The municipality's folder, empty."""
    folder = tmp_path / "own"
    (folder / "words").mkdir(parents=True)
    return folder


def rewrite(own: Path, name: str, old: str, new: str) -> None:
    (own / name).write_text((SHIPPED / name).read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("where", ["environment", ".env"])
def test_the_municipalitys_words_count(
    jobline: Run, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    rewrite(own, "roles.toml", '"ssa", ', '"ssa", "plejestjerne", ')
    assert "sosu_assistent" not in jobline("read", "plejestjerne 30t").stdout
    if where == ".env":
        (tmp_path / ".env").write_text(f"JOBLINE_CONFIG={own}\n")
    else:
        monkeypatch.setenv("JOBLINE_CONFIG", str(own))
    assert "sosu_assistent" in jobline("read", "plejestjerne 30t").stdout


def test_a_word_that_means_two_things_is_named_in_plain_words(
    jobline: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(own, "words/shifts.toml", 'dag = ["dag"', 'dag = ["Valby", "fuldtid", "ssa", "dag"')
    monkeypatch.setenv("JOBLINE_CONFIG", str(own))
    done = jobline("read", "30t")
    assert done.exit_code == 1
    assert "“Valby” would mean two things: shift “dag” in words/shifts.toml, and place “Valby” (" in done.stderr
    assert "and profession “sosu_assistent” in roles.toml." in done.stderr
    assert "“fuldtid” would mean two things" in done.stderr
    for code in ("Traceback", "Term(", "kind="):
        assert code not in done.output


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("x", "--received", "i går"), "“i går” is not a day like 2026-11-23"),
        (("x", "--known", "{role}"), "--known: not JSON"),
        (("x", "--known", "[1]"), "--known: must be an object"),
        ((), "Give a text, or --jsonl"),
    ],
)
def test_an_option_that_cannot_be_is_said(jobline: Run, words: tuple[str, ...], sentence: str) -> None:
    done = jobline("read", *words)
    assert done.exit_code == 2
    assert sentence in done.stderr


GOOD = {"id": 1, "text": "ssa 30t", "received": "2026-11-21", "asked": None, "known": None}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("not json", "Line 2 of standard input: "),
        ("[]", "not an object"),
        (json.dumps(GOOD | {"text": None}), "text is missing"),
        (json.dumps(GOOD | {"received": None}), "received is missing"),
        (json.dumps(GOOD | {"received": "i går"}), "Invalid isoformat string"),
        (json.dumps(GOOD | {"asked": 1}), "asked is neither"),
        (json.dumps(GOOD | {"known": []}), "known is neither"),
    ],
)
def test_a_line_that_is_none_of_ours_is_named(jobline: Run, line: str, sentence: str) -> None:
    done = jobline("read", "--jsonl", stdin=f"{json.dumps(GOOD)}\n{line}\n")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["role"] == "sosu_assistent"
    assert done.stderr.startswith("Error: Line 2 of standard input: ")
    assert sentence in done.stderr


def test_it_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JOBLINE_EMPLOYER=kbh\n")
    code = (
        "import sys; from bot.__main__ import main; main(['read', 'ssa'], standalone_mode=False); print(*sys.modules)"
    )
    root = str(Path(__file__).parents[2])
    environment = {"PYTHONPATH": root, "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path, env=environment
    )
    assert not set(done.stdout.split()) & {"aiohttp", "sqlalchemy", "psycopg", "numpy", "pydantic", "ortools"}
