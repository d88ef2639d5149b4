"""The codes of the work in words: roles, shifts, kinds of employment, kinds of units, authorisation, ways of travel."""

from __future__ import annotations

from collections.abc import Iterable

from wording.language import Words, word
from wording.lists import listed

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
# The same in a text to a candidate, beside other things they want: "dag, fra 1. februar, fast".
EMPLOYMENT_SHORT: Words = {
    "fast": ("fast", "permanent"),
    "afloeser": ("afløser", "temp (afløser)"),
    "vikariat": ("vikariat", "fixed term"),
    "elev": ("elev", "student"),
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


def shift_list(codes: Iterable[str], language: str) -> str:
    """Shifts in the order of the day: "dag og weekend"."""
    wanted = set(codes)
    return listed((word(SHIFTS, code, language) for code in SHIFTS if code in wanted), language)
