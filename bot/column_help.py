"""The part of a command's help that lists the columns of its tables, read only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from bot.own_files import own_files, taken_in

if TYPE_CHECKING:
    from bot.intake.columns import Column
    from config.files import ConfigFiles


class Tabled(click.Command):
    """A command that takes tables; its kinds say in `tables` what each may hold, in the municipality's own words."""

    def tables(self, files: ConfigFiles) -> Mapping[str, Sequence[Column]]:
        """The columns by the name of the table."""
        raise NotImplementedError

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes a section a table; a column that must be there carries a star."""
        files = own_files()
        with taken_in(files):
            tables = self.tables(files)
        for name, columns in tables.items():
            with formatter.section(f"Columns of {name} (* must be there)"):
                formatter.write_dl(
                    [(f"{one.name}{'*' * one.required}", f"{' / '.join(one.names)}: {one.about}") for one in columns]
                )
