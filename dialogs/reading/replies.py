"""Plain answers: yes, no, all of them, don't know."""

from __future__ import annotations

from typing import Final

from dialogs.reading.intents import core
from dialogs.reading.sheet import Sheet

_FACT_OF: Final = {"hours": "hours_per_week"}
_FOREIGN_OR_APPLIED: Final = frozenset(
    ("soegt", "applied", "afventer", "venter", "waiting", "pending", "vej", "undervejs", "svensk", "polsk")
)
_ON_ITS_WAY: Final = frozenset(("soegt", "ansoegt", "applied", "vej", "undervejs", "venter", "waiting"))
_KINDS: Final = ("fast", "afloeser", "vikariat")
# Both of three is a question back.
_TWO: Final = frozenset(("begge", "begge dele", "both"))
_ASKED_FACTS: Final = ("role", "authorised", "areas", "hours", "shifts", "start", "employment")


def affirmation(sheet: Sheet) -> bool | None:
    """Yes or no to a question; None when neither, or when nothing was asked."""
    if sheet.asked is None or sheet.choice is not None:
        return None
    lexicon = sheet.lexicon
    words = sheet.text.words
    phrase = " ".join(words)
    first, last = core(sheet.text, lexicon)
    short = " ".join(words[first:last])
    yes = lexicon.replies["yes" if sheet.asked == "confirm" else "firm"]
    no = lexicon.replies["no"]
    for said in (phrase, short):
        if said in no:
            return False
        if said in yes:
            return True
    if sheet.asked == "times" and any(item.kind in ("neg", "refusal") for item in sheet.items) and "?" not in (
        sheet.text.raw
    ):  # fmt: skip
        return False
    if sheet.asked == "confirm" and not sheet.facts and any(word.startswith("forkert") for word in words):
        return False
    if not words or ("?" in sheet.text.raw and sheet.asked != "times"):
        return None
    for size in (4, 3, 2, 1):
        opening = " ".join(words[:size])
        if opening in no and opening not in ("kan", "ingen", "no", "nie", "inte", "keine", "nu", "pas", "n"):
            return False
        if opening in lexicon.replies["firm"]:
            # "Ja, men 30 timer" does not confirm what was read back.
            return None if sheet.asked == "confirm" and sheet.facts else True
    return None


def words_of(sheet: Sheet) -> list[str]:
    """The folded words of the text without pleasantries."""
    first, last = core(sheet.text, sheet.lexicon)
    return sheet.text.words[first:last]


def answer_plainly(sheet: Sheet, affirmed: bool | None) -> None:
    """Takes yes, no, "alle" and "ved ikke" as the answer to what was asked."""
    asked = sheet.asked
    if asked not in _ASKED_FACTS or sheet.choice is not None:
        return
    fact = _FACT_OF.get(asked, asked)
    first, last = core(sheet.text, sheet.lexicon)
    short = " ".join(sheet.text.words[first:last])
    whole = " ".join(sheet.text.words)
    items = sheet.items
    unsure = sheet.lexicon.replies["unsure"]
    doubtful = short in unsure or whole in unsure or any(
        f" {phrase} " in f" {whole} " for phrase in unsure if " " in phrase
    )  # fmt: skip
    if asked == "authorised" and fact not in sheet.facts and fact not in sheet.doubts:
        if (
            affirmed is False
            and {"endnu", "yet"} & set(sheet.text.words)
            and not _FOREIGN_OR_APPLIED & set(sheet.text.words)
        ):
            sheet.found("authorised", False, items[0], items[-1])
        elif doubtful or (affirmed is False and _ON_ITS_WAY & set(sheet.text.words)):
            sheet.doubt("authorised", "pending", items[0], items[-1])
        elif affirmed and set(sheet.text.words) & sheet.lexicon.signs["foreign"]:
            sheet.doubt("authorised", "foreign_authorisation", items[0], items[-1])
        elif affirmed is not None:
            sheet.found("authorised", affirmed, items[0], items[-1])
        if affirmed is not None and not any(item.kind == "startcue" for item in items):
            # "Nej, men jeg får den i januar" is about the authorisation.
            sheet.facts.pop("start", None)
            sheet.doubts.pop("start", None)
        return
    if asked == "areas" and "areas" not in sheet.facts and "anywhere" not in sheet.facts:
        everything = next((item for item in items if item.kind == "everything"), None)
        if everything is not None and sheet.word(everything) != "begge":
            sheet.found("anywhere", True, everything)
    numbers = [item for item in items if item.kind == "num"]
    if len(numbers) > 1 and len(numbers) <= len(sheet.options) and len(items) <= 4 and fact not in sheet.facts:
        sheet.doubt(fact, "several", items[0], items[-1])
    if asked == "areas" and not sheet.facts and len(numbers) == 1 and len(words_of(sheet)) <= 2:
        sheet.doubt("areas", "unknown_postcode", items[0], items[-1])
    if asked == "hours" and fact not in sheet.facts and any(item.kind == "everything" for item in items):
        sheet.doubt(fact, "everything", items[0], items[-1])
    if asked == "start" and fact not in sheet.facts and fact not in sheet.doubts and (
        numbers or any(item.kind == "unit" for item in items)
    ):  # fmt: skip
        sheet.doubt("start", "unread_date", items[0], items[-1])
    everything = next((item for item in items if item.kind == "everything"), None)
    if asked == "employment" and fact not in sheet.facts and everything is not None:
        if sheet.word(everything) in _TWO:
            sheet.doubt("employment", "everything", items[0], items[-1], _KINDS)
        else:
            sheet.found("employment", list(_KINDS), everything)
    if asked == "role" and affirmed is False and not sheet.facts and "role" not in sheet.doubts:
        sheet.doubt("role", "none_of_them", items[0], items[-1], (sheet.lexicon.roles.untrained,))
    settled = asked == "authorised" and fact in sheet.doubts
    if doubtful and fact not in sheet.facts and not settled and not (asked == "areas" and "anywhere" in sheet.facts):
        sheet.doubt(fact, "unsure", items[0], items[-1])
