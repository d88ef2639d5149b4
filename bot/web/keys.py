"""What a request carries for every page: who is signed in, the nonce of its scripts, its form token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Recruiter:
    """Whoever is signed in. role: recruiter, lead or admin; language: da or en."""

    id: int
    name: str
    role: str
    language: str

    @property
    def initials(self) -> str:
        """First and last letter of the name, for the corner of the page."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


RECRUITER: web.RequestKey[Recruiter] = web.RequestKey("recruiter", Recruiter)
SESSION: web.RequestKey[str] = web.RequestKey("session", str)  # The cookie's own value, never stored or logged.
NONCE: web.RequestKey[str] = web.RequestKey("nonce", str)
NEW_ANCHOR: web.RequestKey[str] = web.RequestKey("new_anchor", str)  # A form cookie this answer still has to set.

# Providers' webhooks: they prove themselves by signature, have no browser, and must see neither a form token's
# refusal, a 429, nor a page. A text that is refused here would be lost.
WEBHOOKS = ("/twilio/", "/api/messages", "/webchat/")
PROBES = ("/healthz", "/readyz", "/metrics")


def is_webhook(request: web.BaseRequest) -> bool:
    """True for requests of providers rather than people."""
    return request.path.startswith(WEBHOOKS)
