"""`jobline` starts fast, lists its commands, and never shows a traceback."""

import subprocess
import sys

from tests.commands.conftest import Run

OURS = ("backup", "doctor", "export", "forget", "import", "line", "migrate", "rank", "replay", "restore", "teams-app")


def test_every_command_is_listed_and_says_what_it_does(jobline: Run) -> None:
    told = jobline("--help").output
    for name in OURS:
        assert name in told
        assert jobline(name, "--help").exit_code == 0


def test_help_imports_neither_web_nor_database() -> None:
    heavy = "import sys; from bot.__main__ import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    for command in OURS:
        assert command in done.stdout
    assert not loaded & {"aiohttp", "sqlalchemy", "psycopg", "openpyxl", "numpy", "pydantic_settings"}
