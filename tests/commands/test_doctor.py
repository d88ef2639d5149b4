"""The doctor finds what is wrong, says what to do, and changes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import psycopg
import pytest

from config.files import SHIPPED
from tests.commands.conftest import Run
from tests.commands.stage import set_stage

SID = "AC" + "0" * 32
DISCOVERY = "/.well-known/openid-configuration"
ACCOUNT = f"/2010-04-01/Accounts/{SID}.json"


@dataclass
class World:
    """What the service leans on, on loopback: answers by path, and by how much its clock is off."""

    address: str = ""
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    off: timedelta = timedelta()
    asked: list[str] = field(default_factory=list)


class Mailbox(StreamRequestHandler):
    """A mail server that takes everything."""

    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            leaving = line.upper().startswith(b"QUIT")
            self.wfile.write(b"221 bye\r\n" if leaving else b"250 ok\r\n")
            if leaving:
                break


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, url: str) -> Iterator[World]:
    """Everything in order: whoever wants it otherwise breaks one thing."""
    world = World()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = world.answers.get(self.path, (404, {}))
            world.asked.append(self.headers.get("Authorization", ""))
            self.send_response_only(status)
            self.send_header("Date", format_datetime(datetime.now(UTC) + world.off, usegmt=True))
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mail = ThreadingTCPServer(("127.0.0.1", 0), Mailbox)
    for one in (server, mail):
        Thread(target=one.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    world.address = f"http://127.0.0.1:{server.server_port}"
    world.answers = {
        ACCOUNT: (200, {"status": "active"}),
        DISCOVERY: (200, {"issuer": world.address, "authorization_endpoint": "x"}),
    }
    for name, value in {
        "SECRET_KEY": "x1" * 20,
        "TWILIO_ACCOUNT_SID": SID,
        "TWILIO_AUTH_TOKEN": "token-of-the-tests",
        "TWILIO_FROM_NUMBER": "+4570201530",
        "TWILIO_API_URL": world.address,
        "OIDC_ISSUER": world.address,
        "OIDC_CLIENT_ID": "jobline",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail.server_address[1]),
    }.items():
        monkeypatch.setenv(name, value)
    yield world
    for one in (server, mail):
        one.shutdown()
        one.server_close()


def test_all_is_well(jobline: Run, world: World) -> None:
    done = jobline("doctor", "--trail")
    assert done.exit_code == 0, done.output
    assert "wrong" not in done.stdout
    abouts = ("Settings", "Files", "Database", "Tables", "Line", "Audit trail", "Twilio", "Clock", "Mail", "Sign-in")
    assert [line.split(":")[0].split()[0] for line in done.stdout.splitlines() if line] == ["ok"] * len(abouts)
    for about in abouts:
        assert f"ok       {about}: " in done.stdout
    assert "token-of-the-tests" not in done.output


def test_nothing_is_set(jobline: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PORT", "1")
    done = jobline("doctor")
    assert done.exit_code == 1
    assert "wrong    Settings: TWILIO_ACCOUNT_SID is missing" in done.stdout
    assert "wrong    Mail: 127.0.0.1:1 does not answer" in done.stdout
    assert "skipped  Twilio" in done.stdout
    assert "things to mend." in done.stdout


@pytest.mark.parametrize(
    ("path", "answer", "words"),
    [
        (ACCOUNT, (401, {}), "Twilio: the account and token do not fit"),
        (ACCOUNT, (404, {}), "Twilio: asked for the account, it answered 404"),
        (ACCOUNT, (200, {"status": "suspended"}), "Twilio: the account is suspended"),
        (DISCOVERY, (500, {}), "is not the description of a sign-in"),
        (DISCOVERY, (200, {"issuer": "https://other", "authorization_endpoint": "x"}), "it calls itself https://other"),
    ],
)
def test_one_thing_is_wrong(jobline: Run, world: World, path: str, answer: tuple[int, Any], words: str) -> None:
    world.answers[path] = answer
    done = jobline("doctor")
    assert done.exit_code == 1
    assert words in done.stdout
    assert "\n1 thing to mend." in done.stdout


def test_a_clock_that_is_off(jobline: Run, world: World) -> None:
    world.off = timedelta(minutes=5)
    assert re.search(r"wrong {4}Clock: (299|300) seconds off Twilio's", jobline("doctor").stdout)


def test_twilio_out_of_reach(jobline: Run, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_API_URL", "http://127.0.0.1:1")
    assert "http://127.0.0.1:1 does not answer" in jobline("doctor").stdout


def test_a_rule_that_cannot_stand(jobline: Run, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules.toml").write_text((SHIPPED / "rules.toml").read_text().replace("points = 18", "points = 99"))
    monkeypatch.setenv("JOBLINE_CONFIG", str(tmp_path))
    assert "wrong    Files: rules.toml cannot be used: substitution for" in jobline("doctor").stdout


def test_a_database_that_is_not_ours_any_more(jobline: Run, world: World, url: str) -> None:
    set_stage(url)
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE event SET actor = 'somebody'")
        connection.execute("UPDATE employer SET line_number = '+4520201599'")
    done = jobline("doctor", "--trail")
    assert "was changed at entry 1" in done.stdout
    assert "wrong    Line: its number is +4520201599 in the database and +4570201530" in done.stdout
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    assert "wrong    Tables: stands at 0000" in jobline("doctor").stdout


def test_a_line_nobody_made(jobline: Run, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBLINE_EMPLOYER", "anden")
    told = jobline("doctor").stdout
    assert "wrong    Line: There is no line called anden" in told
    assert "jobline line --name" in told


def test_a_doctor_makes_no_database(
    jobline: Run, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("JOBLINE_DATA", str(tmp_path / "data"))
    done = jobline("doctor")
    assert done.exit_code == 1
    assert "wrong    Database: none yet: set DATABASE_URL, or let `jobline migrate` make" in done.stdout
    done = jobline("migrate", "--check")
    assert (done.exit_code, done.stdout[:23]) == (1, "The database: none yet:")
    assert not (tmp_path / "data").exists()
