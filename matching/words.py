"""What only the ranking has words for: its terms, journeys, and what a journey was measured from."""

from __future__ import annotations

from wording.language import Words, pick, word
from wording.numbers import minutes
from wording.work import MODES

PRECISION: Words = {
    "street": ("fra vejen", "from the street"),
    "station": ("fra stationen", "from the station"),
    "postcode": ("fra postnummer", "from the postcode"),
    "district": ("fra midten af bydelen", "from the middle of the district"),
}
# The same, said to the candidate and said of the candidate. The middle of a district says too little to count minutes.
FROM_YOURS: Words = {
    "street": ("fra din vej", "from your street"),
    "station": ("fra din station", "from your station"),
    "postcode": ("fra dit postnummer", "from your postcode"),
}
FROM_THEIRS: Words = {
    "street": ("fra kandidatens vej", "from the candidate's street"),
    "station": ("fra kandidatens station", "from the candidate's station"),
    "postcode": ("fra kandidatens postnummer", "from the candidate's postcode"),
}
TERMS: Words = {
    "travel": ("rejse", "travel"),
    "role": ("fag", "role"),
    "shift": ("vagt", "shift"),
    "hours": ("timer", "hours"),
    "start": ("start", "start"),
    "need": ("behov", "need"),
}


def journey(length: int, mode: str, language: str) -> str:
    """ "ca. 12 min. på cykel"; length in minutes."""
    return f"{pick(language, 'ca.', 'about')} {minutes(length)} {word(MODES, mode, language)}"


def journey_from(length: int, mode: str, precision: str, language: str) -> str:
    """ "ca. 12 min. på cykel, fra postnummer": no distance is shown without what it was measured from."""
    return f"{journey(length, mode, language)}, {word(PRECISION, precision, language)}"
