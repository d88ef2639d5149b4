"""The `jobline` command: one subcommand a file in bot/commands, imported only when it is the one asked for."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import click

from bot import commands


class Subcommands(click.Group):
    """Finds subcommands by file name, so that `jobline read` does not pay for importing the web service."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name.rstrip("_").replace("_", "-") for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        # A file whose name would be a keyword carries an underscore at the end: import_.py is `jobline import`.
        module = import_module(f"bot.commands.{name}_" if name in {"import"} else f"bot.commands.{name}")
        command: click.Command = module.command
        return command


@click.group(cls=Subcommands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Jobline: the job line of a municipality's coordinated recruitment."""


if __name__ == "__main__":
    main()
