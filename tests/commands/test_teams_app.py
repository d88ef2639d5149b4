"""The package for Teams is made by a command, from the settings and the line's name."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.commands.conftest import Run

APP = "11111111-2222-3333-4444-555555555555"


def test_the_package_is_written(jobline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MicrosoftAppId", APP)
    monkeypatch.setenv("PUBLIC_BASE_URL", "https://job.example.org")
    done = jobline("teams-app", "joblinjen.zip")
    assert done.exit_code == 0, done.output
    content = (tmp_path / "joblinjen.zip").read_bytes()
    told = json.loads(ZipFile(io.BytesIO(content)).read("manifest.json"))
    assert told["id"] == APP
    assert "Sundheds- og Omsorgsforvaltningen" in told["name"]["full"]
    assert jobline("teams-app", "-").stdout_bytes == content
    assert "cannot be written" in jobline("teams-app", "nowhere/joblinjen.zip").stderr


def test_what_is_missing_is_said(jobline: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MicrosoftAppId", "")
    assert "MicrosoftAppId is not set" in jobline("teams-app", "x.zip").stderr
    monkeypatch.setenv("MicrosoftAppId", APP)
    assert "must begin with https://" in jobline("teams-app", "x.zip").stderr
