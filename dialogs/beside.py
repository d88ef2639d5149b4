"""Beside the profile: a post next to one's own, an authorisation on its way, training from abroad. At most one question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from config.roles import needs_authorisation, roles
from dialogs import phrases
from dialogs.acts import MarkDoor
from dialogs.facts import ACCEPTS, AUTHORISED, TRAINED_ABROAD, Facts
from dialogs.reading import Found, Reading
from dialogs.script import Asked, Script
from dialogs.situation import Situation

PENDING = "pending"  # The authorisation is applied for: a claim of its own, neither a yes nor a no.
# On its way, as people say it; who only does not know is asked again.
ON_ITS_WAY = re.compile(
    r"\b(venter|afventer|søgt|ansøgt|søger om|på vej|undervejs|i gang|behandles|applied|waiting|awaiting|pending|on its way)\b",
    re.IGNORECASE,
)
# "While I wait for my authorisation" names one that is not there yet.
AWAITED = re.compile(
    r"\b(?:wait(?:ing)? (?:for|on)|awaiting|appl(?:ied|ying) for|until i (?:get|have))(?:\W+\w+){0,3}?\W+aut\w+",
    re.IGNORECASE,
)
TOO = re.compile(r"\b(også|gerne|as well|also|too)\b", re.IGNORECASE)


async def beside(s: Script, here: Situation) -> None:
    """Asked once, when the profile stands, and only of those whom it concerns; whoever does not answer loses nothing.

    With an authorisation: the post the municipality's table lets them take if they say yes (rules.toml, `says_yes`).
    Without one, in a profession that takes one: whether they were trained abroad, since those have help of their own.
    """
    role = str(s.facts.get("role"))
    claim = s.facts.get(f"{AUTHORISED.name}:{role}")
    post = here.beside.get(role)
    if here.offer is not None:
        return
    if claim is True and post is not None:
        if _first_time(s, f"beside:{post}"):
            await s.ask(
                ACCEPTS.about(post),
                "Må vi også foreslå dig til job som {post}? Svar JA eller NEJ.",
                post=phrases.role(post, s.language),
            )
    elif claim is not None and needs_authorisation(role) and _first_time(s, "trained-abroad"):
        await s.ask(TRAINED_ABROAD, "Er din uddannelse fra et andet land end Danmark? Svar JA eller NEJ.")


def mark_door(s: Script) -> None:
    """The door somebody came by, as far as what they said shows it. A label for people: no rule and no term reads it."""
    door = door_of(s.facts)
    if door is not None and _first_time(s, f"door:{door}"):
        s.do(MarkDoor(door))


def door_of(facts: Facts) -> str | None:
    """student, abroad or temp; None for a new hire like most."""
    if facts.get("role") in roles().students:
        return "student"
    if facts.get(TRAINED_ABROAD.name) is True:
        return "abroad"
    return "temp" if facts.get("employment") == ["afloeser"] else None


def read_beside(reading: Reading, asked: Asked | None, known: Mapping[str, Any], here: Situation) -> Reading:
    """What the reader leaves to the talk: a yes to the other post, a post that is said beside one's own, a claim on its way."""
    return _pending(_asked(_volunteered(reading, known, here), asked))


def _asked(reading: Reading, asked: Asked | None) -> Reading:
    """A yes or no to one of the questions here; the post's own name is a yes, and no doubt about a profession."""
    if asked is None or asked.topics[0].name not in {ACCEPTS.name, TRAINED_ABROAD.name} or reading.intent == "stop":
        return reading
    fact = asked.topics[0].facts[0]
    if reading.affirmed is None or fact in reading.facts:
        return reading
    answer = Found(reading.affirmed, reading.masked[:40], 0, min(40, len(reading.masked)))
    doubts = {name: doubt for name, doubt in reading.ambiguous.items() if name != "role"}
    return replace(reading, intent="answer", facts={**reading.facts, fact: answer}, ambiguous=doubts)


def _volunteered(reading: Reading, known: Mapping[str, Any], here: Situation) -> Reading:
    """ "Jeg kan også arbejde som hjælper" says nothing about what an assistent is trained as."""
    said, role = reading.facts.get("role"), known.get("role")
    if said is None or role is None or said.value != here.beside.get(role) or not TOO.search(reading.masked):
        return reading
    facts = {name: found for name, found in reading.facts.items() if name != "role"}
    return replace(reading, facts={**facts, f"{ACCEPTS.name}:{said.value}": replace(said, value=True)})


def _pending(reading: Reading) -> Reading:
    """ "Jeg venter på min autorisation": kept as what it is. One of another country is not a Danish one."""
    claimed = reading.facts.get(AUTHORISED.name)
    if claimed is not None and claimed.value is True and AWAITED.search(reading.masked):
        return replace(reading, facts={**reading.facts, AUTHORISED.name: replace(claimed, value=PENDING)})
    doubt = reading.ambiguous.get(AUTHORISED.name)
    if doubt is None or doubt.why not in {PENDING, "foreign_authorisation"} or AUTHORISED.name in reading.facts:
        return reading
    if doubt.why == PENDING and not ON_ITS_WAY.search(reading.masked):
        return reading
    claim = PENDING if doubt.why == PENDING else False
    facts = {**reading.facts, AUTHORISED.name: Found(claim, doubt.words, doubt.start, doubt.end)}
    if doubt.why != PENDING:
        facts[TRAINED_ABROAD.name] = replace(facts[AUTHORISED.name], value=True)
    doubts = {name: other for name, other in reading.ambiguous.items() if name != AUTHORISED.name}
    intent = "answer" if reading.intent == "unclear" else reading.intent
    return replace(reading, intent=intent, facts=facts, ambiguous=doubts)


def _first_time(s: Script, name: str) -> bool:
    """True once a conversation; `name` stays for ever."""
    if name in s.said or name in s.newly_said:
        return False
    s.newly_said.append(name)
    return True
