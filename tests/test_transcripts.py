"""Every conversation in tests/transcripts reads as it is written there. REWRITE=1 writes them anew, for the diff to be read."""

import os
from pathlib import Path

import pytest

from tests.conftest import Clock, make_settings
from tests.post import mailbox
from tests.transcript import Stage, read

FOLDER = Path(__file__).parent / "transcripts"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
async def test_transcript(path: Path, tmp_path: Path, url: str, clock: Clock) -> None:
    script = read(path)
    with mailbox() as box:
        settings = make_settings(tmp_path, SMTP_PORT=box.port)
        played = await Stage(settings, url, clock, box).play(script)
    if os.environ.get("REWRITE"):
        path.write_text("\n".join(played) + "\n", encoding="utf-8")  # noqa: ASYNC240 - a test may wait for the disk.
        return
    assert played == script
