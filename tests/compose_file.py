"""Reads the part of YAML that compose.yaml is written in: mappings, lists of scalars, JSON lists, anchors."""

from __future__ import annotations

import json
import re
from typing import Any

ENTRY = re.compile(r"([\w.-]+):(?:\s+(.*))?$")


class NotUnderstoodError(ValueError):
    """A line outside the part of YAML that is read here."""


def read(text: str) -> dict[str, Any]:
    """The file as Python's mappings, lists and strings. Raises NotUnderstoodError."""
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        words = re.sub(r"(^|\s)#.*$", "", line).rstrip()
        if words:
            lines.append((number, len(words) - len(words.lstrip()), words.strip()))
    found = _Reader(lines).block(0)
    if not isinstance(found, dict):
        raise NotUnderstoodError("the file is not a mapping")
    return found


class _Reader:
    def __init__(self, lines: list[tuple[int, int, str]]) -> None:
        self._lines = lines
        self._anchors: dict[str, Any] = {}

    def block(self, indent: int) -> Any:
        """Everything that stands at this indent, from here on."""
        return self._list(indent) if self._lines and self._lines[0][2].startswith("- ") else self._mapping(indent)

    def _list(self, indent: int) -> list[Any]:
        found = []
        while self._lines and self._lines[0][1] == indent and self._lines[0][2].startswith("- "):
            found.append(self._scalar(self._lines.pop(0)[2].removeprefix("- ")))
        return found

    def _mapping(self, indent: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self._lines and self._lines[0][1] == indent:
            number, _, words = self._lines.pop(0)
            entry = ENTRY.match(words)
            if entry is None or entry[1] in found:
                raise NotUnderstoodError(f"line {number}: {words}")
            found[entry[1]] = self._value(entry[2] or "", indent)
        if self._lines and self._lines[0][1] > indent:
            raise NotUnderstoodError(f"line {self._lines[0][0]} is indented too far")
        return found

    def _value(self, words: str, indent: int) -> Any:
        anchor, words = (words[1:], "") if words.startswith("&") else ("", words)
        if words:
            return self._scalar(words)
        value = self.block(self._lines[0][1]) if self._lines and self._lines[0][1] > indent else None
        if anchor:
            self._anchors[anchor] = value
        return value

    def _scalar(self, words: str) -> Any:
        if words.startswith("*"):
            return self._anchors[words[1:]]
        if words.startswith(("[", '"')) or words in {"true", "false"} or words.isdigit():
            return json.loads(words)
        if words.startswith(("{", "'", "|", ">", "!")):
            raise NotUnderstoodError(words)
        return words
