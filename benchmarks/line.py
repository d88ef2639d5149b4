"""`make bench`: texts a second and how soon they are durable and answered, beside a bare handler and a waterfall dialog."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, sleep
from urllib.request import urlopen

import psycopg

from benchmarks.line_cores import used_by_database
from benchmarks.line_load import Round
from benchmarks.line_talk import TALK
from bot.store.embedded import EmbeddedPostgres

ROOT = Path(__file__).parents[1]
WATERFALL = ROOT / "benchmarks" / "waterfall"
ENVIRONMENT = ROOT / ".jobline" / "bench" / "waterfall"  # Of the peer, which pins packages nobody else can live with.
PATIENCE = 60.0  # Seconds a server may take to start.


@dataclass
class Contestant:
    """A server (or several that share the work) and what was found about it, by how many people wrote at a time.

    replies: how they come (line_load.Crowd). database: where everything said must stand in the end.
    """

    name: str
    targets: list[str]
    replies: str
    database: str | None = None
    rounds: dict[int, list[Round]] = field(default_factory=lambda: defaultdict(list))

    @property
    def all_rounds(self) -> list[Round]:
        """Whoever wrote."""
        return [found for some in self.rounds.values() for found in some]


class Load:
    """The process that writes and takes the replies. network: where a service sends them. delay: its, in seconds."""

    def __init__(self, delay: float) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.line_load", str(delay)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.network = self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        if not line:
            raise RuntimeError("the process that writes has ended")
        return line

    def write(self, to: Contestant, people: int, seconds: float) -> tuple[Round, list[str]]:
        """One round; also what the first whole talk heard."""
        told = {
            "kind": to.name,
            "targets": to.targets,
            "replies": to.replies,
            "people": people,
            "seconds": seconds,
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        found = json.loads(self._line())
        heard = found.pop("expected")
        return Round(**found), heard

    def close(self) -> None:
        """Sends everybody home."""
        self._process.terminate()
        self._process.wait(10)


@contextmanager
def server(folder: Path, name: str, *command: str) -> Iterator[str]:
    """A server in a process of its own; yields the address it prints. What it logs is kept in the folder meanwhile."""
    log = folder / f"{name}.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = monotonic() + PATIENCE
        while True:
            lines = [line for line in log.read_text().splitlines() if line.startswith("http://")]
            if lines:
                break
            if process.poll() is not None or monotonic() > deadline:
                raise RuntimeError(f"{name} does not start:\n{log.read_text()[-3000:]}")
            sleep(0.1)
        yield lines[0]
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def say(words: str) -> None:
    """What is being done, apart from the figures."""
    print(f"==> {words}", file=sys.stderr, flush=True)


def peers_python() -> str:
    """The interpreter of the peer's own environment, made the first time."""
    python = ENVIRONMENT / "bin" / "python"
    done, wanted = ENVIRONMENT / "requirements.txt", WATERFALL / "requirements.txt"
    if not done.exists() or done.read_bytes() != wanted.read_bytes():
        say("installing botbuilder-dialogs in an environment of its own (a minute or two, once)")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(wanted)], cwd=ROOT, check=True
        )
        shutil.copyfile(wanted, done)
    return str(python)


def database(postgres: EmbeddedPostgres, name: str) -> str:
    """The address of a new database with the demo's city in it."""
    from bot.demo.city import load_city
    from bot.store.database import Database
    from bot.store.migrate import migrate
    from bot.store.opening import database_in

    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            row = connection.execute(f"SHOW {setting}".encode()).fetchone()
            if row != ("on",):
                raise RuntimeError(f"{setting} is {row}: nothing measured here would be durable")
    url = database_in(postgres.url, name)
    migrate(url)

    async def load() -> None:
        opened = Database(url, pool=1)
        async with opened.transaction() as connection:
            await load_city(connection, "kbh", date.today())  # noqa: DTZ011 - any day will do.
        await opened.close()

    asyncio.run(load())
    return url


def ours(url: str, network: str, profile: Path | None = None) -> list[str]:
    """The command that starts the service."""
    given = {"url": url, "twilio": network, "profile": str(profile) if profile else None}
    return [sys.executable, "-m", "benchmarks.line_servers", "ours", json.dumps(given)]


