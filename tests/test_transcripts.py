"""Every conversation in tests/transcripts reads as it is written there. REWRITE=1 writes them anew, for the diff to be read."""

import os
from pathlib import Path
from statistics import median

import pytest

from tests.conftest import Clock, make_settings
from tests.post import mailbox
from tests.transcript import Stage, read
from wording.gsm import segments

TEXTS, SEGMENTS = 4, 5  # What a candidate writes and the line sends until the profile is confirmed, in the median.
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


def test_a_profile_costs_few_texts() -> None:
    texts, sent = [], []
    for path in FOLDER.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if any(line.startswith("= confirmed") for line in lines):
            until = lines[: next(place for place, line in enumerate(lines) if line.startswith("= confirmed"))]
            texts.append(sum(line.startswith(">") for line in until))
            sent.append(sum(segments(line[2:]) for line in until if line.startswith("<")))
    assert len(texts) >= 25
    assert median(texts) <= TEXTS, sorted(texts)
    assert median(sent) <= SEGMENTS, sorted(sent)
