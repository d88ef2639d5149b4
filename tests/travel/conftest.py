"""A real router for those who ask for one, and retries that do not wait."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from scripts import router
from tests.commands.conftest import jobline
from tests.travel.real_router import valhalla

__all__ = ["jobline"]


@pytest.fixture(scope="session")
def real_valhalla() -> Iterator[str]:
    """The address of a real Valhalla. Skipped, with the reason, only where there is none to be had."""
    if reason := router.why_not():
        pytest.skip(reason)
    # Not pytest's own folder: the paths of its sockets must be short.
    with tempfile.TemporaryDirectory(prefix="val") as folder, valhalla(Path(folder)) as url:
        yield url


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    """Whatever is tried again is tried again at once."""
    with stamina.set_testing(True, attempts=3):
        yield
