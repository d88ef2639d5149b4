"""Hearing one text against one question or several: "ja, Amager, 32, dag" answers four at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dialogs.asides import without_asides
from dialogs.facts import AUTHORISED, CONFIRM, CONSENT, FIRST_NAME, Topic
from dialogs.reading import Found, Lexicon, Reading, read
from dialogs.script import Asked

Read = Callable[..., Reading]
PIECES = re.compile(r"\s*(?:[,.;\n!/]|\bog\b|\band\b)\s*", re.IGNORECASE)
# Only a text that may be an answer is taken to pieces: in "kan jeg tale med et menneske" no word is one.
ANSWERING = frozenset({"unclear", "apply", "answer", "update"})
# A condition or an exception: a piece of such a sentence means nothing by itself ("ja, men kun hvis jeg har fri onsdag").
CONDITION = re.compile(r"\b(hvis|men|kun|undtagen|medmindre|if|but|only|unless|except)\b", re.IGNORECASE)
LONGEST_PIECE = 3  # Words. Longer ones are sentences, and those are read whole.
LEADING_YES_NO = re.compile(r"^\W*(ja|jep|yes|yep|nej|næh|no|nope)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ears:
    """What is needed to read a text: the lexicon, and the day it came."""

    lexicon: Lexicon
    received: date

    def read(self, text: str, asked: str | None, known: Mapping[str, Any], language: str) -> Reading:
        """One reading of one text."""
        return read(
            text,
            received=self.received,
            lexicon=self.lexicon,
            asked=asked,
            known=dict(known) or None,
            language=language,
        )


def question(asked: Asked | None) -> str | None:
    """The open question in the form the reader knows: "role: 1 SOSU-hjælper 2 SOSU-assistent", or its first topic's name."""
    if asked is None:
        return None
    name = asked.topics[0].name
    if not asked.options:
        return name
    return f"{name}: " + " ".join(f"{number} {label}" for number, label in enumerate(asked.options, 1))


def hear(ears: Ears, text: str, asked: Asked | None, known: Mapping[str, Any], language: str) -> Reading:
    """What the text says. With several questions open, each piece of it may answer another one."""
    if asked is None or len(asked.topics) == 1:
        return _past_an_excuse(ears, ears.read(text, question(asked), known, language), asked, known, language)
    open_yes_no = any(topic.name == AUTHORISED.name for topic in asked.topics) and LEADING_YES_NO.match(text)
    whole = ears.read(text, AUTHORISED.name if open_yes_no else None, known, language)
    if whole.intent not in ANSWERING or CONDITION.search(whole.masked):
        return whole
    facts = dict(whole.facts)
    if open_yes_no and "authorised" in facts:
        # The yes is the answer; what stands behind it may answer something else.
        facts["authorised"] = replace(facts["authorised"], start=open_yes_no.start(), end=open_yes_no.end())
    open_topics = [topic for topic in asked.topics if not _settled(topic, facts) and topic.name != AUTHORISED.name]
    position = 0
    for piece in PIECES.split(whole.masked):
        start = whole.masked.find(piece, position)
        position = start + len(piece)
        if piece and len(piece.split()) <= LONGEST_PIECE and not _covered(start, position, facts):
            _hear_piece(ears, piece, start, open_topics, facts, known, language)
    if facts == dict(whole.facts):
        return whole
    ambiguous = {name: doubt for name, doubt in whole.ambiguous.items() if name not in facts}
    return replace(whole, intent="answer", facts=facts, ambiguous=ambiguous)


def _past_an_excuse(
    ears: Ears, reading: Reading, asked: Asked | None, known: Mapping[str, Any], language: str
) -> Reading:
    """The yes or no that stands behind an excuse: "undskyld svarer sent. ja det passer"."""
    if asked is None or asked.topics[0] not in {CONFIRM, CONSENT} or reading.intent != "unclear" or reading.facts:
        return reading
    rest = without_asides(reading.masked)
    if not rest or rest == reading.masked:
        return reading
    heard = ears.read(rest, question(asked), known, language)
    return reading if heard.facts else replace(reading, intent=heard.intent, affirmed=heard.affirmed)


def _hear_piece(
    ears: Ears,
    piece: str,
    start: int,
    topics: list[Topic],
    facts: dict[str, Found],
    known: Mapping[str, Any],
    language: str,
) -> None:
    """Puts a piece no fact was read from to each question still open; a name comes last, since any word could be one."""
    for topic in sorted(topics, key=lambda topic: topic.name == FIRST_NAME.name):
        if _settled(topic, facts):
            continue
        heard = ears.read(piece, topic.name, known, language)
        own = topic.facts[0].partition(":")[0]
        if own in heard.facts:
            for name, found in heard.facts.items():
                facts.setdefault(name, replace(found, start=found.start + start, end=found.end + start))
            return


def _settled(topic: Topic, facts: Mapping[str, Found]) -> bool:
    return any(fact.partition(":")[0] in facts for fact in topic.facts)


def _covered(start: int, end: int, facts: Mapping[str, Found]) -> bool:
    return any(found.start < end and start < found.end for found in facts.values())
