"""Times as a leader texts them ("tors 10.00, fre 13.30", "26/11 kl. 10"), read or left unread, never guessed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import cycle

from wording.language import Language, pick
from wording.times import MONTHS, SHORT_WEEKDAYS, WEEKDAYS

MOST = 3
EARLIEST, LATEST = time(7), time(20)  # Nobody is invited to an interview in the night; "kl. 2" is a slip for 14.
NOTICE = timedelta(hours=2)
HORIZON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Times:
    """What a text says about times.

    found: local, in the order written. unclear: words that forbid to act on them. clockless: days named without a
    time of day ("torsdag formiddag"); what was found beside them counts all the same.
    """

    found: tuple[datetime, ...]
    unclear: tuple[str, ...] = ()
    clockless: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as somebody names it: a weekday, a day of a month, or both."""

    weekday: int | None = None
    exact: date | None = None


_WEEKDAY_NAMES = {
    name.lower(): number
    for number, names in enumerate(zip(WEEKDAYS, SHORT_WEEKDAYS, strict=True))
    for pair in names
    for name in pair
} | {"manda": 0, "tir": 1, "tors": 3, "thur": 3, "thurs": 3, "tues": 1, "loerdag": 5, "soendag": 6, "lordag": 5}
_MONTH_NAMES = {
    name: number
    for number, pair in enumerate(MONTHS, 1)
    for full in pair
    for name in {full.lower(), full.lower()[:3]} | ({"sept"} if number == 9 else set())
}
# "halv ti" is 9.30; from one to five it is the afternoon, since nobody meets at night.
_HALF = {
    name: hour
    for hour, names in enumerate(
        ("8 otte", "9 ni", "10 ti", "11 elleve", "12 tolv", "1 et en", "2 to", "3 tre", "4 fire"), 7
    )
    for name in names.split()
}
# One of these turns the meaning around, or needs a calendar week we cannot be sure of: then the line asks.
_TURNING = re.compile(
    r"ikke|undtagen|kun|n(?:æ|ae)ste|uge|efter|f(?:ø|oe)r|inden|senest|tidligst|mellem|bortset|hverken"
    r"|not|except|only|next|week|after|before|between|neither"
)
# A part of a day is no time: the days before it are done and do not wait for the next one's.
_PART_OF_DAY = re.compile(
    r"formiddag(?:en)?|eftermiddag(?:en)?|middag|morgen(?:en)?|aften(?:en)?|hele|dagen|morning|afternoon|evening|noon"
)
_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})(?:t(?=\d))?"
    r"|(?P<slash>\d{1,2}/\d{1,2}(?:[-/ ](?:20)\d\d)?)\.?(?!\d)"
    rf"|(?P<month_day>\d{{1,2}})\.? ?(?P<month>{'|'.join(sorted(_MONTH_NAMES, key=len, reverse=True))})\b\.?"
    r"(?: (?P<year>20\d\d)\b)?"
    r"|(?P<half>halv) (?P<half_of>\w+)"
    r"|(?P<ampm>\d{1,2}(?:[:.]\d\d)?) ?(?P<half_day>am|pm)\b"
    r"|(?P<pair>\d{1,2}[.:]\d\d)(?!\d)(?:(?: ?- ?|-)\d{1,2}(?:[.:]\d\d)?(?!\d|/))?"
    r"|(?P<four>(?<!\d)[012]\d[0-5]\d)(?!\d)"
    r"|(?P<nth>(?:d\.?|den) ?\d{1,2}\.?)(?![\d:./])"
    r"|(?P<bare>\d{1,2})(?!\d|/)\.?(?:-\d{1,2}(?:[.:]\d\d)?(?!\d|/))?"
    r"|(?P<relative>i ?overmorgen|i ?morgen|i ?dag|day after tomorrow|tomorrow|today)\b"
    r"|(?P<word>[^\W\d]+)"
    r"|(?P<rest>\d+)"
)


def read_times(text: str, now: datetime) -> Times:
    """The moments a text names. now: local; a weekday is the next one after today, a date without a year lies ahead.

    A time without a day, an impossible date and a word such as "ikke" are `unclear`, and so is a text with nothing but
    days; a day without a time beside a whole one is only told (`clockless`).
    """
    reader = _Reader(now)
    for chunk in re.split(r"[,;\n]|\b(?:og|eller|and|or)\b", text.lower()):
        reader.hear(chunk)
    return reader.told()


