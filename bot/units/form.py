"""What a leader filled in on the page: read, checked field by field, and kept as written when something is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.house import House
from bot.units.decisions import LONGEST_NAME, LONGEST_PLACE, trouble_with_words
from bot.units.times import MOST, guessed, read_times, trouble_with_one, trouble_words
from matching.suggestion import DECLINE_REASONS
from wording.language import Language, pick

WRITTEN = "%Y-%m-%dT%H:%M"  # What a browser's field for a local date and time holds.


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it stands. written: three times as the field holds them; times: those that could be read, UTC.

    faults: field name (time1..time3, place, meets, reason, answer) to one sentence that says what to do.
    """

    answer: str = ""  # yes, no, or nothing chosen yet.
    written: tuple[str, ...] = ("", "", "")
    times: tuple[datetime, ...] = ()
    place: str = ""
    meets: str = ""
    reason: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


def first_form(house: House, *, place: str, meets: str, avoid: Collection[datetime] = ()) -> Filled:
    """The form before anybody touched it: three times guessed from the week, the unit's address, the leader's name.

    avoid: times that have fallen through already; they are not guessed again.
    """
    days = [house.local(house.after_working_days(house.now(), ahead)).date() for ahead in range(2, 8)]
    times = [moment for moment in guessed(days, house.settings.zone) if moment not in avoid][:MOST]
    return Filled(
        written=tuple(moment.strftime(WRITTEN) for moment in times),
        place=place if len(place) <= LONGEST_PLACE else place.partition(",")[0][:LONGEST_PLACE],
        meets=meets[:LONGEST_NAME],
    )


def fill(house: House, given: Mapping[str, str], *, language: Language) -> Filled:
    """Reads the form's fields, and says of each what is missing."""
    answer = given.get("answer", "")
    written = tuple(given.get(f"time{number}", "").strip()[:40] for number in range(1, MOST + 1))
    place, meets = given.get("place", "").strip()[:200], given.get("meets", "").strip()[:200]
    reason = given.get("reason", "")
    faults: dict[str, str] = {}
    times: list[datetime] = []
    if answer == "yes":
        times = _times(house, written, language, faults)
        for name, text, longest in (("place", place, LONGEST_PLACE), ("meets", meets, LONGEST_NAME)):
            if (trouble := trouble_with_words(text, longest, language)) is not None:
                faults[name] = trouble.words
    elif answer == "no":
        if reason not in DECLINE_REASONS:
            faults["reason"] = pick(language, "Vælg en grund.", "Choose a reason.")
    else:
        faults["answer"] = pick(language, "Vælg ja eller nej.", "Choose yes or no.")
    return Filled(answer, written, tuple(times), place, meets, reason, faults)


def _times(house: House, written: tuple[str, ...], language: Language, faults: dict[str, str]) -> list[datetime]:
    now = house.local(house.now())
    times: list[datetime] = []
    for number, text in enumerate(written, 1):
        if not text:
            continue
        moment = _moment(house, text, now)
        trouble = "unread" if moment is None else trouble_with_one(moment, now)
        if moment is not None and moment in times:
            trouble = "twice"
        if trouble or moment is None:
            faults[f"time{number}"] = trouble_words(trouble or "unread", language)
        else:
            times.append(moment)
    if not any(written):
        faults["time1"] = trouble_words("none", language)
    return [moment.astimezone(UTC) for moment in times]


def _moment(house: House, text: str, now: datetime) -> datetime | None:
    """A field's value, or what somebody typed into it where the browser has no picker."""
    try:
        return datetime.strptime(text[:16], WRITTEN).replace(tzinfo=house.settings.zone)
    except ValueError:
        read = read_times(text, now)
        return read.found[0] if len(read.found) == 1 and not read.unclear else None
