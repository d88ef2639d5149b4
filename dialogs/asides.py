"""What people say beside the matter: sorry for the wait, I write later, here I am again. No miss, no question, no promise."""

from __future__ import annotations

import re

from dialogs.reading import Reading

HELLO = r"^\W*(?:(?:hej|hov|ups|ok|okay|ja|hi|hello)\b\W*)*"
SORRY = re.compile(
    HELLO
    + r"(?:(?:undskyld|beklager|sorry)\b.*\b(?:sent|sen|travlt|ventetiden|forsinket|late|busy|delay)(?: svar| answer| reply)?\b|"
    r"(?:jeg )?har haft (?:meget |så )?travlt|undskyld|beklager|sorry)\W*$",
    re.IGNORECASE,
)
AGAIN = re.compile(
    HELLO + r"(?:så er jeg (?:her|tilbage|klar)|(?:nu )?er jeg (?:her|tilbage)|jeg er (?:her|tilbage)|i(?: a|')m back)"
    r"(?: igen| again| nu| now)?\W*$",
    re.IGNORECASE,
)
LATER = re.compile(
    HELLO
    + r"(?:(?:vent|(?:lige )?et øjeblik|øjeblik|to sek|one moment|just a (?:moment|minute|second))(?: lige| lidt)*"
    r"(?:\W+(?:jeg )?(?:skal|er) (?:lige )?(?:af|på|i|ud|hen|til|ind|hjem|optaget)\b(?:\W+\w+){0,5})?|"
    r"(?:jeg )?(?:skriver|svarer|vender(?: lige)? tilbage)(?: lige| igen)? (?:senere|i aften|i morgen|om lidt)|"
    r"(?:.{0,20}\W)?(?:jeg )?(?:skal|må|vil) lige (?:høre|spørge|tale med|snakke med|tjekke med) min \w+|"
    r"i (?:will|'ll) (?:write|answer|get back)(?: to you)? (?:later|tonight|tomorrow|soon)|"
    r"(?:.{0,20}\W)?i (?:have|need|must) (?:to )?(?:ask|check with) my \w+)\W*$",
    re.IGNORECASE,
)
PART = re.compile(r"[^.!,\n]+")


def later(reading: Reading) -> bool:
    """True if the text says no more than that an answer comes later."""
    return not reading.facts and reading.choice is None and LATER.match(reading.masked) is not None


def beside_the_matter(text: str) -> bool:
    """True if the text says no more than that somebody is sorry for the wait, or here again."""
    return SORRY.match(text) is not None or AGAIN.match(text) is not None


def without_asides(text: str) -> str:
    """The text without its excuses: "undskyld svarer sent. ja det passer" is "ja det passer"."""
    return ", ".join(part.strip() for part in PART.findall(text) if part.strip() and not beside_the_matter(part))