def trouble_with(times: Sequence[datetime], now: datetime) -> str | None:
    """Why these local times cannot be offered: none, many, past, soon, far, night, twice; None if they can."""
    if not times:
        return "none"
    if len(times) > MOST:
        return "many"
    if len(set(times)) < len(times):
        return "twice"
    return next((trouble for moment in times if (trouble := trouble_with_one(moment, now))), None)


def trouble_with_one(moment: datetime, now: datetime) -> str | None:
    """The same for one time: past, soon, far, night; None if it can be offered."""
    if moment <= now:
        return "past"
    if moment < now + NOTICE:
        return "soon"
    if moment > now + HORIZON:
        return "far"
    return None if EARLIEST <= moment.time() <= LATEST else "night"


TROUBLES = {
    "none": ("Skriv mindst én tid.", "Give at least one time."),
    "many": ("Skriv højst tre tider.", "Give three times at most."),
    "past": ("Den tid er gået.", "That time has passed."),
    "soon": ("Tiden skal ligge mindst to timer frem.", "The time must be at least two hours ahead."),
    "far": ("Tiden skal ligge inden for to måneder.", "The time must be within two months."),
    "night": ("Vælg en tid mellem 7 og 20.", "Choose a time between 7:00 and 20:00."),
    "twice": ("Den samme tid står to gange.", "The same time is there twice."),
    "unread": (
        "Vi kunne ikke læse tiden. Skriv for eksempel 26/11 10.00",
        "We could not read the time. Write for example 26/11 10:00",
    ),
}


def trouble_words(code: str, language: Language) -> str:
    """A trouble as one sentence."""
    return pick(language, *TROUBLES[code])


