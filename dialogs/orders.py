"""Which words are an order: a question about deletion deletes nothing, and a keyword one letter off is still meant."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.asides import AGAIN, beside_the_matter
from dialogs.reading import Reading
from dialogs.situation import Situation

# What cannot be called back, or only by another text; whoever asks how it is done is told, and has done nothing yet.
LEAVING = frozenset({"delete", "withdraw", "consent_no"})
ABOUT_IT = re.compile(r"\b(slet|fjern|glem|samtykke|tilladelse|delet|eras|remov|forget|consent)\w*", re.IGNORECASE)
ASKS = re.compile(
    r"^\W*(?:(?:hej|goddag|men|og|ok|okay|så|hi|hello|but|and|so)\b\W*)*"
    r"(?:hvordan|hvornår|hvor (?:længe|lang|hurtigt)|hvad sker|hvem|er det (?:muligt|sådan|rigtigt)|bliver|"
    r"kan (?:jeg|man|det|alt)\b.*\b(?:senere|altid|igen|bagefter)|"
    r"how|when|what happens|who|is it possible|will|can (?:i|it)\b.*\b(?:later|always|any ?time|again))\b",
    re.IGNORECASE,
)
ONCE_MORE = re.compile(r"\b(søge|i gang|starte|begynde|med|apply|start) (igen|again)\b", re.IGNORECASE)
NOT = re.compile(r"\b(ikke|aldrig|not|never|don't)\b", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?\n]+")
# Only words that no name is near, and none that anybody would regret.
MISSPELT = {"tilbage": "undo", "hvorfor": "why", "status": "status", "menneske": "human"}


def as_meant(reading: Reading, here: Situation) -> Reading:
    """The reading with what it orders made sure of; `here` says whether there is anything to come back to."""
    word = reading.masked.strip(" .,!?").lower()
    if word == "start" and (here.stopped or here.resting):
        return replace(reading, intent="resume", facts={})
    if reading.intent == "withdraw" and ONCE_MORE.search(reading.masked) and not NOT.search(reading.masked):
        return replace(reading, intent="resume", stop_kind=None)
    if not reading.facts and beside_the_matter(reading.masked):
        back = here.stage == "paused" and AGAIN.match(reading.masked)
        return replace(reading, intent="resume" if back else "unclear", also=())
    if reading.intent in LEAVING and here.stage != "erased" and _only_asked(reading.masked):
        return replace(reading, intent="question", stop_kind=None, affirmed=None, topics=("privacy",))
    if (
        reading.intent in {"unclear", "answer", "question"}
        and set(reading.facts) <= {"first_name"}
        and not reading.ambiguous
    ):
        meant = next((intent for keyword, intent in MISSPELT.items() if _one_letter_off(word, keyword)), None)
        if meant is not None:
            return replace(reading, intent=meant, facts={})
    return reading


def _only_asked(text: str) -> bool:
    """True if every sentence that speaks of leaving asks how or when; "Hvordan? Slet mig" is an order."""
    about = [sentence for sentence in SENTENCE.findall(text) if ABOUT_IT.search(sentence)]
    return bool(about) and all(ASKS.match(sentence) for sentence in about)


def _one_letter_off(word: str, keyword: str) -> bool:
    """True if one letter was changed, left out, put in, or changed places with its neighbour."""
    if abs(len(word) - len(keyword)) > 1 or word == keyword:
        return False
    head = next((at for at, (one, other) in enumerate(zip(word, keyword, strict=False)) if one != other), None)
    if head is None:
        return True
    left, right = word[head:], keyword[head:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or left[1::-1] + left[2:] == right
