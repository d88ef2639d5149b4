"""Finds every Danish line the pages can show, so that none is left without its English."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

from bot.web.language import ROOMS, english

MARKS = frozenset({"_", "danish", "words", "translate"})


def danish_lines(room: str) -> Iterator[tuple[str, str]]:
    """Every line of a room ("web", "desk", ...) with the file it stands in, from templates and Python alike."""
    for file in sorted((ROOMS / room).rglob("*.html")):
        for line in _in_template(file):
            yield file.name, line
    for file in sorted((ROOMS / room).rglob("*.py")):
        for line in _in_python(file):
            yield file.name, line


def _in_template(file: Path) -> Iterator[str]:
    tree = jinja2.Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_" and call.args:
            # "_('a' if x else 'b')" holds two lines; a name holds one that is marked where it comes from.
            yield from (
                constant.value
                for constant in (call.args[0], *call.args[0].find_all(nodes.Const))
                if isinstance(constant, nodes.Const) and isinstance(constant.value, str)
            )


def _in_python(file: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in MARKS:
            yield from (
                argument.value
                for argument in call.args[:2]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and len(argument.value) > 2
            )


def without_english(room: str) -> list[str]:
    """Lines of a room that an English reader would see in Danish, as "file: line"."""
    known = english()
    return sorted({f"{file}: {line}" for file, line in danish_lines(room) if line not in known})
