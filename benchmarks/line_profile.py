"""Where the service's time goes: seconds by package and by function, and what it asks of the database for one text."""

from __future__ import annotations

import cProfile
import json
import pstats
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


class Watch:
    """Profiles this process from `begin` to `end` and counts its statements; `report` reads what it left in `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        # Seconds of this thread's own work: on a busy machine a clock on the wall would blame whoever was waiting.
        self._profiler = cProfile.Profile(time.thread_time)
        self._statements: Counter[str] = Counter()

    def begin(self) -> None:
        """From here on everything counts."""
        from psycopg import AsyncCursor

        before: Any = AsyncCursor.execute
        counted = self._statements

        async def execute(cursor: Any, query: Any, *rest: Any, **more: Any) -> Any:
            counted[" ".join(str(query).split())] += 1
            return await before(cursor, query, *rest, **more)

        AsyncCursor.execute = execute  # type: ignore[method-assign]
        self._profiler.enable()

    def end(self) -> None:
        """Writes down what was found."""
        self._profiler.disable()
        self._profiler.dump_stats(self._file)
        self._file.with_suffix(".json").write_text(json.dumps(self._statements))


def report(file: Path, texts: int, most: int = 25) -> str:
    """The figures of a Watch, as tables for one text."""
    figures: Any = pstats.Stats(str(file))
    packages: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    for (path, line, name), (_, _, own, _, callers) in figures.stats.items():
        if path == "~" and callers:
            # Functions written in C have no file: their time belongs to whoever called them.
            for (calling, *_), (_, _, part, _) in callers.items():
                packages[_package(calling)] += part
        else:
            packages[_package(path)] += own
        functions[f"{name}, {'/'.join(Path(path).parts[-2:])}:{line}"] += own
    statements = Counter(json.loads(file.with_suffix(".json").read_text()))
    shape = re.compile(r"jsonb_populate_recordset.*|\s+")
    return "\n\n".join(
        [
            f"{texts} texts; milliseconds of a core for one, the profiler's own share included",
            _lines([(f"{1000 * spent / texts:8.2f}", name) for name, spent in packages.most_common(most)]),
            _lines([(f"{1000 * spent / texts:8.2f}", name) for name, spent in functions.most_common(most)]),
            f"statements for one text: {sum(statements.values()) / texts:.1f}",
            _lines(
                [
                    (f"{asked / texts:8.2f}", shape.sub(" ", words)[:150])
                    for words, asked in statements.most_common(2 * most)
                ]
            ),
        ]
    )


def _package(path: str) -> str:
    if path == "~" or path.startswith("<"):
        return "Python itself"
    parts = Path(path).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    if Path(path).is_relative_to(ROOT):
        return "/".join(Path(path).relative_to(ROOT).parts[:2])
    return "asyncio" if "asyncio" in parts else "Python's library"


def _lines(rows: list[tuple[str, str]]) -> str:
    return "\n".join(" ".join(row) for row in rows)
