"""`jobline forget`: a person's words, number and profile are gone at once; that something happened stays on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.house import House
    from bot.privacy.forgetting import Forgotten


# An id may begin with a dash, which is then no option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(who: str, yes: bool) -> None:
    """Erase WHO: a telephone number, or a candidacy's public id. This cannot be undone.

    What is live before a unit is taken back, every word and number is erased, and the audit trail stays whole. If the
    person said STOP, that number alone is kept, so that nobody writes to it again.
    """
    from bot.errands import errand

    person_id, searches = errand(lambda house: _find(house, who))
    if not yes:
        click.confirm(
            f"Erase this person, with {searches} search{'' if searches == 1 else 'es'}, for good?", abort=True
        )
    done = errand(lambda house: _forget(house, person_id))
    click.echo(
        f"Erased: {done.messages} texts and the profile of {done.searches} search{'' if done.searches == 1 else 'es'}."
        + (" The stop stays: nobody writes to that number." if done.stop_kept else "")
    )
    click.echo("Backups made before today still hold this person: delete them by your plan.", err=True)


async def _find(house: House, who: str) -> tuple[int, int]:
    from bot.privacy.dossier import candidacies_of, find_person

    async with house.database.transaction() as connection:
        person_id = await find_person(connection, house.employer.id, who)
        if person_id is None:
            raise click.ClickException("Nothing is held under that number or id.")
        return person_id, len(await candidacies_of(connection, person_id))


async def _forget(house: House, person_id: int) -> Forgotten:
    from bot.privacy.forgetting import forget

    async with house.database.transaction() as connection:
        return await forget(connection, house, person_id, actor="command")
