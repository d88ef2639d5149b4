"""`jobline read`: what a text is read as, from which words and why."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dialogs.reading import Lexicon, Reading

_CODES = {"two_readings": "can be read two ways", "vague": "too vague to settle"}


@click.command("read")
@click.argument("text", required=False)
@click.option("--asked", help='The question the text answers: "hours", "role: 1 SOSU-hjælper 2 SOSU-assistent".')
@click.option("--known", help="The profile before the text, as JSON.")
@click.option("--received", help="The day the text came, as an ISO date; today unless given.")
@click.option("--jsonl", is_flag=True, help="Read one JSON object a line from standard input, write one a line.")
def command(text: str | None, asked: str | None, known: str | None, received: str | None, jsonl: bool) -> None:
    """Show what TEXT is read as, or with --jsonl stream many."""
    from config.files import ConfigFiles
    from dialogs.reading import Lexicon, read

    lexicon = Lexicon.load(ConfigFiles())
    if jsonl:
        _stream(lexicon)
        return
    if text is None:
        raise click.UsageError("give a text, or --jsonl with texts on standard input")
    day = date.fromisoformat(received) if received else date.today()  # noqa: DTZ011
    reading = read(text, received=day, lexicon=lexicon, asked=asked, known=json.loads(known) if known else None)
    _show(reading)


def _stream(lexicon: Lexicon) -> None:
    from dialogs.reading import read

    for line in sys.stdin:
        if not line.strip():
            continue
        case = json.loads(line)
        reading = read(
            case["text"],
            received=date.fromisoformat(case["received"]),
            lexicon=lexicon,
            asked=case.get("asked"),
            known=case.get("known"),
        )
        click.echo(json.dumps(reading.to_json(case.get("id")), ensure_ascii=False))


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
