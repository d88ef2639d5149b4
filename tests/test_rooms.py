"""The house keeps its shape: arrows run one way, no file grows too long, every file says what it is for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "dialogs", "matching", "wording", "config")
FOLDERS = (*ROOMS, "tests", "benchmarks", "scripts")
LONGEST = 400  # Lines. Whoever needs more has two rooms in one file.


def python_files(*folders: str) -> list[Path]:
    """Every Python file of ours in these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@pytest.mark.slow
def test_arrows_run_one_way() -> None:
    # In a process of its own: import-linter changes the working folder's place in sys.path and prints as it goes.
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert found.returncode == 0, f"import-linter says:\n{found.stdout}{found.stderr}"
    assert " kept, 0 broken" in found.stdout


def test_no_file_is_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*FOLDERS)}
    long = [f"{path.relative_to(ROOT)}: {length} lines" for path, length in lengths.items() if length > LONGEST]
    assert not long, f"longer than {LONGEST} lines, so divide them: {long}"


def test_every_file_of_the_service_says_what_it_is_for() -> None:
    # An empty __init__.py only marks a package and has nothing to explain.
    texts = {path: path.read_text(encoding="utf-8") for path in python_files(*ROOMS)}
    silent = [
        str(path.relative_to(ROOT))
        for path, text in texts.items()
        if text.strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert not silent, f"without a first line that says what the file is for: {silent}"


def test_the_search_finds_files() -> None:
    # An empty search would let the two tests above hold for nothing.
    assert len(python_files(*ROOMS)) > 150
