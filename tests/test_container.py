"""The container, without an engine for containers: the linter reads it, its steps run in a folder, compose names what exists."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import urlopen

import click
import pytest
from aiohttp.test_utils import unused_port

from bot.__main__ import main
from tests.compose_file import read
from tests.conftest import make_settings
from tests.dockerfile import ROOT, Build, Ignored, Stage, stages

STARTING = 60.0  # Seconds the service may take to answer on a busy machine.
VARIABLE = re.compile(r"\$\{(\w+)[^}]*\}")


@pytest.fixture(scope="module")
def recipe() -> dict[str, Stage]:
    """The Dockerfile's stages by name."""
    return stages((ROOT / "Dockerfile").read_text())


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """compose.yaml."""
    return read((ROOT / "compose.yaml").read_text())


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Tells whoever waits what is being done."""

    def aloud(words: str) -> None:
        with capsys.disabled():
            print(f"\n==> {words}", end="", flush=True)

    return aloud


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the image's files lie; half a gigabyte that nobody needs afterwards."""
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_the_linter_finds_nothing() -> None:
    found = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), "Dockerfile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout) == (0, "")


def test_the_image_is_not_root_and_watches_its_health(recipe: dict[str, Stage]) -> None:
    assert list(recipe) == ["pages", "environment", ""]
    assert recipe[""].words("USER") not in {"root", "0"}
    assert recipe[""].command("HEALTHCHECK")
    assert recipe[""].environment["PORT"] == recipe[""].words("EXPOSE")


@pytest.mark.parametrize(
    ("path", "kept_out"),
    [
        (".env", True),
        (".git/config", True),
        ("tests/conftest.py", True),
        (".jobline/demo/secret", True),
        ("bot/app.py", False),
        ("bot/web/__pycache__/pages.pyc", True),
        ("config/demo/units.csv", False),
        ("locks/run.txt", False),
    ],
)
def test_no_secret_gets_into_the_build(path: str, kept_out: bool) -> None:
    assert Ignored.read((ROOT / ".dockerignore").read_text())(PurePosixPath(path)) is kept_out


