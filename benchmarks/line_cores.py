"""Seconds of a core that PostgreSQL used, read where Linux keeps them."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")


def used_by_database(folder: Path) -> float:
    """What the server whose files lie in `folder` has used since its start, with all its processes; 0 where nobody counts."""
    if not PROC.is_dir():
        return 0.0
    server = int((folder / "postmaster.pid").read_text().split()[0])
    ticks = 0
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (times := _times(entry)) is not None:
            parent, own, of_ended_children = times
            if int(entry.name) == server:
                ticks += own + of_ended_children
            elif parent == server:
                ticks += own
    return ticks / os.sysconf("SC_CLK_TCK")


def _times(entry: Path) -> tuple[int, int, int] | None:
    """Parent, own ticks and those of children that have ended; None if it ended meanwhile."""
    try:
        fields = (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