class _Reader:
    """Hears the parts of a text in order and keeps which days wait for a time, or which times for a day."""

    def __init__(self, now: datetime) -> None:
        self.today, self.zone = now.date(), now.tzinfo
        self.days: list[_Day] = []
        self.times: list[time] = []  # Said before any day: "10.00 torsdag".
        self.used = False  # Whether the days have had a time yet.
        self.clock_word = False
        self.found: list[datetime] = []
        self.unclear: list[str] = []
        self.clockless: list[_Day] = []

    def hear(self, chunk: str) -> None:
        tokens = list(_TOKEN.finditer(chunk))
        part = False
        pairs = sum(match["pair"] is not None for match in tokens)
        dated = any(match[name] for match in tokens for name in ("iso", "slash", "month_day", "relative", "nth"))
        for match in tokens:
            kind, said = match.lastgroup, match.group()
            if match["pair"] and pairs > 1 and not dated:
                # "10.11 13.30": the first of two is the date.
                pairs, dated = 1, True
                self._day(self._of_numbers(said.split("-")[0], said))
            else:
                self._token(str(kind), match, said)
            self.clock_word = said in {"kl", "klokken", "at"}
            part = part or _PART_OF_DAY.fullmatch(said) is not None
        if part:
            self._give_up_days()

    def told(self) -> Times:
        self._give_up_days()
        if self.times or (self.clockless and not self.found):
            self.unclear.append("?")
        clockless = dict.fromkeys(self._date(day) for day in self.clockless)
        return Times(tuple(dict.fromkeys(self.found)), tuple(self.unclear), tuple(clockless))

    def _give_up_days(self) -> None:
        """The days that still wait for a time will get none."""
        if self.days and not self.used:
            self.clockless += self.days
            self.days = []

    def _token(self, kind: str, match: re.Match[str], said: str) -> None:
        if match["iso"]:
            self._day(self._exact(said[:10]))
        elif match["slash"]:
            self._day(self._of_numbers(match["slash"], said))
        elif match["month_day"]:
            month = _MONTH_NAMES[match["month"]]
            self._day(self._ahead(int(match["month_day"]), month, match["year"], said))
        elif match["relative"]:
            days = 2 if "over" in said or "after" in said else 1 if "morgen" in said or said == "tomorrow" else 0
            self._day(_Day(exact=self.today + timedelta(days=days)))
        elif match["nth"]:
            self._day(self._nth(int(re.sub(r"\D", "", said)), said))
        elif match["half"]:
            hour = _HALF.get(match["half_of"])
            self._time(None if hour is None else (hour, 30), said)
        elif match["ampm"]:
            hour, minute = _clock(match["ampm"])
            self._time((hour % 12 + (12 if match["half_day"] == "pm" else 0), minute), said)
        elif match["pair"]:
            hour, minute = _clock(match["pair"])
            if hour > 23 and "." in match["pair"]:
                self._day(self._of_numbers(match["pair"], said))
            else:
                self._time((hour, minute), said)
        elif match["four"]:
            self._time((int(said[:2]), int(said[2:])), said)
        elif match["bare"]:
            expected = self.clock_word or bool(self.days)
            self._time((int(match["bare"]), 0) if expected else None, said)
        elif kind == "word":
            self._word(said)
        else:
            self.unclear.append(said)

    def _word(self, said: str) -> None:
        if said in _WEEKDAY_NAMES:
            self._day(_Day(weekday=_WEEKDAY_NAMES[said]))
        elif _TURNING.fullmatch(said):
            self.unclear.append(said)

    def _day(self, day: _Day | None) -> None:
        if day is None:
            return
        if self.used:
            self.days, self.used = [], False
        last = self.days[-1] if self.days else None
        if last is not None and last.weekday is not None and last.exact is None and day.exact is not None:
            if day.exact.weekday() != last.weekday:
                self.unclear.append(f"{day.exact:%d/%m}")  # "torsdag 27/11" when the 27th is a Friday.
            self.days[-1] = day
        else:
            self.days.append(day)
        if self.times:
            for moment in self.times:
                self._add(day, moment)
            self.times, self.days = [], []

    def _time(self, clock: tuple[int, int] | None, said: str) -> None:
        if clock is None or clock[0] > 23 or clock[1] > 59:
            self.unclear.append(said)
        elif not self.days:
            self.times.append(time(*clock))
        else:
            for day in self.days:
                self._add(day, time(*clock))
            self.used = True

    def _add(self, day: _Day, clock: time) -> None:
        self.found.append(datetime.combine(self._date(day), clock, tzinfo=self.zone))

    def _date(self, day: _Day) -> date:
        if day.exact is not None:
            return day.exact
        assert day.weekday is not None
        ahead = (day.weekday - self.today.weekday()) % 7 or 7
        return self.today + timedelta(days=ahead)

    def _exact(self, iso: str) -> _Day | None:
        try:
            return _Day(exact=date.fromisoformat(iso))
        except ValueError:
            self.unclear.append(iso)
            return None

    def _of_numbers(self, numbers: str, said: str) -> _Day | None:
        parts = re.findall(r"\d+", numbers)
        return self._ahead(int(parts[0]), int(parts[1]), parts[2] if len(parts) > 2 else None, said)

    def _ahead(self, day: int, month: int, year: str | None, said: str) -> _Day | None:
        for candidate in [int(year)] if year else [self.today.year, self.today.year + 1]:
            try:
                found = date(candidate, month, day)
            except ValueError:
                continue
            if year or found >= self.today:
                return _Day(exact=found)
        self.unclear.append(said)
        return None

    def _nth(self, day: int, said: str) -> _Day | None:
        month = self.today.replace(day=1)
        for _ in range(3):
            try:
                found = month.replace(day=day)
            except ValueError:
                found = None
            if found is not None and found >= self.today:
                return _Day(exact=found)
            month = (month + timedelta(days=32)).replace(day=1)
        self.unclear.append(said)
        return None


def _clock(said: str) -> tuple[int, int]:
    hour, _, minute = said.replace(".", ":").partition(":")
    return int(hour), int(minute or 0)


def guessed(days: Iterable[date], zone: tzinfo) -> list[datetime]:
    """Proposals for a form, local: 10.00 and 13.30 in turn, one on each of the given days."""
    clocks = cycle((time(10), time(13, 30)))
    return [datetime.combine(day, clock, tzinfo=zone) for day, clock in zip(days, clocks, strict=False)]
