"""Each door knows its own provider: the libraries that will be swapped one day stand in one file each."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bot

BOT = Path(bot.__file__).parent


def imported(path: Path) -> set[str]:
    """The top-level packages a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize(
    ("libraries", "home"),
    [({"botbuilder", "botframework", "msrest", "msal"}, "channels/teams.py"), ({"twilio"}, "channels/voice.py")],
)
def test_a_library_stands_in_one_file(libraries: set[str], home: str) -> None:
    users = {str(path.relative_to(BOT)) for path in BOT.rglob("*.py") if imported(path) & libraries}
    assert users == {home}
