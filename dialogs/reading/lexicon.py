"""The words the reader knows, built once from the files the municipality owns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from config.files import ConfigFiles
from config.roles import FILE as ROLE_FILE
from config.roles import Roles, read_roles
from dialogs.reading.conflicts import Ledger, LexiconConflict
from dialogs.reading.letters import clean, spellings
from dialogs.reading.patterns import Patterns, parse
from dialogs.reading.sensitive import Sensitive
from dialogs.reading.text import key

WORD_FILES = ("shifts", "numbers", "hours", "calendar", "work", "cues", "common")
# These sections are read in their own way, not as plain words.
_MADE = ("ones", "tens", "people")
MENDABLE = ("role", "title", "place", "shift", "employment", "unittype", "weekday", "month")


class Term(NamedTuple):
    """What a word or phrase means: a kind the grammars know, and a value within it."""

    kind: str
    value: Any


class Place(NamedTuple):
    """A place: its name, the districts it lies in; none means another municipality, named where it is called otherwise."""

    name: str
    districts: tuple[str, ...]
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All the words of all the files, ready to be looked up by their folded spelling.

    roles: the professions, as roles.toml has them. terms: phrase to meaning. heads: by first word, how many words the
    longest phrase has. vocabulary: every word of every phrase, which is therefore no typo. mendable: by first letter, the
    spellings a typo may be mended to. names: first names. ordinary: words that mean something else than a name.
    """

    roles: Roles
    terms: Mapping[str, Term]
    heads: Mapping[str, int]
    vocabulary: frozenset[str]
    mendable: Mapping[str, tuple[str, ...]]
    postcodes: Mapping[int, Place]
    control: Patterns
    topics: Patterns
    valid_until: Mapping[str, date]
    marks: Patterns
    sensitive: Sensitive
    keywords: Mapping[str, str]
    polite: frozenset[str]
    replies: Mapping[str, frozenset[str]]
    signs: Mapping[str, frozenset[str]]
    languages: Mapping[str, tuple[str, ...]]
    wishes: Mapping[str, str]
    name_openers: tuple[tuple[str, ...], ...]
    never_names: frozenset[str]
    names: frozenset[str]
    ordinary: frozenset[str]
    licence_openers: frozenset[str]

    @classmethod
    def load(cls, files: ConfigFiles) -> Lexicon:
        """Reads the word files. Raises LexiconConflict that names every entry which reads as two things."""
        ledger: Ledger[Term] = Ledger()
        places = _places(files)
        for phrase, term, source in _entries(files, places):
            ledger.enter(phrase, term, source)
        control = files.toml("words/control.toml")
        flags = files.toml("words/flags.toml")
        answers = files.toml("answers.toml")
        replies = files.toml("words/answers.toml")
        speech = files.toml("words/languages.toml")
        first_names = files.toml("words/names.toml")
        terms = ledger.settled()
        known = _languages(speech["language"])
        polite = _folded(control["polite"]["words"])
        return cls(
            roles=read_roles(files),
            terms=terms,
            heads=_heads(terms),
            vocabulary=frozenset(word for phrase in terms for word in phrase.split(" ")) | known.keys() | polite,
            mendable=_mendable(terms),
            postcodes=_postcodes(files),
            control=Patterns(
                pattern
                for intent, parts in control.items()
                if intent not in ("keyword", "polite")
                for part, sources in parts.items()
                for source in sources
                for pattern in parse(f"{intent}.{part}", source)
            ),
            topics=Patterns(
                pattern
                for topic, entry in answers.items()
                for source in entry["patterns"]
                for pattern in parse(topic, source)
            ),
            valid_until={topic: entry["valid_until"] for topic, entry in answers.items() if "valid_until" in entry},
            marks=Patterns(
                pattern
                for flag, entry in flags.items()
                for source in entry.get("patterns", ())
                for pattern in parse(flag, source)
            ),
            sensitive=Sensitive.of(files.toml("words/sensitive.toml")),
            keywords=_keywords(control["keyword"]),
            polite=polite,
            replies={name: _folded(words) for section in replies.values() for name, words in section.items()},
            signs={name: _folded(words) for name, words in files.toml("words/signs.toml")["signs"].items()},
            languages=known,
            wishes={way: code for code, words in speech["wish"].items() for word in words for way in _ways(word)},
            name_openers=tuple(
                sorted((tuple(way.split()) for way in _folded(flags["name"]["openers"])), key=len, reverse=True)
            ),
            never_names=_folded(flags["name"]["closed"]),
            names=_folded(name for names in first_names["names"].values() for name in names),
            ordinary=_ordinary(
                terms,
                *(words for words in first_names["never"].values()),
                *(words for words in speech["language"].values()),
                *(words for section in replies.values() for words in section.values()),
                flags["name"]["closed"],
                *(words for words in control["keyword"].values()),
                *(words for words in files.toml("words/signs.toml")["signs"].values()),
            ),
            licence_openers=_folded(flags["licence"]["openers"]),
        )


