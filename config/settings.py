"""What an installation sets from outside: read once from the environment, checked as a whole before anything starts."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

MINIMUM_SECRET = 32
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)


def host_of(url: str) -> str:
    """The host an address names, in lower case without its port; empty if it names none or is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_this_machine(host: str) -> bool:
    """True for localhost and loopback addresses; never for a longer name that only begins like one."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_safe_address(url: str) -> bool:
    """True if secrets may go to this address: https, or http that never leaves this machine."""
    return bool(host_of(url)) and (
        url.startswith("https://") or (url.startswith("http://") and is_this_machine(host_of(url)))
    )


class IncompleteSettingsError(Exception):
    """What is missing or wrong, one sentence a line, all of it at once."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """Every setting of the service. Names are those users of Twilio and the Bot Framework expect (docs/settings.md)."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    # Where it runs.
    host: str = Field("127.0.0.1", alias="HOST")
    port: int = Field(3978, alias="PORT", ge=0, le=65535)
    public_base_url: str = Field("http://127.0.0.1:3978", alias="PUBLIC_BASE_URL")
    secret_key: SecretStr = Field(SecretStr(""), alias="SECRET_KEY")
    demo: bool = Field(False, alias="JOBLINE_DEMO")
    log_format: Literal["json", "plain"] = Field("json", alias="LOG_FORMAT")

    # The database; without one, an embedded PostgreSQL in data_dir.
    database_url: str | None = Field(None, alias="DATABASE_URL")
    data_dir: Path = Field(Path(".jobline"), alias="JOBLINE_DATA")
    config_dir: Path | None = Field(None, alias="JOBLINE_CONFIG")

    # Who runs the line.
    employer: str = Field("kbh", alias="JOBLINE_EMPLOYER")
    time_zone: str = Field("Europe/Copenhagen", alias="JOBLINE_TIME_ZONE")

    # Twilio.
    twilio_account_sid: str = Field("", alias="TWILIO_ACCOUNT_SID")
    twilio_auth_token: SecretStr = Field(SecretStr(""), alias="TWILIO_AUTH_TOKEN")
    twilio_from_number: str = Field("", alias="TWILIO_FROM_NUMBER")
    twilio_messaging_service_sid: str = Field("", alias="TWILIO_MESSAGING_SERVICE_SID")
    twilio_api_url: str = Field("https://api.twilio.com", alias="TWILIO_API_URL")
    sms_countries: str = Field("45,46,47,49,48,44,31,354,358,298,299", alias="SMS_COUNTRIES")

    # Teams.
    microsoft_app_id: str = Field("", alias="MicrosoftAppId")
    microsoft_app_password: SecretStr = Field(SecretStr(""), alias="MicrosoftAppPassword")
    microsoft_app_type: str = Field("SingleTenant", alias="MicrosoftAppType")
    microsoft_app_tenant_id: str = Field("", alias="MicrosoftAppTenantId")
    teams_without_authentication: bool = Field(False, alias="TEAMS_WITHOUT_AUTHENTICATION")

    # Sign-in of recruiters.
    oidc_issuer: str = Field("", alias="OIDC_ISSUER")
    oidc_client_id: str = Field("", alias="OIDC_CLIENT_ID")
    oidc_client_secret: SecretStr = Field(SecretStr(""), alias="OIDC_CLIENT_SECRET")
    oidc_roles_claim: str = Field("roles", alias="OIDC_ROLES_CLAIM")
    session_hours: int = Field(10, alias="SESSION_HOURS", ge=1, le=24)

    # Mail to units.
    smtp_host: str = Field("127.0.0.1", alias="SMTP_HOST")
    smtp_port: int = Field(25, alias="SMTP_PORT")
    smtp_user: str = Field("", alias="SMTP_USER")
    smtp_password: SecretStr = Field(SecretStr(""), alias="SMTP_PASSWORD")
    smtp_tls: Literal["none", "starttls", "tls"] = Field("none", alias="SMTP_TLS")
    mail_from: str = Field("joblinjen@example.org", alias="MAIL_FROM")

    # What the line promises and how long things last.
    promise_working_days: int = Field(2, alias="PROMISE_WORKING_DAYS", ge=1, le=20)
    promise_renewals: int = Field(2, alias="PROMISE_RENEWALS", ge=0, le=10)
    unit_answer_working_days: int = Field(2, alias="UNIT_ANSWER_WORKING_DAYS", ge=1, le=20)
    unit_undo_minutes: int = Field(30, alias="UNIT_UNDO_MINUTES", ge=0, le=240)
    unit_yes_grace_seconds: int = Field(120, alias="UNIT_YES_GRACE_SECONDS", ge=0, le=3600)
    pool_months: int = Field(6, alias="POOL_MONTHS", ge=1, le=36)
    documentation_months: int = Field(36, alias="DOCUMENTATION_MONTHS", ge=1, le=36)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which people read times."""
        return ZoneInfo(self.time_zone)

    @property
    def undo_window(self) -> timedelta:
        """How long a unit may take back its answer."""
        return timedelta(minutes=self.unit_undo_minutes)

    @property
    def on_loopback(self) -> bool:
        """True if only this machine can reach the service."""
        return is_this_machine(self.host)

    @property
    def only_here(self) -> bool:
        """True if nobody else is meant to reach it either: behind a proxy the host is loopback, the address is not."""
        return self.on_loopback and is_this_machine(host_of(self.public_base_url))

    @property
    def teams_enabled(self) -> bool:
        """True if the Bot Framework endpoint answers: with an app id, or without one where that is safe."""
        return bool(self.microsoft_app_id) or self.only_here or (self.teams_without_authentication and self.on_loopback)

    def faults(self) -> list[str]:
        """Every reason not to start, in words an installer can act on; empty if all is well."""
        found: list[str] = []
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            found.append(f"JOBLINE_TIME_ZONE={self.time_zone} is not a time zone (example: Europe/Copenhagen).")
        secret = self.secret_key.get_secret_value()
        if len(secret) < MINIMUM_SECRET:
            found.append(f"SECRET_KEY must hold at least {MINIMUM_SECRET} characters (try: openssl rand -base64 48).")
        elif len(set(secret)) == 1:
            found.append("SECRET_KEY is one character again and again (try: openssl rand -base64 48).")
        found += self._address_faults()
        if not MAIL_ADDRESS.fullmatch(self.mail_from):
            found.append("MAIL_FROM must be one plain e-mail address, without a name: joblinjen@example.org")
        found += self._twilio_faults() + self._teams_faults() + self._desk_faults()
        if self.database_url is not None and not self.database_url.startswith(("postgresql://", "postgres://")):
            found.append("DATABASE_URL must begin with postgresql:// (PostgreSQL 15 or later is the only database).")
        return found

    def _address_faults(self) -> list[str]:
        try:
            address = urlsplit(self.public_base_url)
        except ValueError:
            address = urlsplit("")
        if address.scheme not in {"http", "https"} or not address.hostname or address.path.strip("/"):
            return ["PUBLIC_BASE_URL must be the address people reach, without a path: https://job.example.org"]
        if address.scheme == "http" and not self.on_loopback:
            return ["PUBLIC_BASE_URL must begin with https:// when HOST is not this machine only."]
        return []

    def _twilio_faults(self) -> list[str]:
        found = []
        if not self.twilio_account_sid.startswith("AC"):
            found.append("TWILIO_ACCOUNT_SID is missing (it begins with AC; see the Twilio console).")
        if not self.twilio_auth_token.get_secret_value():
            found.append("TWILIO_AUTH_TOKEN is missing: without it no text can be proved to come from Twilio.")
        if not (self.twilio_from_number or self.twilio_messaging_service_sid):
            found.append("Set TWILIO_FROM_NUMBER (such as +4570000000) or TWILIO_MESSAGING_SERVICE_SID.")
        if self.twilio_from_number and not self.twilio_from_number.startswith("+"):
            found.append("TWILIO_FROM_NUMBER must begin with + and the country code.")
        return found

    def _teams_faults(self) -> list[str]:
        found = []
        if self.microsoft_app_id and not self.microsoft_app_password.get_secret_value():
            found.append("MicrosoftAppId is set but MicrosoftAppPassword is missing.")
        if self.microsoft_app_id and self.microsoft_app_type == "SingleTenant" and not self.microsoft_app_tenant_id:
            found.append("MicrosoftAppTenantId is missing: a SingleTenant bot cannot do without it.")
        if self.teams_without_authentication and not self.on_loopback and not self.microsoft_app_id:
            found.append("TEAMS_WITHOUT_AUTHENTICATION lets anybody speak as anybody: keep HOST on this machine.")
        return found

    def _desk_faults(self) -> list[str]:
        found = []
        if self.demo and not self.on_loopback:
            found.append("JOBLINE_DEMO signs everybody in: it runs on this machine only (HOST=127.0.0.1).")
        elif self.demo and not self.only_here:
            found.append(
                "JOBLINE_DEMO signs everybody in: PUBLIC_BASE_URL must be this machine (http://127.0.0.1:3978)."
            )
        if not self.demo:
            if not is_safe_address(self.oidc_issuer):
                found.append("OIDC_ISSUER is missing: the https address of the recruiters' sign-in.")
            if not self.oidc_client_id:
                found.append("OIDC_CLIENT_ID is missing: what the sign-in calls this service.")
        return found


def load_settings(**given: object) -> Settings:
    """Settings from the environment and .env, `given` (by environment name) first.

    Raises IncompleteSettingsError with every fault found; a value of the wrong kind is a fault like any other.
    """
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise IncompleteSettingsError(
            [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}." for fault in error.errors()]
        ) from error
    if faults := settings.faults():
        raise IncompleteSettingsError(faults)
    return settings
