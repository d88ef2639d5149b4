"""Wishes about staff that no text of ours may carry: sex, origin, age, religion. Pure."""

from __future__ import annotations

import re

# Forskelsbehandlingsloven: what a unit or a citizen wishes about these can be no criterion, and a text that names them
# would become one. Whole words and the endings Danish gives them; a human reads what is found and rewrites the text.
_STEMS = {
    "sex": (
        r"kvind(?:e|er|en|elig|elige|eligt)",
        r"mand",
        r"mænd",
        r"mandlig(?:e|t)?",
        r"pige(?:r)?",
        r"dreng(?:e)?",
        r"hunkøn|hankøn|køn(?:net)?",
        r"wom[ae]n|female|male|m[ae]n",
    ),
    "origin": (
        r"etnisk(?:e)?",
        r"dansker(?:e)?",
        r"indvandrer(?:e)?",
        r"udlænding(?:e)?",
        r"(?:ikke-)?vestlig(?:e)?",
        r"hudfarve",
        r"race",
        r"født i danmark|danskfødt",
        r"statsborgerskab|statsborger(?:e)?",
        r"uden accent",
        r"ethnic(?:ity)?|native dane(?:s)?|foreigner(?:s)?|immigrant(?:s)?",
    ),
    "age": (
        r"ung(?:e|t)?|yngre",
        r"ældre medarbejder(?:e)?",
        r"(?:over|under|højst|mindst|max|maks|min)\.? \d\d år",
        r"\d\d ?- ?\d\d år",
        r"alder(?:en)?",
        r"år gammel",
        r"young(?:er)?|years old|aged?",
    ),
    "religion": (
        r"muslim(?:er|sk|ske)?",
        r"kristen|kristne|kristen-",
        r"jøde(?:r)?|jødisk(?:e)?",
        r"tørklæde(?:r)?|hijab",
        r"religion|religiøs(?:e)?|tro(?:ende)",
        r"muslims?|christian(?:s)?|jewish|headscar(?:f|ves)",
    ),
}
_PATTERN = re.compile(
    rf"(?<!\w)(?:{'|'.join(stem for stems in _STEMS.values() for stem in stems)})(?!\w)", re.IGNORECASE
)


def forbidden_wishes(text: str) -> tuple[str, ...]:
    """The words of a free text that name sex, origin, age or religion, as written and in order; empty if it is clean.

    Meant to be read by a person: a word may be innocent ("unge med demens"), and then another wording is found.
    """
    return tuple(dict.fromkeys(match.group() for match in _PATTERN.finditer(text)))