def _ways(phrase: str) -> set[str]:
    """The phrase in every folded spelling, as a text's words would be looked up."""
    return {key(way) for way in spellings(clean(phrase))} - {""}


def _folded(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(way for phrase in phrases for way in _ways(phrase))


def _ordinary(terms: Mapping[str, Term], *lists: Iterable[str]) -> frozenset[str]:
    """Every word that means something, and so is no name that nobody listed."""
    known = {word for phrase in terms for word in phrase.split(" ")}
    return frozenset(known.union(*(way.split(" ") for phrases in lists for way in _folded(phrases))))


def _entries(files: ConfigFiles, places: Mapping[str, Place]) -> Iterator[tuple[str, Term, str]]:
    """Every phrase with its meaning and where it stands."""
    for file in WORD_FILES:
        for kind, values in files.toml(f"words/{file}.toml").items():
            if kind in _MADE:
                continue
            for value, phrases in values.items():
                meaning = int(value) if value.isdecimal() else value
                for phrase in phrases:
                    yield phrase, Term("num" if kind == "number" else kind, meaning), f"words/{file}.toml"
    numbers = files.toml("words/numbers.toml")
    yield from _numbers(numbers["ones"], numbers["tens"])
    people = files.toml("words/cues.toml")["people"]
    for whose in people["whose"]:
        for who in people["who"]:
            for phrase in {f"{whose} {who}", f"{whose} {who.removesuffix('s')}s"}:
                yield phrase, Term("other", "other"), "words/cues.toml"
    roles = read_roles(files)
    for code, role in roles.items():
        for phrase in (role.title, role.title_en.partition("(")[0], *role.words):
            yield phrase, Term("role", code), ROLE_FILE
    for title in roles.doubts:
        for phrase in title.words:
            yield phrase, Term("title", title), ROLE_FILE
    for phrase, place in places.items():
        yield phrase, Term("place", place), "places.csv"
    doubles = files.toml("words/ambiguous.toml")
    for kind in ("two", "letter"):
        for entry in doubles[kind].values():
            place = places[entry["place"]]
            for phrase in entry["words"]:
                yield phrase, Term(kind, (place, entry.get("shift"))), "words/ambiguous.toml"


def _numbers(ones: Mapping[str, list[str]], tens: Mapping[str, list[str]]) -> Iterator[tuple[str, Term, str]]:
    for ten, names in tens.items():
        for name in names:
            yield name, Term("num", int(ten)), "words/numbers.toml"
            for one, units in ones.items():
                for unit in units:
                    for phrase in (f"{unit}og{name}", f"{unit} og {name}"):
                        yield phrase, Term("num", int(ten) + int(one)), "words/numbers.toml"
    for one, units in ones.items():
        for unit in units:
            yield unit, Term("num", int(one)), "words/numbers.toml"


def _places(files: ConfigFiles) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for row in files.rows("places.csv"):
        districts = tuple(part for part in row["districts"].split(";") if part)
        for phrase in (row["place"], *row["synonyms"].split(";")):
            if phrase:
                places[phrase] = Place(row["place"], districts, row.get("municipality") or "")
    return places


def _postcodes(files: ConfigFiles) -> dict[int, Place]:
    postcodes: dict[int, Place] = {}
    for row in files.rows("postcodes.csv"):
        place = Place(row["municipality"], tuple(part for part in row["districts"].split(";") if part))
        for code in range(int(row["first"]), int(row["last"]) + 1):
            postcodes[code] = place
    return postcodes


def _keywords(sections: Mapping[str, list[str]]) -> dict[str, str]:
    ledger: Ledger[str] = Ledger()
    for intent, phrases in sections.items():
        for phrase in phrases:
            ledger.enter(phrase, intent, "words/control.toml")
    return ledger.settled()


def _heads(terms: Iterable[str]) -> dict[str, int]:
    heads: dict[str, int] = {}
    for phrase in terms:
        words = phrase.split(" ")
        heads[words[0]] = max(heads.get(words[0], 0), len(words))
    return heads


def _worth_mending(phrase: str, term: Term) -> bool:
    """Short names far away and titles that must be asked about anyway would catch more ordinary words than typos."""
    if term.kind == "title":
        return term.value.settles is not None
    return not (term.kind == "place" and not term.value.districts and len(phrase) < 7)


def _mendable(terms: Mapping[str, Term]) -> dict[str, tuple[str, ...]]:
    by_letter: dict[str, list[str]] = {}
    for phrase, term in terms.items():
        if (
            term.kind in MENDABLE
            and len(phrase) > 4
            and _worth_mending(phrase, term)
            and phrase.isascii()
            and " " not in phrase
        ):
            by_letter.setdefault(phrase[0], []).append(phrase)
    return {letter: tuple(sorted(phrases)) for letter, phrases in by_letter.items()}


def _languages(sections: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    by_word: dict[str, list[str]] = {}
    for code, words in sections.items():
        for word in _folded(words):
            by_word.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in by_word.items()}


__all__ = ["Lexicon", "LexiconConflict", "Place", "Term"]
