"""The word files: what reads as two things is refused by name, and a synonym is one line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from config.files import SHIPPED, ConfigFiles
from dialogs.reading import Lexicon, LexiconConflict, read


def _copied(folder: Path) -> ConfigFiles:
    shutil.copytree(SHIPPED / "words", folder / "words")
    shutil.copy(SHIPPED / "roles.toml", folder)
    return ConfigFiles(folder)


def test_an_entry_that_reads_as_two_things_is_named(tmp_path: Path) -> None:
    files = _copied(tmp_path)
    shifts = tmp_path / "words" / "shifts.toml"
    shifts.write_text(
        shifts.read_text(encoding="utf-8").replace('dag = ["dag"', 'dag = ["Valby", "fuldtid", "dag"'), encoding="utf-8"
    )
    with pytest.raises(LexiconConflict, match=r"(?s)fuldtid.*Valby"):
        Lexicon.load(files)


def test_a_synonym_is_one_word_in_a_file(tmp_path: Path) -> None:
    files = _copied(tmp_path)
    roles = tmp_path / "roles.toml"
    roles.write_text(roles.read_text(encoding="utf-8").replace('"ssa",', '"ssa", "plejestjerne",', 1), encoding="utf-8")
    reading = read("PLEJESTJERNE 30t", received=date(2026, 11, 21), lexicon=Lexicon.load(files))
    assert reading.facts["role"].value == "sosu_assistent"


def test_an_answer_past_its_day_is_no_topic(lexicon: Lexicon) -> None:
    text = "hvad er lønnen?"
    assert "pay" in read(text, received=date(2026, 11, 21), lexicon=lexicon).topics
    assert "pay" not in read(text, received=date(2040, 1, 1), lexicon=lexicon).topics
