"""The codes of the ranking in words, Danish and English, and numbers and days as each language writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

Language = Literal["da", "en"]
Words = Mapping[str, tuple[str, str]]

ROLES: Words = {
    "sosu_hjaelper": ("SOSU-hjælper", "social and health care helper"),
    "sosu_assistent": ("SOSU-assistent", "social and health care assistant"),
    "sygeplejerske": ("sygeplejerske", "nurse"),
    "ergoterapeut": ("ergoterapeut", "occupational therapist"),
    "fysioterapeut": ("fysioterapeut", "physiotherapist"),
    "paedagog": ("pædagog", "social educator"),
    "ufaglaert": ("ufaglært", "unskilled"),
    "sosu_elev_hjaelper": ("SOSU-elev (hjælper)", "trainee (helper)"),
    "sosu_elev_assistent": ("SOSU-elev (assistent)", "trainee (assistant)"),
    "sygeplejestuderende": ("sygeplejestuderende", "nursing student"),
}
SHIFTS: Words = {
    "dag": ("dag", "day"),
    "aften": ("aften", "evening"),
    "nat": ("nat", "night"),
    "weekend": ("weekend", "weekend"),
}
EMPLOYMENT: Words = {
    "fast": ("fast stilling", "permanent post"),
    "afloeser": ("afløser", "temp work"),
    "vikariat": ("vikariat", "fixed-term post"),
    "elev": ("elevplads", "trainee post"),
}
UNIT_TYPES: Words = {
    "plejehjem": ("plejehjem", "nursing home"),
    "hjemmepleje": ("hjemmepleje", "home care"),
    "sygepleje": ("sygepleje", "home nursing"),
    "sygeplejeklinik": ("sygeplejeklinik", "nursing clinic"),
    "midlertidig_doegnplads": ("midlertidig døgnplads", "temporary care"),
    "rehabilitering": ("rehabilitering", "rehabilitation"),
    "bosted": ("bosted", "residential home"),
}
AUTHORISATION: Words = {
    "none": ("ingen autorisation", "no authorisation"),
    "claimed": ("autorisation oplyst, ikke tjekket", "authorisation stated, not checked"),
    "pending": ("autorisation er ved at blive tjekket", "authorisation being checked"),
    "verified": ("autorisation tjekket", "authorisation checked"),
}
MODES: Words = {
    "bike": ("på cykel", "by bike"),
    "transit": ("med bus og tog", "by public transport"),
    "car": ("i bil", "by car"),
}
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
MONTHS = (
    ("januar", "January"),
    ("februar", "February"),
    ("marts", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("august", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
)


def pick(language: Language, danish: str, english: str) -> str:
    """The one of two texts that is in the language."""
    return danish if language == "da" else english


def word(table: Words, code: str, language: Language) -> str:
    """A code in words; a code nobody has words for is shown as it is."""
    return pick(language, *table.get(code, (code, code)))


def listed(parts: Iterable[str], language: Language) -> str:
    """ "a, b og c"."""
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {pick(language, 'og', 'and')} {words[-1]}"


def day(value: date, language: Language) -> str:
    """ "1. februar 2027" or "1 February 2027"."""
    month = pick(language, *MONTHS[value.month - 1])
    return f"{value.day}{pick(language, '.', '')} {month} {value.year}"


def days(number: int, language: Language) -> str:
    """ "1 dag", "21 dage"."""
    return f"{number} {pick(language, 'dag' if number == 1 else 'dage', 'day' if number == 1 else 'days')}"


def hours(tenths: int, language: Language) -> str:
    """Tenths of an hour as "32 timer" or "18,5 timer"."""
    whole, rest = divmod(tenths, 10)
    number = f"{whole}{pick(language, ',', '.')}{rest}" if rest else str(whole)
    return f"{number} {pick(language, 'time' if tenths == 10 else 'timer', 'hour' if tenths == 10 else 'hours')}"


def journey(minutes: int, mode: str, language: Language) -> str:
    """ "ca. 12 min. på cykel"."""
    return f"{pick(language, 'ca.', 'about')} {minutes} min. {word(MODES, mode, language)}"


def journey_from(minutes: int, mode: str, precision: str, language: Language) -> str:
    """ "ca. 12 min. på cykel, fra postnummer": no distance is shown without what it was measured from."""
    return f"{journey(minutes, mode, language)}, {word(PRECISION, precision, language)}"


def shift_list(codes: Iterable[str], language: Language) -> str:
    """Shifts in the order of the day: "dag og weekend"."""
    wanted = set(codes)
    return listed((word(SHIFTS, code, language) for code in SHIFTS if code in wanted), language)
