"""`jobline doctor`: looks at everything the service leans on, and says in words what is missing and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from config.settings import Settings

PATIENCE = 8.0  # Seconds to wait for any one of them.
SKEW = 30.0  # Seconds our clock may be off: promises, links and sign-in lean on it.
LEAST_POSTGRES = 150_000  # server_version_num of PostgreSQL 15.

GOOD, BAD, SKIPPED = "ok", "wrong", "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found. state: ok, wrong or skipped; words: what it is, and what to do if it is wrong."""

    state: str
    about: str
    words: str


Look = Callable[["Settings"], Awaitable[list[Finding]]]


@click.command()
@click.option("--trail", is_flag=True, help="Also prove that nobody touched the audit trail (reads all of it).")
def command(trail: bool) -> None:
    """Check settings, files, database, Twilio, clock, mail and sign-in. Changes nothing, makes nothing, sends no text.

    Exit status 1 if something is wrong.
    """
    from bot.errands import in_sentences
    from bot.store.opening import read_settings

    with in_sentences():
        settings = read_settings()
    wrong = 0
    for look in (_settings, _files, _trail if trail else _database, _twilio, _mail, _sign_in):
        for finding in asyncio.run(_look(look, settings)):
            wrong += finding.state == BAD
            colour = {GOOD: "green", BAD: "red", SKIPPED: "yellow"}[finding.state]
            click.echo(f"{click.style(finding.state.ljust(7), fg=colour)}  {finding.about}: {finding.words}")
    click.echo("" if not wrong else f"\n{wrong} thing{'' if wrong == 1 else 's'} to mend.", nl=bool(wrong))
    if wrong:
        raise click.exceptions.Exit(1)


async def _look(look: Look, settings: Settings) -> list[Finding]:
    return await look(settings)


async def _settings(settings: Settings) -> list[Finding]:
    faults = settings.faults()
    return [Finding(BAD, "Settings", fault) for fault in faults] or [Finding(GOOD, "Settings", "complete.")]


async def _files(settings: Settings) -> list[Finding]:
    from bot.pool.places import gazetteer
    from config.files import ConfigFiles
    from config.roles import read_roles
    from dialogs.reading import Lexicon
    from matching.geography import Travel
    from matching.rules import Rules

    files = ConfigFiles(settings.config_dir)
    if settings.config_dir is not None and not settings.config_dir.is_dir():
        return [Finding(BAD, "Files", f"JOBLINE_CONFIG={settings.config_dir} is not a folder.")]
    parts: dict[str, Callable[[ConfigFiles], object]] = {
        "rules.toml": Rules.load,
        "roles.toml": read_roles,
        "districts.csv": Travel.load,
        "places.csv and postcodes.csv": gazetteer,
        "answers.toml": lambda files: files.toml("answers.toml"),
        "the words the line reads": Lexicon.load,
    }
    found = []
    for name, load in parts.items():
        try:
            load(files)
        except Exception as error:  # Whatever keeps a file from being read is what this looks for.
            kind = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
            found.append(Finding(BAD, "Files", f"{name} cannot be used: {kind}{error}"))
    return found or [Finding(GOOD, "Files", f"{', '.join(parts)} read without conflict.")]


async def _database(settings: Settings, *, trail: bool = False) -> list[Finding]:
    from sqlalchemy import select, text
    from sqlalchemy.exc import DBAPIError

    from bot.errands import no_database_yet
    from bot.store import trail as audit
    from bot.store.database import Database
    from bot.store.migrate import current, newest
    from bot.store.opening import OpeningError, open_database
    from bot.store.tables import employer

    if words := no_database_yet(settings):
        return [Finding(BAD, "Database", words)]
    found: list[Finding] = []
    try:
        with open_database(settings) as url:
            database = Database(url, pool=1)
            try:
                async with database.engine.connect() as connection:
                    version = (await connection.execute(text("SHOW server_version"))).scalar_one()
                    number = int((await connection.execute(text("SHOW server_version_num"))).scalar_one())
                    state = GOOD if number >= LEAST_POSTGRES else BAD
                    kind = "DATABASE_URL" if settings.database_url else "embedded"
                    found.append(Finding(state, "Database", f"PostgreSQL {version} ({kind}); 15 or later is needed."))
                    revision = await current(connection)
                    if revision != newest():
                        words = (
                            f"stands at {revision or 'nothing'}, this version needs {newest()}: run `jobline migrate`."
                        )
                        return [*found, Finding(BAD, "Tables", words)]
                    found.append(Finding(GOOD, "Tables", f"at {revision}."))
                    line = (
                        await connection.execute(select(employer).where(employer.c.key == settings.employer))
                    ).one_or_none()
                    found.append(_line(settings, None if line is None else line.line_number))
                    if trail:
                        breaks = await audit.verify(connection)
                        found += [
                            Finding(BAD, "Audit trail", f"stream {one.stream_id} was changed at entry {one.position}.")
                            for one in breaks
                        ] or [Finding(GOOD, "Audit trail", "every entry is as it was written.")]
            finally:
                await database.close()
    except (OpeningError, DBAPIError) as error:
        found.append(Finding(BAD, "Database", str(error)))
    return found


