"""`jobline export`: everything held about one person, as JSON they can read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.house import House


# An id may begin with a dash, which is then no option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("who")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file only you may read; else standard output.")
def command(who: str, output: Path | None) -> None:
    """Write all that is held about WHO: a telephone number, or a candidacy's public id. That it was read is recorded."""
    from bot.errands import errand

    text = json.dumps(errand(lambda house: _export(house, who)), ensure_ascii=False, indent=2)
    if output is None:
        click.echo(text)
        return
    try:
        output.touch(mode=0o600)
        output.chmod(0o600)
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    click.echo(f"Written to {output}.", err=True)


async def _export(house: House, who: str) -> dict[str, Any]:
    from bot.privacy.dossier import candidacies_of, dossier, find_person
    from bot.store.trail import Happening, record

    async with house.database.transaction() as connection:
        person_id = await find_person(connection, house.employer.id, who)
        if person_id is None:
            raise click.ClickException("Nothing is held under that number or id.")
        found = await dossier(connection, person_id)
        searches = await candidacies_of(connection, person_id)
        await record(
            connection,
            [Happening(house.employer.id, number, "command", "exported", house.now()) for number in searches],
        )
        return found
