"""Makes sure there is a Chromium for the tests: the machine's own, Playwright's, or Debian's package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def found() -> str | None:
    """A browser that is here already."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    return next((str(path) for path in cache.glob("chromium*")), None)


def attempts() -> list[list[list[str]]]:
    """What to try, each a list of commands."""
    apt = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]]
    playwright = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") is None:
        return [playwright]
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    return [[[*sudo, *command] for command in apt], playwright]


if __name__ == "__main__":
    if found():
        sys.exit(0)
    for commands in attempts():
        print(f"==> no browser here: {' '.join(commands[-1])}", flush=True)
        if all(subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0 for command in commands):
            sys.exit(0 if found() else 1)
    sys.exit("No Chromium could be installed. Install one and run again.")
