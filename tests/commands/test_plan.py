"""`jobline plan` plans by the municipality's own rules, and says so when they cannot stand."""

from pathlib import Path

import pytest

from config.files import SHIPPED
from tests.commands.conftest import Run

PEOPLE = "id;fag;autorisation;områder;timer;vagter\nc1;plejestjerne;claimed;Amager Øst;32;dag\n"
POSTS = "stillingsnr;enhed;fag;timer;vagter;type;bydel;postnr\nv1;Solgården;ssa;32;dag;plejehjem;Amager Øst;2300\n"


def test_the_municipalitys_files_count(jobline: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    own.mkdir()
    roles = (SHIPPED / "roles.toml").read_text(encoding="utf-8").replace('"ssa", ', '"ssa", "plejestjerne", ', 1)
    (own / "roles.toml").write_text(roles, encoding="utf-8")
    (tmp_path / "c.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "v.csv").write_text(POSTS, encoding="utf-8")
    words = ("plan", "--candidates", "c.csv", "--vacancies", "v.csv", "--today", "2026-11-23")
    assert "“plejestjerne” is not a role" in jobline(*words).stderr
    monkeypatch.setenv("JOBLINE_CONFIG", str(own))
    done = jobline(*words)
    assert done.exit_code == 0, done.output
    assert "c1 → Solgården, v1" in done.stdout
    (own / "rules.toml").write_text("version = 1\n", encoding="utf-8")
    done = jobline(*words)
    assert done.exit_code == 1
    assert f"The files in {own} (JOBLINE_CONFIG) cannot be used:" in done.stderr
