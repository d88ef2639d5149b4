"""What the README tells an installer to type works, in that order, on a machine with nothing on it."""

from __future__ import annotations

import asyncio
import shlex
from pathlib import Path

import pytest

from bot.house import open_house
from bot.store.database import Database
from config.files import SHIPPED
from tests.commands.conftest import Run
from tests.compose_file import read
from tests.conftest import make_settings

ROOT = Path(__file__).parents[2]
LOCAL, CONTAINER = ".venv/bin/jobline ", "docker compose run --rm "


def told() -> list[str]:
    """The lines of the README's chapter on installing that are to be typed."""
    chapter = (ROOT / "README.md").read_text(encoding="utf-8").split("## Install it")[1].split("\n## ")[0]
    return [line.strip() for line in chapter.splitlines() if line.startswith("       ")]


def typed(prefix: str) -> list[list[str]]:
    """The words after a prefix, line by line."""
    return [shlex.split(line.removeprefix(prefix)) for line in told() if line.startswith(prefix)]


@pytest.mark.parametrize("place", ["own machine", "container"])
def test_the_steps_lead_to_a_house(
    jobline: Run, bare: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", bare)
    monkeypatch.setenv("TWILIO_FROM_NUMBER", "+4570201530")
    for name in ("units.csv", "vacancies.csv"):
        (tmp_path / name).write_bytes((SHIPPED / "demo" / name).read_bytes())
    if place == "own machine":
        steps = typed(LOCAL)
        assert steps.pop() == ["serve"]
    else:
        steps = [in_the_container(words, tmp_path) for words in typed(CONTAINER)]
    assert [words[0] for words in steps] == ["migrate", "line", "import"]
    for words in steps:
        done = jobline(*words)
        assert done.exit_code == 0, done.output

    async def house() -> str:
        database = Database(bare, pool=1)
        try:
            return (await open_house(make_settings(tmp_path), database)).employer.name
        finally:
            await database.close()

    assert asyncio.run(house()) == "Sundheds- og Omsorgsforvaltningen"


def in_the_container(words: list[str], here: Path) -> list[str]:
    """What `docker compose run` hands to the image's `jobline`, with the mounted folder where it is here."""
    services = read((ROOT / "compose.yaml").read_text())["services"]
    if words[0] == "-v":
        mounted = words[1].removeprefix("$PWD:").removesuffix(":ro")
        words = [word.replace(mounted, str(here)) for word in words[2:]]
    service, *rest = words
    return rest or [str(word) for word in services[service]["command"]]
