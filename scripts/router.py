"""Makes sure there is a real router (Valhalla) for the tests of travel: out of its wheel on PyPI, never installed."""

import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

LOCK = Path(__file__).parent.parent / "locks" / "router.txt"
HOME = Path(sys.prefix) / "router"
NEEDED = (
    "pyvalhalla.libs/",
    "valhalla/bin/valhalla_build_tiles",
    "valhalla/bin/valhalla_service",
    "valhalla/valhalla_build_",
)
MACHINES = {"x86_64": "manylinux_2_28_x86_64", "amd64": "manylinux_2_28_x86_64", "aarch64": "manylinux_2_28_aarch64"}


def why_not() -> str:
    """Why this machine can have none; empty if it can."""
    if sys.platform != "linux":
        return f"the wheel with Valhalla's server is for Linux, not for {sys.platform}"
    machine = platform.machine().lower()
    return "" if machine in MACHINES else f"there is no wheel with Valhalla's server for {machine}"


def found() -> Path | None:
    """The folder with `valhalla_build_tiles` and `valhalla_service`, if it is here."""
    binaries = HOME / version() / "valhalla" / "bin"
    return binaries if (binaries / "valhalla_service").is_file() else None


def version() -> str:
    """The one version that is locked."""
    line = next(line for line in LOCK.read_text(encoding="utf-8").splitlines() if line.startswith("pyvalhalla=="))
    return line.split("==")[1].split()[0]


def fetch() -> None:
    """Downloads the wheel, proved by its hash, and unpacks it. It is made for Python 3.12; its programs need none."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
        command += [
            "--only-binary=:all:",
            "--python-version=3.12",
            f"--platform={MACHINES[platform.machine().lower()]}",
        ]
        subprocess.run([*command, "--require-hashes", "-r", str(LOCK), "-d", folder], check=True)
        with ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            wheel.extractall(HOME / version(), [name for name in wheel.namelist() if name.startswith(NEEDED)])
    for program in (HOME / version() / "valhalla" / "bin").iterdir():
        program.chmod(0o755)


if __name__ == "__main__":
    if why_not():
        print(f"==> no router for the tests: {why_not()}")
    elif not found():
        print("==> bringing a router for the tests from PyPI", flush=True)
        try:
            fetch()
        except subprocess.CalledProcessError:
            sys.exit("The router for the tests could not be brought; pip says why above.")
