"""What the sender wants: to steer the talk, to ask, to answer, or to apply."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from dialogs.reading.lexicon import Lexicon
from dialogs.reading.patterns import Hit
from dialogs.reading.scanning import Item
from dialogs.reading.sheet import Sheet
from dialogs.reading.standing import WANT
from dialogs.reading.text import Text

# The first that is found counts; the rest are named beside it.
ORDER: Final = (
    "emergency", "delete", "stop", "consent_no", "consent_yes", "access", "withdraw", "not_candidate", "referral",
    "human", "abuse", "why", "status", "internal_hours", "internal_move", "set_language", "pause", "resume", "undo",
    "edit", "help",
)  # fmt: skip
_GUARD: Final = "guard."
# These speak of something else than a profile: what they mention is no wish.
WITHOUT_FACTS: Final = frozenset(
    ("emergency", "delete", "stop", "consent_no", "consent_yes", "access", "withdraw", "not_candidate", "referral",
     "abuse", "set_language", "undo", "edit", "help", "why")
)  # fmt: skip
# A text full of facts is an application even when a turn of phrase resembles these.
_YIELD: Final = frozenset(
    ("referral", "abuse", "set_language", "pause", "resume", "undo", "edit", "help", "status", "not_candidate", "why",
     "withdraw", "access", "consent_yes")
)  # fmt: skip
_STOP_KINDS: Final = ("wrong_number", "outreach", "got_job", "not_now", "all", "soft")
_QUESTIONS: Final = frozenset(
    ("pay", "documents", "language_level", "working_hours", "authorisation", "driving", "pupil_pay", "robot",
     "identity", "privacy", "training")
)  # fmt: skip


_STATES: Final = frozenset(("stop", "delete", "pause", "resume", "withdraw"))
_AM_I: Final = frozenset(("er jeg", "er vi", "am i", "bin ich", "är jag", "er min", "is my"))
_MAY_I: Final = frozenset(("kan jeg", "må jeg", "maa jeg", "can i", "may i", "skal jeg"))
# With the verb first, a sentence asks even without its question mark.
_VERBS: Final = frozenset(
    "kan maa har er skal findes faar kunne kommer can may do does have is are could kan får".split()
)
_TOPICS: Final = frozenset(("emergency", "abuse"))
# Weary words that may stop only the writing, and words that ask for a call.
_WEARY: Final = frozenset("orker gider magter ikke ik ikk vil skriv send".split())
_REQUESTS: Final = frozenset("kan kunne vil maa ring can could please call".split())
# A time of day may be when to call, unless it names the work.
_MOMENT: Final = frozenset(("shifts", "start"))
_TAKES: Final = frozenset("tage tager ogsaa arbejde arbejder soeger oensker take work".split())
_WORKED: Final = ("vagt", "vagter", "vagten", "shift", "shifts", "arbejde")
_SUBJECTS: Final = frozenset("jeg i du man vi der det jag ni you i there l it we".split())


class Steering(NamedTuple):
    """What a text says beside facts: commands found, in order of weight, and whether a keyword stood alone."""

    commands: tuple[str, ...]
    kinds: frozenset[str]
    topics: tuple[str, ...]
    alone: bool


def core(text: Text, lexicon: Lexicon) -> tuple[int, int]:
    """The first word and the end of the text without greetings and thanks around it."""
    first, last = 0, len(text.words)
    while first < last and text.words[first] in lexicon.polite:
        first += 1
    while last > first and text.words[last - 1] in lexicon.polite:
        last -= 1
    return first, last


def steer(text: Text, lexicon: Lexicon, received: date) -> Steering:
    """Finds commands and topics in a text, before anything in it is masked."""
    first, last = core(text, lexicon)
    if first == last:
        first, last = 0, len(text.words)
    if last - first <= 4:
        keyword = lexicon.keywords.get(" ".join(text.words[first:last])) or lexicon.keywords.get(" ".join(text.words))
        if keyword:
            return Steering((keyword,), frozenset((f"{keyword}.all",)), (), True)
    hits = lexicon.control.find(text.words, first, last)
    labels = {hit.label for hit in hits}
    guards = [hit for hit in hits if hit.label.startswith(_GUARD)]
    found = {hit.label.partition(".")[0] for hit in hits if not _guarded(hit, guards)} - {"guard"}
    if {"stop", "human"} <= found and _rather_a_call(text, hits):
        found.discard("stop")
    if found & _STATES and " ".join(text.words[first : first + 2]) in _AM_I:
        # "Er jeg på pause?" asks how things stand, and changes nothing.
        found = (found - _STATES) | {"status"}
    elif "pause" in found and "?" in text.raw and " ".join(text.words[first : first + 2]) in _MAY_I:
        found.discard("pause")
    topics = {
        hit.label for hit in lexicon.topics.find(text.words) if lexicon.valid_until.get(hit.label, received) >= received
    }
    ordered = tuple(sorted(topics, key=lambda topic: (topic == "process", topic)))
    return Steering(tuple(intent for intent in ORDER if intent in found), frozenset(labels), ordered, False)


def _guarded(hit: Hit, guards: list[Hit]) -> bool:
    """Whether words like "slet ikke" around a command make it none: "ring ikke i dag, ring i morgen" asks once."""
    intent = hit.label.partition(".")[0]
    if intent in _TOPICS:
        # Experience with falls, or a colleague who is hit at work, speaks of the trade wherever it stands.
        return any(guard.label == _GUARD + intent for guard in guards)
    return hit.label != "stop.wrong_number" and any(
        guard.label == _GUARD + intent and guard.first < hit.last and hit.first < guard.last for guard in guards
    )


def _rather_a_call(text: Text, hits: list[Hit]) -> bool:
    """ "Orker ikke skrive mere, kan nogen ikke bare ringe?" stops nothing: the texts are to become a call."""
    stops = [hit for hit in hits if hit.label.startswith("stop.")]
    calls = [hit for hit in hits if hit.label == "human.all" and text.words[hit.first] in _REQUESTS]
    if any(text.words[hit.first] not in _WEARY for hit in stops):
        return False
    return any(all(call.first >= stop.last or call.last <= stop.first for stop in stops) for call in calls)


def stop_kind(kinds: Iterable[str]) -> str | None:
    """Which stop the patterns found mean."""
    found = {label.partition(".")[2] for label in kinds if label.startswith("stop.")}
    kind = next((kind for kind in _STOP_KINDS if kind in found), None)
    return "all" if kind == "soft" else kind


def settle(sheet: Sheet, steering: Steering, affirmed: bool | None) -> tuple[str, tuple[str, ...]]:
    """The intent and what else the text does."""
    facts = [name for name in sheet.facts if name not in ("first_name", "near_home", "home_areas", "languages")]
    said = [name for name in facts if name not in ("travel_mode", "max_minutes", "skills")]
    said.extend(name for name in sheet.removed if name not in said)
    doubts = list(sheet.doubts)
    commands = _commands(sheet, steering, said, affirmed)
    if commands[:1] == ["human"] and _only_when_to_call(sheet, said):
        for name in _MOMENT:
            sheet.facts.pop(name, None)
            sheet.doubts.pop(name, None)
        said, doubts = [], list(sheet.doubts)
    ordinary = _ordinary(sheet, steering, said, doubts, affirmed)
    if sheet.asked == "consent" and affirmed is not None and not said and not commands:
        commands = ["consent_yes" if affirmed else "consent_no"]
    if commands:
        intent = commands[0]
        also = [*commands[1:]]
        if ordinary in ("apply", "question", "answer", "update") and intent not in WITHOUT_FACTS and (said or doubts):
            also.append(ordinary)
        return intent, tuple(dict.fromkeys(name for name in also if name != intent))
    also_asks = ordinary in ("apply", "answer", "update") and _is_question(sheet, steering)
    return ordinary, ("question",) if also_asks else ()


def _commands(sheet: Sheet, steering: Steering, said: list[str], affirmed: bool | None) -> list[str]:
    commands = list(steering.commands)
    if steering.alone:
        return commands
    kind = stop_kind(steering.kinds)
    if "stop" in commands and kind == "not_now" and (
        sheet.asked == "start" or set(said) - {"start"} or "role" in sheet.doubts or _answers(sheet)
    ):  # fmt: skip
        commands.remove("stop")
    if "stop" in commands and kind not in ("all", "outreach") and sheet.asked not in (None, "times") and (
        affirmed is not None or said or sheet.doubts or (sheet.asked == "authorised" and kind == "wrong_number")
    ):  # fmt: skip
        # "Nej, har ikke søgt den endnu" answers the question.
        commands.remove("stop")
    if "stop" in commands and (said or sheet.removed) and not any(
        label.startswith("stop.") and label != "stop.soft" for label in steering.kinds
    ):  # fmt: skip
        commands.remove("stop")
    if "internal_hours" in commands and sheet.known and "hours_per_week" in said:
        commands.remove("internal_hours")
    if "internal_hours" in commands and {"areas", "outside", "hours_per_week"} & set(said) and not (
        set(sheet.text.words) & sheet.lexicon.signs["employed"]
    ):  # fmt: skip
        commands.remove("internal_hours")
    if "emergency" in commands and "role" in said and len(said) > 1:
        commands.remove("emergency")
    weak = not any(label.startswith("withdraw.") and label != "withdraw.weak" for label in steering.kinds)
    if "withdraw" in commands and weak and (sheet.asked not in (None, "confirm") or said):
        commands.remove("withdraw")
    if "withdraw" in commands and ("role" in said or "role" in sheet.doubts):
        commands.remove("withdraw")
    still = {"stadig", "stadigvaek", "still", "fortsat"} & set(sheet.text.words)
    if "stop" in commands and kind == "got_job" and (len(said) > 2 or (still and said)):
        commands.remove("stop")
    if (
        "human" in commands
        and {"robot", "identity"} & set(steering.topics)
        and "human.plain" not in steering.kinds
        and not set(sheet.text.words) & sheet.lexicon.signs["talk"]
    ):
        commands.remove("human")
    if "consent_yes" in commands and "consent_no" in commands:
        commands.remove("consent_yes")
    profile = set(said) - {"unit_types", "start", "employment", "end"}
    if "not_candidate" in commands and profile <= {"areas", "outside", "postcodes"}:
        profile = set()
    for_a_unit = "not_candidate.unit" in steering.kinds and not any(
        item.kind == "self" and sheet.word(item) != "vi" for item in sheet.items
    )
    if profile & {"role", "authorised"} and "not_candidate" in commands and not for_a_unit:
        commands.remove("not_candidate")
    if (len(said) > 1 and profile) or profile - {"role"}:
        asks_why = sheet.text.words[0] in ("hvorfor", "why") and "why" in commands and not sheet.taken_back
        asks_how_far = "status" in commands and "?" in sheet.text.raw and not profile & {"role", "hours_per_week"}
        kept = {"why"} if asks_why else {"status"} if asks_how_far else {"not_candidate"} if for_a_unit else set()
        commands = [name for name in commands if name not in _YIELD or name in kept]
        if asks_how_far:
            sheet.facts.clear()
    elif said and "?" not in sheet.text.raw:
        commands = [name for name in commands if name not in ("referral", "help", "edit", "undo", "resume")]
    if sheet.asked not in (None, "confirm", "first_name") and _answers(sheet):
        commands = [name for name in commands if name not in ("internal_hours", "internal_move", "resume", "human",
                                                              "status", "set_language", "help")]  # fmt: skip
    return commands


def _only_when_to_call(sheet: Sheet, said: list[str]) -> bool:
    """Whether the time named is when to ring: "kan en af jer ringe i morgen formiddag"."""
    works = any(item.kind == "shift" and sheet.word(item).endswith(_WORKED) for item in sheet.items)
    asked = sheet.asked in _MOMENT or bool(set(sheet.text.words) & (sheet.lexicon.signs["job"] | _TAKES))
    return set(said) <= _MOMENT and not (works or asked)


def _answers(sheet: Sheet) -> bool:
    """Whether the fact asked about was found, or at least mentioned."""
    fact = {"hours": "hours_per_week"}.get(sheet.asked or "", sheet.asked or "")
    return fact in sheet.facts or (fact == "areas" and "anywhere" in sheet.facts) or sheet.choice is not None


def _is_question(sheet: Sheet, steering: Steering) -> bool:
    words = sheet.text.words
    if "?" in sheet.text.raw or "؟" in sheet.text.raw:
        return True
    first, last = core(sheet.text, sheet.lexicon)
    if last - first > 2 and (
        words[first] in sheet.lexicon.signs["opens"] or words[first] == "hvor"
        or (words[first] in _VERBS and words[first + 1] in _SUBJECTS)
    ):  # fmt: skip
        return True
    verb_alone = bool(words) and words[0] in _VERBS and (len(words) < 2 or words[1] not in _SUBJECTS)
    return bool(words) and bool(steering.topics) and words[0] in sheet.lexicon.signs["asks"] and not verb_alone


def _ordinary(
    sheet: Sheet, steering: Steering, said: list[str], doubts: list[str], affirmed: bool | None
) -> str:  # fmt: skip
    asks = _is_question(sheet, steering)
    if _only_about(sheet, steering, said, asks):
        sheet.facts.clear()
        sheet.doubts.clear()
        return "question"
    if sheet.asked == "confirm" and (said or doubts):
        return "update"
    if asks and sheet.asked is not None and _asks_back(sheet):
        sheet.facts.clear()
        sheet.doubts.clear()
        return "question"
    if sheet.asked is not None:
        answered = _answers(sheet) or affirmed is not None or bool(sheet.facts) or (bool(doubts) and not asks)
        if answered and not (asks and not sheet.facts and sheet.choice is None):
            return "answer"
        if asks or steering.topics:
            return "question"
        return "unclear"
    if (said or doubts or "home_areas" in sheet.facts) and sheet.known:
        return "update"
    if said or (doubts and not _bare_question(sheet, asks, doubts)) or "first_name" in sheet.facts:
        return "apply"
    if _seeks(sheet) and not (asks and set(steering.topics) & _QUESTIONS):
        return "apply"
    if asks or (
        steering.topics and (steering.topics != ("process",) or sheet.text.words[0] in sheet.lexicon.signs["asks"])
    ):
        return "question"
    return (
        "apply"
        if sheet.facts.keys() & {"skills", "home_areas", "travel_mode", "max_minutes", "near_home"}
        else "unclear"
    )


def _asks_back(sheet: Sheet) -> bool:
    """Whether the text asks instead of answering: "hvad er fuldtid hos jer?"."""
    words = sheet.text.words
    return words[0] in sheet.lexicon.signs["opens"] and not (
        len(words) > 1 and words[1] in ("med", "hvis", "about", "som")
    )


def _bare_question(sheet: Sheet, asks: bool, doubts: list[str]) -> bool:
    return asks and doubts != ["role"] and not _seeks(sheet)


def _only_about(sheet: Sheet, steering: Steering, said: list[str], asks: bool) -> bool:
    """Whether a title or a kind of work is only what the question is about: "hvad tjener en ssa?"."""
    if not asks or "appointment.all" in steering.kinds:
        return asks and sheet.asked != "times"
    first, _ = core(sheet.text, sheet.lexicon)
    if sheet.text.words[first : first + 1] and sheet.text.words[first] in ("hvorfor", "why"):
        # "Hvorfor står der Østerbro? jeg skrev Nørrebro" puts right what it asks about.
        return not (sheet.taken_back and said)
    if sheet.asked is not None:
        return False
    if _asks_in_general(sheet, said, first):
        return True
    if not set(steering.topics) & _QUESTIONS:
        return False
    if set(said) - {"role", "employment", "unit_types", "shifts", "authorised"} or not sheet.facts:
        return not sheet.facts and bool(sheet.doubts)
    if _owns(sheet):
        return False
    if "man" in sheet.text.words and "jeg" not in sheet.text.words:
        return True
    return not any(_own(sheet, place) for place, item in enumerate(sheet.items) if item.kind in ("role", "want"))


def _asks_in_general(sheet: Sheet, said: list[str], first: int) -> bool:
    """Whether what is named is only what the question is about: "har I stillinger til pædagoger?"."""
    words = sheet.text.words
    if _owns(sheet):
        return False
    if "man" in words and "jeg" not in words and set(said) <= {"employment", "unit_types", "role", "shifts"}:
        return bool(said or sheet.doubts)
    if any(_own(sheet, place) for place, item in enumerate(sheet.items) if item.kind in ("role", "want")):
        return False
    plural = [sheet.word(item).endswith(("er", "ere")) for item in sheet.items if item.kind == "role"]
    if said == ["role"] and plural and all(plural):
        return True
    if not set(said) <= {"employment", "unit_types"} or set(sheet.doubts) - {"role", "authorised"}:
        return False
    return bool(sheet.lexicon.signs["opens"] & set(words[first : first + 1])) or (
        not said and "authorised" in sheet.doubts
    )


def _owns(sheet: Sheet) -> bool:
    """Whether a sentence of the text says what the sender is: "er ssh-elev"."""
    return any(
        item.kind == "role" and (_own(sheet, place) or (place and "?" in item.gap))
        for place, item in enumerate(sheet.items)
    )


def _own(sheet: Sheet, place: int) -> bool:
    item: Item = sheet.items[place]
    if item.kind == "want":
        return sheet.word(item) in ("soeger", "vil gerne", "oensker", "looking for", "soege")
    before = [sheet.word(other) for other in sheet.items[max(0, place - 3) : place]]
    return bool({"er", "am", "im", "som", "jeg er", "uddannet", "as"} & set(before)) and "en" not in before


def _seeks(sheet: Sheet) -> bool:
    """Whether the text says that work is wanted, though not which."""
    items, states = sheet.items, sheet.scope.states
    words = set(sheet.text.words)
    for place, item in enumerate(items):
        if item.kind == "want" and states[place] == WANT and not (place and items[place - 1].kind == "neg"):
            sought = sheet.word(item) in ("soeger", "sgr", "soeger job", "soeger arbejde")
            return sought or bool(words & sheet.lexicon.signs["job"])
    return False
