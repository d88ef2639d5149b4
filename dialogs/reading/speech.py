"""Which language a talk should go on in: by an explicit wish, or when a longer text leaves no doubt."""

from __future__ import annotations

from collections import Counter
from typing import Final

from dialogs.reading.lexicon import Lexicon
from dialogs.reading.text import Text

_FEWEST_WORDS: Final = 4
_MARGIN: Final = 2
# Close relatives share half their small words.
_SIBLINGS: Final = frozenset(("da", "no", "sv"))


def wished(text: Text, lexicon: Lexicon) -> str | None:
    """The language someone asks for in so many words."""
    phrase = " ".join(word for word in text.words if word not in ("please", "tak", "hej", "hi", "hello"))
    if phrase in lexicon.wishes:
        return lexicon.wishes[phrase]
    if not {"english", "engelsk", "dansk", "danish"} & set(text.words):
        return None
    padded = f" {' '.join(text.words)} "
    for wish, code in lexicon.wishes.items():
        if " " in wish and f" {wish} " in padded:
            return code
    return None


def detect(text: Text, lexicon: Lexicon, current: str) -> str | None:
    """The language the words speak for, when it is another than the talk's and ahead by a clear margin."""
    if len(text.words) < _FEWEST_WORDS:
        return None
    counts: Counter[str] = Counter()
    for word in text.words:
        for code in lexicon.languages.get(word, ()):
            counts[code] += 1
    if not counts:
        return None
    best = max(sorted(counts), key=lambda code: counts[code])
    if best == current or counts[best] < 3:
        return None
    margin = counts[best] - counts[current]
    needed = _MARGIN + 1 if {best, current} <= _SIBLINGS else _MARGIN
    rivals = [count for code, count in counts.items() if code not in (best, current)]
    return best if margin >= needed and counts[best] > max(rivals, default=0) else None
