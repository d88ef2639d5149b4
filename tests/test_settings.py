"""What an installation may not set, told before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.settings import Settings, is_safe_address
from tests.conftest import make_settings

PROXIED = {"HOST": "127.0.0.1", "PUBLIC_BASE_URL": "https://job.example.org"}


def settings(**given: object) -> Settings:
    return make_settings(Path(), **given)


def test_complete_settings_have_no_faults() -> None:
    assert settings().faults() == []
    assert settings(**PROXIED).faults() == []


@pytest.mark.parametrize(
    ("given", "enabled"),
    [
        ({}, True),
        ({"PUBLIC_BASE_URL": "http://[::1]:3978", "HOST": "::1"}, True),
        # Behind a proxy on the same machine, everybody's requests come from this machine.
        (PROXIED, False),
        ({"PUBLIC_BASE_URL": "http://localhost.evil.example"}, False),
        ({**PROXIED, "TEAMS_WITHOUT_AUTHENTICATION": True}, True),
        ({**PROXIED, "HOST": "0.0.0.0", "TEAMS_WITHOUT_AUTHENTICATION": True}, False),
        ({**PROXIED, "HOST": "0.0.0.0", "MicrosoftAppId": "x"}, True),
    ],
)
def test_teams_answers_without_an_id_only_where_nobody_else_can_ask(given: dict[str, object], enabled: bool) -> None:
    assert settings(**given).teams_enabled is enabled


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({**PROXIED, "JOBLINE_DEMO": True}, "JOBLINE_DEMO"),
        ({"JOBLINE_DEMO": True, "PUBLIC_BASE_URL": "http://localhost.evil.example"}, "JOBLINE_DEMO"),
        ({"PUBLIC_BASE_URL": "http://[::1"}, "PUBLIC_BASE_URL"),
        ({"SECRET_KEY": "x" * 48}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"OIDC_ISSUER": "http://localhost.evil.example"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "http://127.0.0.1.evil.example"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://"}, "OIDC_ISSUER"),
        ({"MAIL_FROM": "Joblinjen <job@example.org>"}, "MAIL_FROM"),
        ({"MAIL_FROM": "job@example.org\r\nBcc: all@example.org"}, "MAIL_FROM"),
        ({"MAIL_FROM": "job"}, "MAIL_FROM"),
    ],
)
def test_a_fault_is_told_by_the_name_of_its_setting(given: dict[str, object], said: str) -> None:
    (fault,) = settings(**given).faults()
    assert fault.startswith(said)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://login.example.org/v2.0", True),
        ("http://127.0.0.1:9400", True),
        ("http://localhost:9400/x", True),
        ("http://localhost.evil.example/keys", False),
        ("http://127.0.0.1@evil.example/keys", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_where_secrets_may_go(url: str, safe: bool) -> None:
    assert is_safe_address(url) is safe
