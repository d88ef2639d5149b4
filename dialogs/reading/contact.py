"""Names, telephone numbers, links and licence numbers: noted, and kept from being read as something else."""

from __future__ import annotations

import re
from typing import Final

from dialogs.reading.names import given_name, opens_clause, stands_alone
from dialogs.reading.scanning import WORD
from dialogs.reading.sheet import Sheet

_PHONE: Final = re.compile(
    r"(?<![\d/])(?:(?:\+|00)[ ]?\d{1,3}[ ]?)?"
    r"(?:\d{2}([ .\-]?)\d{2}\1\d{2}\1\d{2}|\d{4}[ -]\d{4}|\d{3}[ -]\d{2}[ -]\d{3})(?![\d/])"
    r"|(?<!\d)(?:\+|00)\d{2}(?:[ -]?\d){7,12}(?!\d)"
)
_LINK: Final = re.compile(
    # Bounded, so that no text of at-signs and full stops makes it try every way to cut it.
    r"https?://\S+|www\.\S+|(?<![^\s@])[^\s@]{1,64}@[^\s@]{1,255}\.\w{2,}"
    r"|\b[\w-]{1,63}\.(?:dk|com|net|org|eu|io)\b/?\S*",
    re.IGNORECASE,
)
_LICENCE: Final = re.compile(r"\b(?=[0-9A-Z]*\d)(?=[0-9A-Z]*[A-Z])[0-9A-Z]{5}\b")
_FOUR: Final = re.compile(r"(\d{4})([ -])(\d{4})")
_CLOCKS: Final = re.compile(r"\d\d[.:]?\d\d ?- ?\d\d[.:]?\d\d")
_FILLERS: Final = frozenset(("altsaa", "oeh", "jo", "for", "oevrigt", "er", "fra"))
_WEAK: Final = frozenset(
    ("det er", "this is", "navn", "hilsen fra", "knus", "i'm called", "jeg er", "i am", "im", "it is")
)
_AGES: Final = range(15, 80)


def mark_contacts(sheet: Sheet) -> None:
    """Flags numbers, links and licence numbers, and takes their words out of what the grammars read."""
    raw = sheet.text.raw
    if any(letter.isdecimal() for letter in raw):
        for match in _PHONE.finditer(raw):
            written = match.group()
            if not _two_numbers(sheet, written) and not _CLOCKS.fullmatch(written):
                sheet.flag("phone")
                _take(sheet, match.start(), match.end())
        for match in _LICENCE.finditer(raw):
            if _follows_licence_word(sheet, match.start()):
                sheet.flag("licence_id")
                _take(sheet, match.start(), match.end())
        _age(sheet)
    if "." in raw or "@" in raw:
        for match in _LINK.finditer(raw):
            sheet.flag("link")
            _take(sheet, match.start(), match.end())


def _two_numbers(sheet: Sheet, number: str) -> bool:
    """Whether eight digits are two postcodes or two times rather than a telephone number."""
    match = _FOUR.fullmatch(number)
    if match is None:
        return False
    first, joint, second = match.groups()
    if joint == "-":
        return first[2:] in ("00", "15", "30", "45") and int(first[:2]) <= 24
    return int(first) in sheet.lexicon.postcodes and int(second) in sheet.lexicon.postcodes


def _take(sheet: Sheet, start: int, end: int) -> None:
    starts = sheet.text.starts
    for item in sheet.items:
        if start <= starts[item.first] < end:
            item.used, item.kind = True, "taken"


def _follows_licence_word(sheet: Sheet, start: int) -> bool:
    words = [word for word, place in zip(sheet.text.words, sheet.text.starts, strict=True) if place < start][-4:]
    return any(" ".join(words[back:]) in sheet.lexicon.licence_openers for back in range(len(words))) or any(
        word.startswith(("aut", "licen")) for word in words
    )


def _age(sheet: Sheet) -> None:
    items = sheet.items
    for place, item in enumerate(items):
        if item.kind == "num" and item.value in _AGES and _turns(sheet, place):
            # "Bliver 18 til marts": the day is a birthday.
            sheet.flag("age")
            item.kind = "otherdate"
    for place, item in enumerate(items[:-1]):
        if item.kind != "num" or item.value not in _AGES or sheet.word(items[place + 1]) not in ("aar", "years", "ar"):
            continue
        before = sheet.word(items[place - 1]) if place else ""
        after = sheet.word(items[place + 2]) if place + 2 < len(items) else ""
        if before not in ("har", "i", "over", "efter", "arbejdet", "for") and not after.startswith(
            ("erfaring", "experience", "med", "i", "paa", "som")
        ):
            sheet.flag("age")
            item.used = True


def _turns(sheet: Sheet, place: int) -> bool:
    """Whether somebody turns the age at `place`: "bliver 18", "fylder 60 i maj"."""
    items = sheet.items
    if not place or sheet.word(items[place - 1]) not in ("bliver", "fylder"):
        return False
    if place + 1 == len(items):
        return True
    following = items[place + 1]
    return following.kind in ("until", "daycue", "month", "and") or sheet.word(following) in ("i", "aar")


def read_name(sheet: Sheet) -> None:
    """Fills the first name that was found before everything else, or one that nobody listed after "jeg hedder"."""
    if sheet.named is not None:
        _named(sheet, sheet.named[0])
        return
    words = sheet.text.words
    for opener in sheet.lexicon.name_openers:
        if opener[0] not in words or " ".join(opener) in _WEAK:
            continue
        for start, word in enumerate(words):
            if word != opener[0] or tuple(words[start : start + len(opener)]) != opener:
                continue
            at = start + len(opener)
            while at < len(words) and words[at] in _FILLERS:
                at += 1
            if opener == ("hedder",) and not opens_clause(sheet.text, sheet.lexicon, start):
                continue
            if start and words[start - 1] in ("not", "dont", "don't", "ikke", "never"):
                continue
            if at < len(words) and _can_be_name(sheet, at):
                _named(sheet, at)
                return


def read_name_alone(sheet: Sheet) -> None:
    """Takes an unknown word as the name when the name was asked for and nothing else was said."""
    at = stands_alone(sheet.text, sheet.lexicon)
    if sheet.asked == "first_name" and at is not None:
        _named(sheet, at)


def _can_be_name(sheet: Sheet, at: int) -> bool:
    word = sheet.text.words[at]
    item = next(item for item in sheet.items if item.first <= at < item.last)
    return (
        item.kind in (WORD, "common", "letter", "month", "place", "num") and not word.isdecimal() and len(word) > 1
        and word not in sheet.lexicon.never_names and (item.kind == WORD or sheet.text.raw[sheet.text.starts[at]].isupper())
    )  # fmt: skip


def _named(sheet: Sheet, at: int) -> None:
    item = next(item for item in sheet.items if item.first <= at < item.last)
    item.used, item.kind = True, "taken"
    sheet.found("first_name", given_name(sheet.text, at), item)
    sheet.flag("name")
