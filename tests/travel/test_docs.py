"""What docs/travel.md tells people to type is what the command takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click

from bot.commands.travel import command

PAGE = (Path(__file__).parents[2] / "docs" / "travel.md").read_text(encoding="utf-8")


def typed() -> list[str]:
    """Every `jobline travel …` of the page, in a block or in a sentence."""
    return re.findall(r"jobline travel ([^`\n]+)", PAGE)


def test_every_command_of_the_page_is_one() -> None:
    assert len(typed()) >= 5
    for words in typed():
        name, *more = shlex.split(words)
        one = command.commands[name]
        context = click.Context(one)
        one.make_parser(context).parse_args(more)


def test_every_option_of_the_page_is_one() -> None:
    known = {name for one in command.commands.values() for option in one.params for name in option.opts}
    named = set(re.findall(r"`(--[a-z-]+)", PAGE)) - {"--data_version", "--data", "--travel"}
    assert named - known == set()
    assert named >= {"--valhalla", "--osrm", "--otp", "--router", "--mode", "--arrive"}
