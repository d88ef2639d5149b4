"""The words the reader knows, built once from the files the municipality owns."""

from __future__ import annotations

from dataclasses import dataclass

from config.files import ConfigFiles


class LexiconConflict(ValueError):
    """Entries that can be read as two things; the message names every one."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All the words of all the files."""

    @classmethod
    def load(cls, files: ConfigFiles) -> Lexicon:
        """Reads the word files. Raises LexiconConflict when an entry reads as two things."""
        return cls()
