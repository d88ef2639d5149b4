"""`make bench-matching`: ranking and planning measured in one run, beside plain Python, PostgreSQL and simpler plans."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks.matching_pool import TODAY, city, people, posts
from config.files import ConfigFiles
from matching.board import Board
from matching.geography import Travel
from matching.rules import Rules

RULES = Rules.load(ConfigFiles())
FIRST = 10
SIZES = ((600, 250), (5_000, 2_000), (20_000, 5_000))


def main() -> None:
    """Every table, the quick ones first. On a busy machine read the column "of one core"."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    rank_one()
    rank_all()
    plans()
    qualities()
    days()


def rank_one() -> None:
    """The first ten of one candidate, as everybody would find them; all three ways give the same scores."""
    from benchmarks.matching_database import Database, server
    from benchmarks.matching_plain import Plain

    rows = []
    with server() as connection:
        for size in (2_000, 10_000):
            whole, where, travel = city(400, size)
            board, plain = Board(where, RULES, travel, TODAY), Plain(where, RULES, travel)
            database = Database(connection, where, RULES, travel)
            same = 0
            for who in whole:
                mine = board.best(who, FIRST)
                scores = [score for _, score in database.best(who, FIRST)]
                same += mine == plain.best(who, FIRST) and [score for _, score in mine] == scores
            times = [_median(way.best, whole) for way in (board, plain, database)]
            ratios = [f"{each * 1000:.3f} ms ({each / times[0]:.0f} x)" for each in times]
            rows.append([f"{size:,}", *ratios, f"{same / len(whole):.3f}"])
    _table("Rank one candidate, p50", ["vacancies", "ours", "plain Python", "PostgreSQL", "same first ten"], rows)


def rank_all() -> None:
    """The first ten of everybody, each size in a process of its own so that its memory can be told."""
    rows = []
    for size in ("10000 2000", "100000 10000"):
        words = [sys.executable, "-m", "benchmarks.matching", *size.split()]
        seconds, core, memory, found = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
        rows.append(
            [
                size.replace(" ", " x "),
                f"{float(seconds):.2f} s",
                f"{float(core):.2f} s",
                f"{memory} MB",
                f"{int(found):,}",
            ]
        )
    _table("Rank everybody", ["size", "time", "of one core", "peak memory, start included", "places found"], rows)


def rank_stream(candidates: int, vacancies: int) -> None:
    """Ranks a pool too large to hold, ten thousand candidates at a time; making them up is not counted."""
    travel = Travel.load(ConfigFiles())
    board, took, core, found = Board(posts(vacancies, 1, travel), RULES, travel, TODAY), 0.0, 0.0, 0
    coming = people(candidates, 1, travel)
    while some := list(islice(coming, 10_000)):
        start, begun = perf_counter(), process_time()
        found += len(board.top(some, FIRST).scores)
        took += perf_counter() - start
        core += process_time() - begun
    print(took, core, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, found)


def plans() -> None:
    """From the people and vacancies to a plan with prices, proven best over all pairs."""
    from matching.plan import plan

    rows = []
    for size in SIZES:
        whole, where, travel = city(*size)
        times, core = [], []
        for _ in range(5 if size[0] < 10_000 else 2):
            start, begun = perf_counter(), process_time()
            made = plan(whole, where, RULES, travel, TODAY)
            times.append(perf_counter() - start)
            core.append(process_time() - begun)
        proof = made.proof
        rows.append(
            [
                f"{size[0]:,} x {size[1]:,}",
                f"{median(times):.3f} s",
                f"{median(core):.3f} s",
                f"{len(made.placements):,}",
                f"{proof.edges:,} of {proof.pairs:,}",
                str(proof.rounds),
                str(proof.gap),
            ]
        )
    _table(
        "Plan, from objects to proof",
        ["size", "time", "of one core", "placed", "pairs looked at", "rounds", "gap"],
        rows,
    )


def qualities() -> None:
    """Four ways to place a pool, when people abound, balance the openings, and are scarce."""
    from benchmarks.matching_quality import methods, quality
    from matching.pool import Pool

    rows = []
    for name, size in (("abundant", (5_000, 2_000)), ("balanced", (3_000, 2_000)), ("scarce", (1_500, 2_000))):
        pool = Pool(*city(*size)[:2], RULES, Travel.load(ConfigFiles()), TODAY)
        for way, where in methods(pool).items():
            made = quality(pool, where)
            rows.append(
                [
                    name,
                    way,
                    f"{made.filled:.1%}",
                    f"{made.score:,}",
                    f"{made.minutes:.1f} / {made.far:.0f}",
                    f"{made.worst:.2f}",
                    str(made.empty),
                    f"{made.gini:.3f}",
                    f"{made.blocking:,}",
                ]
            )
    heads = ["pool", "way", "filled", "score", "min. mean / p95", "worst unit", "left out", "Gini", "blocking"]
    _table("Plans compared, 2,000 vacancies", heads, rows)


def days() -> None:
    """From day to day, and when people decide otherwise."""
    from benchmarks.matching_days import churn, crowding, ripple

    rows = []
    for size, times in (((600, 250), 8), ((5_000, 2_000), 3)):
        changed, without, lost = churn(*size, RULES, times)
        took, usual, most = ripple(*size, RULES, 12 * times)
        alone, priced, given = crowding(*size, RULES)
        rows.append(
            [
                f"{size[0]:,} x {size[1]:,}",
                f"{changed:.1%} ({without:.1%})",
                f"{lost:.2%}",
                f"{took * 1000:.0f} ms",
                f"{usual} / {most}",
                f"{alone:.0%} to {priced:.0%}",
                f"{given:.1%}",
            ]
        )
    heads = [
        "size",
        "changed (no bonus)",
        "score lost",
        "preview",
        "others moved p50 / p95",
        "in no first three",
        "given up",
    ]
    _table("Days: 5 % of the pool is new; one override; lists with prices", heads, rows)


def _median(ask: Callable[[Any, int], object], whole: Sequence[Any]) -> float:
    times = []
    for who in whole:
        start = perf_counter()
        ask(who, FIRST)
        times.append(perf_counter() - start)
    return median(times)


def _table(title: str, heads: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    print(f"\n{title}", flush=True)
    for row in [heads, ["-" * width for width in widths], *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        rank_stream(int(sys.argv[1]), int(sys.argv[2]))
    else:
        main()
