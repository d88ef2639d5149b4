"""A service with nothing behind its doors but lists of what came in, served on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from aiohttp import ClientSession, web
from aiohttp.test_utils import unused_port
from yarl import URL

from bot.channels.door import Inbound, Receipt, StatusReport
from bot.channels.sms import SmsWebhooks
from bot.channels.twilio_account import TwilioAccount
from bot.channels.twilio_signature import SETTINGS, SIGNATURE, sign
from tests.conftest import START

LINE = "+4570201530"
ANNA = "+4522334455"
BODIL = "+4526789012"

ACCOUNT = TwilioAccount(
    sid="AC" + "0" * 32,
    token="token-of-the-tests",
    from_number=LINE,
    messaging_service_sid="",
    api_url="http://127.0.0.1:9",
    public_base_url="http://127.0.0.1:9",
    countries=frozenset({45, 46, 47, 49, 48, 44}),
)


@dataclass
class Kept:
    """What came in by the doors. `fail`: raised instead of keeping."""

    inbound: list[Inbound] = field(default_factory=list)
    reports: list[StatusReport] = field(default_factory=list)
    fail: Exception | None = None

    async def receive(self, inbound: Inbound) -> Receipt:
        if self.fail:
            raise self.fail
        repeated = any(known.provider_id == inbound.provider_id for known in self.inbound)
        self.inbound.append(inbound)
        return Receipt("repeated" if repeated else "taken")

    async def report(self, report: StatusReport) -> None:
        if self.fail:
            raise self.fail
        self.reports.append(report)


@dataclass
class Line:
    """The service under test, its account and what it kept."""

    account: TwilioAccount
    kept: Kept
    session: ClientSession
    close: Callable[[], Awaitable[None]]

    async def post(
        self,
        path: str,
        form: list[tuple[str, str]],
        *,
        signature: str | None = "",
        algorithm: str = "HMAC_SHA1",
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str, str]:
        """Posts a form, rightly signed unless a `signature` (or None for no header) is given: status, type, body."""
        url = self.account.public_base_url + path
        sent = dict(headers or {})
        if signature is not None:
            sent[SIGNATURE] = signature or sign(self.account.token, url, form, algorithm)
        if algorithm != "HMAC_SHA1":
            sent[SETTINGS] = f"key=webhooks_sharedkey_test,algorithm={algorithm}"
        async with self.session.post(URL(url, encoded=True), data=form, headers=sent) as answer:
            return answer.status, answer.content_type, await answer.text()


@asynccontextmanager
async def serve(application: web.Application, port: int) -> AsyncIterator[web.AppRunner]:
    """The application on loopback while the block runs."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield runner
    finally:
        await runner.cleanup()


@asynccontextmanager
async def line_with(
    routes: Callable[[TwilioAccount, Kept], list[web.RouteDef]] | None = None, account: TwilioAccount = ACCOUNT
) -> AsyncIterator[Line]:
    """A line with these routes, or those for texts."""
    port = unused_port()
    account = replace(account, public_base_url=f"http://127.0.0.1:{port}")
    kept = Kept()
    application = web.Application()
    made = routes or (lambda account, kept: SmsWebhooks(account, kept.receive, kept.report, lambda: START).routes())
    application.add_routes(made(account, kept))
    async with serve(application, port) as runner, ClientSession() as session:
        yield Line(account, kept, session, runner.cleanup)
