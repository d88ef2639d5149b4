"""`jobline read`: what a text is read as, from which words and why."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from bot.own_files import own_files, taken_in

if TYPE_CHECKING:
    from dialogs.reading import Lexicon, Reading

_CODES = {"two_readings": "can be read two ways", "vague": "too vague to settle"}


@click.command("read")
@click.argument("text", required=False)
@click.option("--asked", help='The question the text answers: "hours", "role: 1 SOSU-hjælper 2 SOSU-assistent".')
@click.option("--known", help='The profile before the text, as a JSON object: {"role": "sosu_assistent"}.')
@click.option("--received", metavar="DAY", help="The day the text came, as 2026-11-23; today unless given.")
@click.option("--jsonl", is_flag=True, help="Read one JSON object a line from standard input, write one a line.")
def command(text: str | None, asked: str | None, known: str | None, received: str | None, jsonl: bool) -> None:
    """Show what TEXT is read as, or with --jsonl stream many.

    Words are those of the municipality's folder (JOBLINE_CONFIG), else ours.
    """
    from dialogs.reading import Lexicon, read

    if text is None and not jsonl:
        raise click.UsageError("Give a text, or --jsonl with texts on standard input.")
    day, profile = _day(received), _profile(known)
    files = own_files()
    with taken_in(files):
        lexicon = Lexicon.load(files)
    if text is None:
        _stream(lexicon)
    else:
        _show(read(text, received=day, lexicon=lexicon, asked=asked, known=profile))


def _day(given: str | None) -> date:
    if given is None:
        return date.today()  # noqa: DTZ011  # The day of whoever asks.
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise click.BadParameter(f"“{given}” is not a day like 2026-11-23.", param_hint="--received") from error


def _profile(given: str | None) -> dict[str, Any] | None:
    if given is None:
        return None
    try:
        profile = json.loads(given)
    except ValueError as error:
        raise click.BadParameter(f"not JSON: {error}.", param_hint="--known") from error
    if not isinstance(profile, dict):
        raise click.BadParameter('must be an object: {"role": "sosu_assistent"}.', param_hint="--known")
    return profile


def _stream(lexicon: Lexicon) -> None:
    """Answers line by line, so that another program may wait for each; stops at a line that is none of ours."""
    from dialogs.reading import read

    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            case = Case.of(json.loads(line))
        except ValueError as error:
            raise click.ClickException(f"Line {number} of standard input: {error}.") from error
        reading = read(case.text, received=case.received, lexicon=lexicon, asked=case.asked, known=case.known)
        click.echo(json.dumps(reading.to_json(case.id), ensure_ascii=False))


class Case(NamedTuple):
    """One line of --jsonl."""

    id: Any
    text: str
    received: date
    asked: str | None
    known: dict[str, Any] | None

    @classmethod
    def of(cls, given: object) -> Case:
        """The line as it was meant. Raises ValueError saying what is missing or of the wrong kind."""
        if not isinstance(given, dict):
            raise ValueError('not an object like {"id", "text", "received", "asked", "known"}')
        text, received, asked, known = (given.get(name) for name in ("text", "received", "asked", "known"))
        if not isinstance(text, str):
            raise ValueError("text is missing, or is no string")
        if not isinstance(received, str):
            raise ValueError("received is missing: the day the text came, like 2026-11-23")
        if not isinstance(asked, str | None):
            raise ValueError("asked is neither a string nor null")
        if not isinstance(known, dict | None):
            raise ValueError("known is neither an object nor null")
        return cls(given.get("id"), text, date.fromisoformat(received), asked, known)


def _show(reading: Reading) -> None:
    """Prints the reading as a table a recruiter can follow."""
    also = f" (also {', '.join(reading.also)})" if reading.also else ""
    click.echo(f"text    {reading.masked}")
    click.echo(f"intent  {reading.intent}{also}")
    extras: dict[str, Any] = {
        "stop": reading.stop_kind, "until": reading.until, "choice": reading.choice, "yes/no": reading.affirmed,
        "switch": reading.language, "topics": ", ".join(reading.topics), "flags": ", ".join(reading.flags),
    }  # fmt: skip
    for name, value in extras.items():
        if value not in (None, ""):
            click.echo(f"{name:<7} {value}")
    rows = [("fact", "value", "from the words")]
    for name, found in reading.facts.items():
        mended = f" (read as {found.mended})" if found.mended else ""
        rows.append((name, _value(found.value), f'"{found.words}"{mended}'))
    for name, doubt in reading.ambiguous.items():
        options = " or ".join(_value(option) for option in doubt.options)
        why = _CODES.get(doubt.why, doubt.why.replace("_", " "))
        rows.append((name, "ask" + (f": {options}" if options else ""), f'"{doubt.words}": {why}'))
    if len(rows) == 1:
        click.echo("no facts")
        return
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for row in rows:
        click.echo(f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        low, high = value.get("min"), value.get("max")
        return str(low) if low == high else f"{'' if low is None else low}-{'' if high is None else high}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