@contextmanager
def stage(delay: float) -> Iterator[tuple[ExitStack, Path, EmbeddedPostgres, Load]]:
    """A folder, a database server and the people who write; all gone afterwards."""
    # The embedded server runs as a user of its own when we are root, and must be able to enter its folder.
    folder = Path(tempfile.mkdtemp(prefix="jobline-bench-"))
    folder.chmod(0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        say("starting the embedded PostgreSQL, commits waiting for the disk")
        postgres = EmbeddedPostgres(folder / "postgres")
        stack.callback(postgres.stop)
        load = Load(delay)
        stack.callback(load.close)
        yield stack, folder, postgres, load


def measure(people: int, rounds: int, seconds: float, delay: float) -> list[Contestant]:
    """Everybody in turns, round by round, so that whatever else the machine does hits all alike."""
    python = peers_python()
    with stage(delay) as (stack, folder, postgres, load):

        def start(name: str, *command: str) -> str:
            return stack.enter_context(server(folder, name, *command))

        say("starting the servers")
        one, two = database(postgres, "one"), database(postgres, "two")
        contestants = [
            Contestant(
                "bare aiohttp handler", [start("bare", sys.executable, "-m", "benchmarks.line_servers", "bare")], "none"
            ),
            Contestant(
                "botbuilder-dialogs, in memory", [start("peer", python, str(WATERFALL / "server.py"))], "within"
            ),
            Contestant("Jobline, durable", [start("one", *ours(one, load.network))], "apart", one),
            Contestant(
                "Jobline, two processes",
                [start(name, *ours(two, load.network)) for name in ("two-a", "two-b")],
                "apart",
                two,
            ),
        ]
        for to in contestants:
            _, heard = load.write(to, 1, 2.0)  # Also the first whole talk, which all others must equal.
            say(f"{to.name}: warm, {len(heard)} replies a talk")
            if not heard and to.replies != "none":
                logs = "".join(file.read_text()[-2000:] for file in folder.glob("*.log"))
                raise RuntimeError(f"{to.name} did not get through one talk:\n{logs}")
            load.write(to, people, min(seconds, 2.0))
        kept = {to.name: kept_in(to) for to in contestants}
        for number in range(rounds):
            for crowd in (people, 1):
                for to in contestants:
                    before = used_by_database(postgres.folder)
                    found, _ = load.write(to, crowd, seconds if crowd > 1 else seconds / 2)
                    found.database = used_by_database(postgres.folder) - before
                    to.rounds[crowd].append(found)
            say(f"round {number + 1} of {rounds}: " + ", ".join(pace(to, people) for to in contestants))
        for to in contestants:
            prove(to, kept[to.name])
    return contestants


def pace(to: Contestant, people: int) -> str:
    """Its last round, in a word."""
    found = to.rounds[people][-1]
    return f"{found.texts / found.seconds:,.0f}"


def kept_in(to: Contestant) -> tuple[int, int]:
    """Texts taken in and searches confirmed, as its database has them."""
    if to.database is None:
        return 0, 0
    with psycopg.connect(to.database) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM message WHERE direction = 'in'), "
            "(SELECT count(*) FROM candidacy WHERE confirmed_at IS NOT NULL)"
        ).fetchone()
    assert row is not None
    return row[0], row[1]


def prove(to: Contestant, before: tuple[int, int]) -> None:
    """Every text that was answered stands in the database, every whole talk is a confirmed search; or an error."""
    wrong = sum(found.wrong for found in to.all_rounds)
    if wrong:
        raise RuntimeError(f"{to.name}: {wrong} talks went otherwise than the first one")
    if to.database is not None:
        texts, talks = (now - then for now, then in zip(kept_in(to), before, strict=True))
        said = sum(found.texts for found in to.all_rounds), sum(found.talks for found in to.all_rounds)
        if (texts, talks) != said:
            raise RuntimeError(f"{to.name} answered {said} texts and talks and kept {(texts, talks)}")


def table(contestants: Sequence[Contestant], people: int) -> str:
    """Markdown: the medians of the rounds, the percentiles of all their texts."""
    heads = ["server", "texts a second", "of bare", "of the waterfall", "answered, p50 / p99", "reply handed over"]
    heads += ["core time a text", "PostgreSQL's"]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    bare, waterfall = ([found.texts / found.seconds for found in to.rounds[people]] for to in contestants[:2])
    for to in contestants:
        rounds = to.rounds[people]
        rates = [found.texts / found.seconds for found in rounds]
        lines.append(
            [
                to.name,
                f"{median(rates):,.0f}",
                f"{median(map(_share, rates, bare)):.3f}",
                f"{median(map(_share, rates, waterfall)):.2f}",
                percentiles([time for found in rounds for time in found.answered]),
                percentiles([time for found in rounds for time in found.handed_over]) if to.replies == "apart" else "–",
                f"{1000 * sum(found.cpu for found in rounds) / sum(found.texts for found in rounds):.2f} ms",
                f"{1000 * sum(found.database for found in rounds) / sum(found.texts for found in rounds):.2f} ms"
                if to.database
                else "–",
            ]
        )
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _share(part: float, whole: float) -> float:
    return part / whole


def percentiles(times: list[float]) -> str:
    """The middle one and the worst but one in a hundred."""
    if len(times) < 2:
        return "–"
    return f"{median(times):.1f} / {quantiles(times, n=100)[98]:.1f} ms"


def profile(people: int, seconds: float, delay: float) -> None:
    """Where the service's own time goes; the profiler makes all of it slower, and small functions most."""
    from benchmarks.line_profile import report

    with stage(delay) as (_, folder, postgres, load):
        file = folder / "profile"
        with server(folder, "profiled", *ours(database(postgres, "profiled"), load.network, file)) as address:
            to = Contestant("profiled", [address], "apart")
            load.write(to, people, seconds / 2)  # What is done once a process is no part of a text.
            urlopen(f"{address}/watch", timeout=PATIENCE).close()
            found, _ = load.write(to, people, seconds)
        print(report(file, found.texts))


def main() -> None:
    """Measures and prints; --profile looks into the service instead."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.line", description=__doc__)
    parser.add_argument("--people", type=int, default=32, help="who write at a time (default 32)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, each with every server in turn (default 5)")
    parser.add_argument("--seconds", type=float, default=4.0, help="of writing to each server in a round (default 4)")
    parser.add_argument("--delay", type=float, default=0, help="milliseconds the network takes to accept a reply")
    parser.add_argument("--profile", action="store_true", help="profile the service instead")
    told = parser.parse_args()
    if told.profile:
        profile(told.people, told.seconds, told.delay / 1000)
        return
    contestants = measure(told.people, told.rounds, told.seconds, told.delay / 1000)
    print(
        f"\nPython {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end, "
        f"{told.rounds} rounds of {told.seconds:g} s, talks of {len(TALK)} texts, "
        f"a network that takes {told.delay:g} ms"
    )
    for people in dict.fromkeys([told.people, 1]):
        who = f"{people} people write at a time" if people > 1 else "One person writes at a time"
        print(f"\n{who}, each after the reply to the text before:\n\n{table(contestants, people)}")


if __name__ == "__main__":
    main()
