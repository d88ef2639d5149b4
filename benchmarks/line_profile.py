"""Where the service's time goes: by package, by function and by what it was for, and what it asks of the database."""

from __future__ import annotations

import json
import re
import signal
import time
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[1]
EVERY = 0.001  # Seconds of a core between two looks, at best. A profiler that counts calls would make small functions look big.


class Watch:
    """Looks at what this process is doing, from `begin` to `end`, and counts its statements; see `report`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._own: Counter[str] = Counter()
        self._within: Counter[str] = Counter()
        self._statements: Counter[str] = Counter()
        self._began = 0.0

    def begin(self) -> None:
        """From here on everything counts."""
        from psycopg import AsyncCursor

        before: Any = AsyncCursor.execute
        counted = self._statements

        async def execute(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
            counted[" ".join((query.decode() if isinstance(query, bytes) else str(query)).split())] += 1
            return await before(cursor, query, *rest, **more)

        AsyncCursor.execute = execute  # type: ignore[method-assign]
        self._began = time.process_time()
        signal.signal(signal.SIGPROF, self._look)
        # Time of this process's own work: on a busy machine a clock on the wall would blame whoever was waiting.
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def _look(self, _: int, frame: FrameType | None) -> None:
        within: set[str] = set()
        if frame is not None:
            self._own[_place(frame)] += 1
        while frame is not None:
            within.add(_place(frame))
            frame = frame.f_back
        self._within.update(within)

    def end(self) -> None:
        """Writes down what was found."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        # How often the system really lets us look is its own affair: the looks share what was used.
        each = (time.process_time() - self._began) / max(self._own.total(), 1)
        found = {"each": each, "own": self._own, "within": self._within, "statements": self._statements}
        self._file.write_text(json.dumps(found))


def _place(frame: FrameType) -> str:
    path, code = Path(frame.f_code.co_filename), frame.f_code
    return f"{_package(path)} {path.name}:{code.co_firstlineno} {code.co_name}"


def _package(path: Path) -> str:
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1]
    if path.is_relative_to(ROOT):
        return "/".join(path.relative_to(ROOT).parts[:2])
    return "asyncio" if "asyncio" in path.parts else "Python"


def report(file: Path, texts: int, most: int = 30) -> str:
    """The figures of a Watch, as tables for one text."""
    found = json.loads(file.read_text())
    own, within, statements = (Counter(found[name]) for name in ("own", "within", "statements"))
    each = 1000 * found["each"] / texts
    packages: Counter[str] = Counter()
    for place, looks in own.items():
        packages[place.partition(" ")[0]] += looks
    shape = re.compile(r"jsonb_populate_recordset.*|\s+")
    asked = [f"{times / texts:8.3f} {shape.sub(' ', words)[:150]}" for words, times in statements.most_common(2 * most)]
    return "\n\n".join(
        [
            f"{texts} texts; milliseconds of a core for one: {each * own.total():.2f}",
            "by package\n" + _lines(packages, each, most),
            "by function\n" + _lines(own, each, most),
            "by function, with all it calls\n" + _lines(within, each, 3 * most),
            f"statements for one text: {sum(statements.values()) / texts:.1f}\n" + "\n".join(asked),
        ]
    )


def _lines(looks: Counter[str], each: float, most: int) -> str:
    return "\n".join(f"{each * seen:8.3f} {place}" for place, seen in looks.most_common(most))
