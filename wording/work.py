"""The codes of the work in words: roles, shifts, kinds of employment, kinds of units, authorisation, ways of travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from config.roles import roles
from wording.language import Words, word
from wording.lists import listed


class _Titles(Mapping[str, tuple[str, str]]):
    """What the roles in force are called; looked up when asked for, since a municipality may have its own."""

    def __getitem__(self, code: str) -> tuple[str, str]:
        role = roles()[code]
        return role.title, role.title_en

    def __iter__(self) -> Iterator[str]:
        return iter(roles())

    def __len__(self) -> int:
        return len(roles())


ROLES: Words = _Titles()
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
SKILLS: Words = {
    "driving_licence": ("kørekort", "driving licence"),
    "bike": ("cykler", "rides a bike"),
    "car": ("har bil", "has a car"),
    "dementia": ("demens", "dementia care"),
    "medication": ("medicin", "medication"),
    "palliation": ("palliation", "palliative care"),
}
SPOKEN: Words = {
    "da": ("dansk", "Danish"),
    "en": ("engelsk", "English"),
    "sv": ("svensk", "Swedish"),
    "de": ("tysk", "German"),
    "ar": ("arabisk", "Arabic"),
    "pl": ("polsk", "Polish"),
    "tr": ("tyrkisk", "Turkish"),
    "so": ("somali", "Somali"),
    "ur": ("urdu", "Urdu"),
    "uk": ("ukrainsk", "Ukrainian"),
    "es": ("spansk", "Spanish"),
}
LEVELS: Words = {"basic": ("lidt", "a little"), "good": ("godt", "good")}


def spoken(code: str, language: str) -> str:
    """A language as "da" or, with how well it is spoken, "da:basic": "dansk", "lidt dansk"."""
    tongue, _, level = code.partition(":")
    named = word(SPOKEN, tongue, language)
    return f"{word(LEVELS, level, language)} {named}" if level else named


def shift_list(codes: Iterable[str], language: str) -> str:
    """Shifts in the order of the day: "dag og weekend"."""
    wanted = set(codes)
    return listed((word(SHIFTS, code, language) for code in SHIFTS if code in wanted), language)