async def _trail(settings: Settings) -> list[Finding]:
    return await _database(settings, trail=True)


def _line(settings: Settings, number: str | None) -> Finding:
    from bot.house import no_line

    if number is None:
        return Finding(BAD, "Line", no_line(settings.employer))
    if settings.twilio_from_number and number != settings.twilio_from_number:
        words = (
            f"its number is {number} in the database and {settings.twilio_from_number} in TWILIO_FROM_NUMBER: correct "
            "one of the two (jobline line --number ...)."
        )
        return Finding(BAD, "Line", words)
    return Finding(GOOD, "Line", f"{settings.employer} answers at {number}.")


async def _twilio(settings: Settings) -> list[Finding]:
    from aiohttp import ClientError, ClientSession, ClientTimeout, encode_basic_auth

    token = settings.twilio_auth_token.get_secret_value()
    if not (settings.twilio_account_sid and token):
        return [Finding(SKIPPED, "Twilio", "no account is set, so no text can be sent or proved.")]
    address = f"{settings.twilio_api_url.rstrip('/')}/2010-04-01/Accounts/{settings.twilio_account_sid}.json"
    headers = {"Authorization": encode_basic_auth(settings.twilio_account_sid, token)}
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=PATIENCE)) as session,
            session.get(address, headers=headers, allow_redirects=False) as answer,
        ):
            status, date = answer.status, answer.headers.get("Date", "")
            body = await answer.json(content_type=None) if status == 200 else {}
    except (ClientError, OSError, TimeoutError, ValueError) as error:
        words = f"{settings.twilio_api_url} does not answer ({type(error).__name__}): is the way out to it open?"
        return [Finding(BAD, "Twilio", words)]
    return [_account(status, body), *_clock(date)]


def _account(status: int, body: object) -> Finding:
    if status in {401, 403}:
        return Finding(
            BAD, "Twilio", "the account and token do not fit: copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN anew."
        )
    if status != 200:
        return Finding(BAD, "Twilio", f"asked for the account, it answered {status}: check TWILIO_ACCOUNT_SID.")
    state = body.get("status", "unknown") if isinstance(body, dict) else "unknown"
    if state != "active":
        return Finding(BAD, "Twilio", f"the account is {state}: see the Twilio console.")
    return Finding(GOOD, "Twilio", "account and token fit, the account is active.")


def _clock(date: str) -> list[Finding]:
    from datetime import UTC, datetime
    from email.utils import parsedate_to_datetime

    try:
        off = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds())
    except (TypeError, ValueError):
        return [Finding(SKIPPED, "Clock", "Twilio did not say what time it is.")]
    if off > SKEW:
        words = f"{off:.0f} seconds off Twilio's: turn on time synchronisation (timedatectl set-ntp true)."
        return [Finding(BAD, "Clock", words)]
    return [Finding(GOOD, "Clock", "agrees with Twilio's.")]


async def _mail(settings: Settings) -> list[Finding]:
    from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException

    where = f"{settings.smtp_host}:{settings.smtp_port}"
    server = SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user or None,
        password=settings.smtp_password.get_secret_value() or None,
        use_tls=settings.smtp_tls == "tls",
        start_tls=settings.smtp_tls == "starttls",
        timeout=PATIENCE,
    )
    try:
        async with server:
            await server.noop()
    except SMTPAuthenticationError:
        return [Finding(BAD, "Mail", f"{where} does not take SMTP_USER and SMTP_PASSWORD.")]
    except (SMTPException, OSError) as error:
        words = (
            f"{where} does not answer as SMTP_TLS={settings.smtp_tls} wants ({type(error).__name__}): set SMTP_HOST, "
        )
        return [Finding(BAD, "Mail", words + "SMTP_PORT and SMTP_TLS, or units get no suggestions.")]
    return [Finding(GOOD, "Mail", f"{where} takes mail from us.")]


async def _sign_in(settings: Settings) -> list[Finding]:
    from aiohttp import ClientError, ClientSession, ClientTimeout

    if settings.demo:
        return [Finding(SKIPPED, "Sign-in", "the demo signs in by itself.")]
    if not settings.oidc_issuer:
        return [Finding(SKIPPED, "Sign-in", "OIDC_ISSUER is not set.")]
    address = f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=PATIENCE)) as session,
            session.get(address) as answer,
        ):
            told = await answer.json(content_type=None) if answer.status == 200 else None
    except (ClientError, OSError, TimeoutError, ValueError) as error:
        return [Finding(BAD, "Sign-in", f"{address} does not answer ({type(error).__name__}): nobody can sign in.")]
    if not isinstance(told, dict) or "authorization_endpoint" not in told:
        return [Finding(BAD, "Sign-in", f"{address} is not the description of a sign-in: check OIDC_ISSUER.")]
    if str(told.get("issuer", "")).rstrip("/") != settings.oidc_issuer.rstrip("/"):
        return [Finding(BAD, "Sign-in", f"it calls itself {told.get('issuer')}: set OIDC_ISSUER to exactly that.")]
    return [Finding(GOOD, "Sign-in", f"{settings.oidc_issuer} is there.")]
