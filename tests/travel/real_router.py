"""A real Valhalla over the invented town, for as long as tests need one."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from scripts import router
from tests.travel.town_map import draw

PATIENCE = 30  # Seconds until it must answer; it takes a tenth of one.


@contextmanager
def valhalla(folder: Path) -> Iterator[str]:
    """The address of a Valhalla whose tiles were built from the town's map, on loopback."""
    binaries = router.found()
    assert binaries is not None, "no router is here: `python scripts/router.py` brings one (`make test` does)"
    draw(folder / "town.osm.pbf")
    port = _free_port()
    config = folder / "valhalla.json"
    config.write_text(json.dumps(_config(binaries.parent, folder, port)), encoding="utf-8")
    build = [binaries / "valhalla_build_tiles", "-c", config, "-j", "1", folder / "town.osm.pbf"]
    subprocess.run(build, check=True, capture_output=True, timeout=PATIENCE)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([binaries / "valhalla_service", config, "1"], stdout=log, stderr=log)
    try:
        _until_it_answers(f"http://127.0.0.1:{port}", server, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait(timeout=PATIENCE)


def _config(package: Path, folder: Path, port: int) -> dict[str, object]:
    """What its own `valhalla_build_config` says, on loopback and with everything in this folder."""
    sockets = {"--httpd-service-listen": f"tcp://127.0.0.1:{port}", "--mjolnir-tile-dir": f"{folder}/tiles"}
    for name in ("httpd-service-loopback", "httpd-service-interrupt"):
        sockets[f"--{name}"] = f"ipc://{folder}/{name}"
    for name in ("loki", "thor", "odin", "meili"):
        sockets[f"--{name}-service-proxy"] = f"ipc://{folder}/{name}"
    for name in ("tile-extract", "traffic-extract", "admin", "timezone"):
        sockets[f"--mjolnir-{name}"] = ""
    words = [part for pair in sockets.items() for part in pair]
    made = subprocess.run(
        [sys.executable, package / "valhalla_build_config.py", *words],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    found: dict[str, object] = json.loads(made.stdout)
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    begun = time.monotonic()
    while True:
        assert server.poll() is None, f"the router ended: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}"
        try:
            with urlopen(f"{url}/status", timeout=5) as answer:
                assert answer.status == 200
                return
        except (URLError, ConnectionError):
            assert time.monotonic() - begun < PATIENCE, "the router does not answer"
