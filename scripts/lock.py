"""Writes locks/: every dependency by version and hash, for every platform, without the address of an index."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMON = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--python-version=3.11",
    "--custom-compile-command=make lock",
    "--quiet",
]


def lock(target: str, *arguments: str) -> None:
    """Compiles one lock file."""
    command = [str(ROOT / ".venv/bin/uv"), "pip", "compile", *arguments, *COMMON, "-o", f"locks/{target}"]
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    lock("run.txt", "pyproject.toml", "--group", "build")
    lock("test.txt", "pyproject.toml", "--group", "dev", "-c", "locks/run.txt")
    lock("node.txt", "--group", "node")
    lock("router.txt", "--group", "router")
