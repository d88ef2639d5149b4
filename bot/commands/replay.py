"""`jobline replay`: a kept ranking made again from what was stored, byte for byte, or what was changed since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.house import House
    from bot.pool.rankings import Replayed


# An id may begin with a dash, which is then no option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("ranking", required=False)
@click.option("--all", "everything", is_flag=True, help="Every ranking that was kept.")
@click.option("--json", "as_json", is_flag=True, help="The ranking itself, as it was kept.")
def command(ranking: str | None, everything: bool, as_json: bool) -> None:
    """Make RANKING (its public id) again from its stored inputs and rules, and compare.

    Exit status 1 if anything differs from what was kept.
    """
    from bot.errands import errand

    if (ranking is None) == (not everything):
        raise click.UsageError("Name one ranking, or --all.")
    again = errand(lambda house: _replay(house, ranking))
    for one in again:
        if as_json and one.stored:
            click.echo(json.dumps(json.loads(one.stored), ensure_ascii=False, indent=2))
        click.echo(_sentence(one), err=as_json)
    if not again:
        click.echo("No ranking has been kept yet.")
    if not all(one.same for one in again):
        raise click.exceptions.Exit(1)


async def _replay(house: House, public_id: str | None) -> list[Replayed]:
    from sqlalchemy import select

    from bot.errands import progress
    from bot.pool.rankings import UnknownRankingError, replay
    from bot.store.tables import ranking

    async with house.database.transaction() as connection:
        if public_id is not None:
            try:
                return [await replay(connection, public_id)]
            except UnknownRankingError as error:
                raise click.ClickException(f"{error}.") from error
        # What was erased with its candidate cannot be repeated, and is not a fault.
        wanted = select(ranking.c.public_id).where(ranking.c.employer_id == house.employer.id, ranking.c.result != b"")
        names = list((await connection.execute(wanted.order_by(ranking.c.id))).scalars())
        again = []
        with progress("Making rankings again") as show:
            for name in names:
                again.append(await replay(connection, name))
                show(len(again))
        return again


def _sentence(one: Replayed) -> str:
    made = f"{one.public_id}: made {one.clock:%Y-%m-%d %H:%M} UTC by rules {one.rules_version}"
    if one.same:
        return f"{made}; the same again, byte for byte ({len(one.stored):,} bytes)."
    return f"{made}; NOT the same: {'; '.join(one.faults)}."
