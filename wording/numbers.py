"""Numbers and what is counted: hours a week, days, minutes."""

from __future__ import annotations

from wording.language import pick


def number(value: float, language: str) -> str:
    """18.5 as "18,5" in Danish and "18.5" in English; whole numbers without a point."""
    written = f"{value:g}"
    return written.replace(".", ",") if language == "da" else written


def hours(value: float, language: str) -> str:
    """ "32 timer", "18,5 timer", "1 time"."""
    return f"{number(value, language)} {_hours(value, language)}"


def hours_between(least: float | None, most: float | None, language: str) -> str:
    """ "32 timer", "28-32 timer", "mindst 28 timer", "højst 20 timer"; empty when neither end is known."""
    if least is not None and most is not None:
        return hours(least, language) if least == most else f"{number(least, language)}-{hours(most, language)}"
    if least is not None:
        return f"{pick(language, 'mindst', 'at least')} {hours(least, language)}"
    return "" if most is None else f"{pick(language, 'højst', 'at most')} {hours(most, language)}"


def tenths(value: int | None) -> float | None:
    """Hours that are kept in tenths, as hours; None stays None."""
    return None if value is None else value / 10


def days(value: int, language: str) -> str:
    """ "1 dag", "21 dage"."""
    return f"{value} {pick(language, 'dag' if value == 1 else 'dage', 'day' if value == 1 else 'days')}"


def minutes(value: int) -> str:
    """ "12 min.", the same in both languages."""
    return f"{value} min."


def _hours(value: float, language: str) -> str:
    return pick(language, "time" if value == 1 else "timer", "hour" if value == 1 else "hours")
