"""What a table of units or of vacancies may hold: each column with its names in Danish and English."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.intake import cells
from bot.intake.cells import Reader, fold
from config.files import ConfigFiles
from config.roles import read_roles
from wording.language import Words
from wording.work import EMPLOYMENT, SHIFTS, UNIT_TYPES


@dataclass(frozen=True, slots=True)
class Column:
    """One column. names: as a header may spell it, the Danish name first; default: what an absent column means."""

    name: str
    names: tuple[str, ...]
    about: str
    read: Reader
    required: bool = False
    default: Callable[[], Any] | Any = None

    def when_absent(self) -> Any:
        """The value of a new row whose table lacks this column."""
        return self.default() if callable(self.default) else self.default


def unit_columns() -> tuple[Column, ...]:
    """The columns of a table of units."""
    a_type = cells.code(_spellings(UNIT_TYPES), "a type of unit")
    a_language = cells.code({"da": ("dansk", "danish"), "en": ("engelsk", "english")}, "a language")
    return (
        Column("reference", ("enhedsnr", "enhedsnummer", "nøgle"), "your own key of the unit", cells.text, True),
        Column("name", ("navn", "enhedsnavn", "unit name"), "what people call it", cells.text, True),
        Column("unit_type", ("type", "enhedstype"), ", ".join(UNIT_TYPES), a_type, True),
        Column(
            "district", ("bydel",), "official district, or the municipality outside the city", cells.text, False, ""
        ),
        Column("street", ("vej", "adresse", "address"), "street and number", cells.text, False, ""),
        Column("postcode", ("postnr", "postnummer", "zip"), "four digits", cells.text, False, ""),
        Column("latitude", ("breddegrad", "lat"), "degrees; without it the postcode counts", cells.degrees(54.5, 57.8)),
        Column("longitude", ("længdegrad", "lon", "lng"), "degrees", cells.degrees(8.0, 15.2)),
        Column("leader_name", ("leder", "ledernavn", "leader"), "who gets the suggestions", cells.text, False, ""),
        Column("leader_email", ("ledermail", "leder e-mail", "e-mail", "mail", "email"), "where to", cells.mail, True),
        Column("leader_phone", ("ledertelefon", "ledermobil", "telefon", "mobil", "phone"), "for texts", cells.phone),
        Column("wants_text", ("vil have sms", "sms", "texts"), "ja or nej: also by text", cells.truth, False, False),
        Column("language", ("sprog",), "da or en", a_language, False, "da"),
    )


def vacancy_columns(files: ConfigFiles, today: date) -> tuple[Column, ...]:
    """The columns of a table of vacancies. files: for how roles are spelt; today: the day one opens if unsaid."""
    a_role = cells.code(role_spellings(files), "a role")
    a_shift = cells.several(cells.code(_spellings(SHIFTS), "a shift"))
    a_kind = cells.code({**_spellings(EMPLOYMENT), "fast": ("fast stilling", "fastansættelse", "permanent")}, "a kind")
    return (
        Column("reference", ("stillingsnr", "stillingsnummer", "nøgle"), "your own key of the post", cells.text, True),
        Column("unit", ("enhed", "enhedsnr", "unit reference"), "the unit's key or its exact name", cells.text, True),
        Column("role", ("fag", "stilling", "profession"), "as people write it: ssa, sygeplejerske …", a_role, True),
        Column("openings", ("antal", "ledige"), "posts to fill; 0 is filled", cells.whole, False, 1),
        Column("hours", ("timer", "timetal"), "a week: 37 or 28-37", cells.hours, False, (None, None)),
        Column("shifts", ("vagter", "vagt", "shift"), "dag, aften, nat, weekend", a_shift, False, list),
        Column("employment", ("ansættelse", "ansættelsesform", "kind"), ", ".join(EMPLOYMENT), a_kind, False, "fast"),
        Column("start", ("startdato", "tiltrædelse"), "a day, or empty for as soon as possible", cells.day),
        Column("accepts_unskilled", ("ufaglært ok", "tager ufaglærte"), "ja or nej", cells.truth, False, False),
        Column("ad_reference", ("opslag", "opslagsnr", "annonce", "ad"), "the public ad", cells.text, False, ""),
        Column("ad_valid_until", ("opslag gælder til", "opslag udløber"), "its last day", cells.day),
        Column("opened_on", ("ledig siden", "åbnet"), "a day; today if unsaid", cells.day, False, today),
        Column("expires", ("udløber", "gælder til"), "the last day the unit stands by it", cells.day),
        Column("note", ("bemærkning", "note til stillingen"), "nothing about who may apply", cells.text, False, ""),
        Column("closed", ("lukket",), "ja closes it", cells.truth, False, False),
    )


def role_spellings(files: ConfigFiles) -> Mapping[str, Sequence[str]]:
    """How each role is written, by its code."""
    return {code: (role.title, role.title_en, role.short, *role.words) for code, role in read_roles(files).items()}


def present(columns: Sequence[Column], headers: Sequence[str]) -> dict[str, Column]:
    """The column each header stands for; headers that stand for none are left out."""
    by_name = {fold(name): column for column in columns for name in (column.name, *column.names)}
    return {header: by_name[fold(header)] for header in headers if fold(header) in by_name}


def _spellings(table: Words) -> dict[str, tuple[str, ...]]:
    return {code: tuple(words) for code, words in table.items()}