@pytest.mark.slow
@pytest.mark.timeout(1500)  # It installs a whole environment, from the network where pip has nothing kept.
def test_the_steps_lead_to_a_service_that_answers(
    recipe: dict[str, Stage], folder: Path, url: str, say: Callable[[str], None]
) -> None:
    build = Build(folder, say)
    build.carry_out(recipe["pages"])
    build.carry_out(recipe["environment"])
    for kind, words in recipe[""].steps:
        if kind == "COPY":
            build.copy(words, folder)
    home = build.place(recipe[""].words("WORKDIR"), "")
    home.mkdir(parents=True)
    environment = build.environment(recipe[""], settings_of_a_service(home, url))
    healthy = build.moved(json.dumps(recipe[""].command("HEALTHCHECK")))

    def health() -> int:
        check = json.loads(healthy)
        check[0] = str(folder / "opt/jobline/bin" / check[0])
        return subprocess.run(check, cwd=home, env=environment, stderr=subprocess.DEVNULL, check=False).returncode

    command = recipe[""].command("ENTRYPOINT") + recipe[""].command("CMD") + ["--no-worker"]
    command[0] = str(folder / "opt/jobline/bin" / command[0])
    assert health() != 0, "the health check is content with a service that is not there"
    say(f"{' '.join(command)}, with nothing of this machine's environment")
    with answering(command, environment, home):
        say("asking for /healthz, /readyz and the front page")
        base = f"http://127.0.0.1:{environment['PORT']}"
        assert health() == 0
        assert json.loads(get(f"{base}/healthz"))["status"] == "alive"
        assert json.loads(get(f"{base}/readyz"))["status"] == "ready"
        # Templates, texts and style sheets are no Python and could have stayed behind.
        page = get(f"{base}/").decode()
        styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
        assert styles
        assert all(get(base + style) for style in styles)
    say("stopped as it was told to; a backup by the image's own programs, and what it becomes")
    backups = folder / "backups"
    backups.mkdir()
    jobline = str(folder / "opt/jobline/bin/jobline")
    for words in (["backup", "-o", "one.dump"], ["restore", "one.dump", "--replace"]):
        done = subprocess.run(
            [jobline, *words], cwd=backups, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    # They are the image's and not this machine's.
    programs = PurePosixPath(recipe[""].environment["PATH"].split(":")[1])
    assert {path.name for path in build.place(str(programs), "").iterdir()} == {"pg_dump", "pg_restore"}
    assert f":{programs.parts[-2]}" in (ROOT / "compose.yaml").read_text(), "the server's version and its programs'"
    say("there and back again\n")


def settings_of_a_service(home: Path, url: str) -> dict[str, str]:
    """Complete settings by their environment names; a loopback address because tests leave no other door open."""
    given = make_settings(home)
    return {
        "HOST": "127.0.0.1",
        "PORT": str(unused_port()),
        "DATABASE_URL": url,
        "SECRET_KEY": given.secret_key.get_secret_value(),
        "PUBLIC_BASE_URL": given.public_base_url,
        "TWILIO_ACCOUNT_SID": given.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": given.twilio_auth_token.get_secret_value(),
        "TWILIO_FROM_NUMBER": given.twilio_from_number,
        "OIDC_ISSUER": given.oidc_issuer,
        "OIDC_CLIENT_ID": given.oidc_client_id,
    }


def get(address: str) -> bytes:
    """What stands there. Raises HTTPError for anything but a success."""
    with urlopen(address, timeout=30) as answer:
        return cast(bytes, answer.read())


@contextmanager
def answering(command: list[str], environment: dict[str, str], home: Path) -> Iterator[None]:
    """The service from when it says that it answers; it must end in peace when told to."""
    with subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        too_long = threading.Timer(STARTING, process.kill)
        too_long.start()
        try:
            assert process.stdout is not None
            said = []
            for line in process.stdout:
                said.append(line)
                if line.startswith("Jobline answers on"):
                    break
            else:
                pytest.fail("the service did not start:\n" + "".join(said))
            too_long.cancel()
            yield
            process.terminate()
            rest, _ = process.communicate(timeout=STARTING)
            assert process.returncode == 0, rest
        finally:
            too_long.cancel()
            process.kill()


def test_compose_names_only_what_exists(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(compose) == {"services", "volumes"}
    for name, service in services.items():
        assert ("image" in service) != ("build" in service), name
        if "build" in service:
            assert (ROOT / service["build"] / "Dockerfile").is_file()
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in compose["volumes"]
        for other, need in service.get("depends_on", {}).items():
            assert other in services
            assert need["condition"] != "service_healthy" or "test" in services[other]["healthcheck"]
            # Whoever is waited for to finish must not be started again when it has.
            assert need["condition"] != "service_completed_successfully" or "restart" not in services[other]


def test_compose_gives_commands_that_exist(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if "build" not in service:
            continue
        command, *arguments = service["command"]
        found = main.get_command(click.Context(main), command)
        assert found is not None, f"{name}: there is no `jobline {command}`"
        found.make_context(command, arguments)  # Raises on an option that is not there.


def test_compose_and_the_example_of_settings_fit(compose: dict[str, Any], recipe: dict[str, Stage]) -> None:
    example = (ROOT / ".env.example").read_text()
    for variable in VARIABLE.findall((ROOT / "compose.yaml").read_text()):
        assert re.search(rf"^#? ?{variable}=", example, re.MULTILINE), f"{variable} is missing in .env.example"
    set_there = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    for name, service in compose["services"].items():
        if "build" not in service:
            continue
        # As Compose lays them over each other: the image's, the file's, the service's own.
        around = {**recipe[""].environment, **set_there, **service["environment"]}
        for published in service.get("ports", []):
            *_, inside = published.split(":")
            assert around["PORT"] == inside, f"{name} publishes {inside} and answers on {around['PORT']}"
            assert not ip_address(around["HOST"]).is_loopback, (
                f"{name} answers on {around['HOST']} of its own container, where no published port reaches it"
            )


def test_backups_outlive_the_container_that_writes_them(compose: dict[str, Any], recipe: dict[str, Stage]) -> None:
    backup = compose["services"]["backup"]
    assert backup["profiles"] == ["tools"], "it runs when somebody asks for it"
    (volume,) = backup["volumes"]
    assert volume.split(":")[1] == backup["working_dir"]
    # A new volume takes its owner from the image's folder: without one the service may not write there.
    made = next(words for kind, words in recipe[""].steps if kind == "RUN")
    assert f"-o jobline -m 700 {backup['working_dir']}" in made


def test_the_password_of_the_database_fits_into_an_address(compose: dict[str, Any]) -> None:
    example = (ROOT / ".env.example").read_text()
    said = example[: example.index("POSTGRES_PASSWORD=")].splitlines()[-2]
    assert "Letters and digits only" in said


def test_the_service_finds_its_database(compose: dict[str, Any]) -> None:
    database = compose["services"]["database"]["environment"]
    for name in ("migrate", "service", "worker", "backup"):
        address = urlsplit(VARIABLE.sub("word", compose["services"][name]["environment"]["DATABASE_URL"]))
        assert address.hostname in compose["services"]
        assert (address.username, address.path) == (database["POSTGRES_USER"], f"/{database['POSTGRES_DB']}")
