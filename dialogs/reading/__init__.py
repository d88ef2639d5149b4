"""From a text to facts: what a care worker wrote, read by rules people wrote."""

from dialogs.reading.lexicon import Lexicon, LexiconConflict
from dialogs.reading.reader import read
from dialogs.reading.reading import Doubt, Found, Reading

__all__ = ["Doubt", "Found", "Lexicon", "LexiconConflict", "Reading", "read"]
