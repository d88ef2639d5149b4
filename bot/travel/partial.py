"""A table half measured: what is known so far, kept line by line, so that a break costs one request."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.travel.routers import RouterError

Block = Sequence[Sequence[int | None]]


class Partial:
    """The blocks measured so far. resumed: how many were there when it was opened; other: it began as another table."""

    def __init__(self, file: TextIO, blocks: dict[str, Block], other: bool) -> None:
        self._file = file
        self.blocks = blocks
        self.resumed = len(blocks)
        self.other = other

    def keep(self, name: str, minutes: Block) -> None:
        """Writes a block down before the next is asked for; it is there after a power cut."""
        self.blocks[name] = minutes
        print(json.dumps([name, minutes]), file=self._file, flush=True)
        os.fsync(self._file.fileno())


@contextmanager
def partial(path: Path, digest: str, *, anew: bool) -> Iterator[Partial]:
    """The half table at `path`, as long as it has the same inputs; otherwise, or if `anew`, an empty one in its place.

    digest: of all that decides what the numbers mean. Two versions are never mixed. Raises RouterError if it cannot be
    written.
    """
    blocks = None if anew else _read(path, digest)
    try:
        other = path.exists() and blocks is None and not anew
        with path.open("a" if blocks else "w", encoding="utf-8") as file:
            if not blocks:
                print(json.dumps({"inputs": digest}), file=file, flush=True)
            yield Partial(file, blocks or {}, other)
    except OSError as error:
        raise RouterError(f"{path} cannot be written: {error.strerror}.") from error


def _read(path: Path, digest: str) -> dict[str, Block] | None:
    """What the file holds; None if there is none or it belongs to another table."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    # A line that a break cut off is asked for again; nothing may be appended to it, so it is cut off the file too.
    whole = data[: data.rfind(b"\n") + 1]
    try:
        head, *lines = [json.loads(line) for line in whole.splitlines()]
    except ValueError:
        return None
    if head != {"inputs": digest}:
        return None
    if whole != data:
        os.truncate(path, len(whole))
    return dict(lines)
