"""A Bot Framework on loopback: its metadata and keys, tokens as it signs them, and a connector that records."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import jwt
from aiohttp import ClientSession, web
from aiohttp.test_utils import unused_port
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.channels.teams import TeamsAdapter, TeamsApp, TeamsDoor, TeamsWebhook
from tests.channels.line_under_test import Kept, serve
from tests.conftest import START, Clock

APP = "00000000-1111-2222-3333-444444444444"
TENANT = "99999999-1111-2222-3333-444444444444"
ISSUER = "https://api.botframework.com"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A key by name, made once: making one is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class BotFramework:
    """What was asked of it, and what it answers next."""

    address: str
    fetched: list[str] = field(default_factory=list)
    sent: list[tuple[str, str, dict[str, Any], str]] = field(default_factory=list)  # Method, path, body, token.
    answers: list[tuple[int, Any, dict[str, str]]] = field(default_factory=list)
    down: bool = False

    def token(self, *, signed_by: str = "k1", kid: str | None = "k1", algorithm: str = "RS256", **claims: Any) -> str:
        """A token as the channel signs one; `claims` replace its own, None removes one."""
        now = int(time.time())
        given = {"iss": ISSUER, "aud": APP, "exp": now + 3600, "nbf": now - 60, "serviceurl": self.address, **claims}
        payload = {name: value for name, value in given.items() if value is not None}
        secret: Any = key(signed_by) if algorithm.startswith("RS") else "0" * 32
        return jwt.encode(payload, secret, algorithm=algorithm, headers={"kid": kid} if kid else None)

    def activity(self, **changed: Any) -> dict[str, Any]:
        """A personal message as Teams sends it; `changed` replaces, None removes."""
        given = {
            "type": "message",
            "id": "1763888400123",
            "timestamp": "2026-11-23T09:00:00.123Z",
            "serviceUrl": self.address,
            "channelId": "msteams",
            "from": {"id": "29:1abc", "name": "Anna", "aadObjectId": "5d6e0000-0000-0000-0000-000000000001"},
            "conversation": {"id": "a:1talk/æ", "conversationType": "personal", "tenantId": TENANT},
            "recipient": {"id": f"28:{APP}", "name": "Joblinjen"},
            "channelData": {"tenant": {"id": TENANT}},
            "entities": [{"type": "clientInfo", "locale": "da-DK", "country": "DK", "platform": "Web"}],
            "textFormat": "plain",
            "text": "Hej, jeg er sosu-assistent",
            "locale": "da-DK",
            **changed,
        }
        return {name: value for name, value in given.items() if value is not None}

    def routes(self) -> list[web.RouteDef]:
        async def metadata(_: web.Request) -> web.Response:
            self.fetched.append("metadata")
            if self.down:
                return web.Response(status=500)
            return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.address}/keys"})

        async def keys(_: web.Request) -> web.Response:
            self.fetched.append("keys")
            public = json.loads(RSAAlgorithm.to_jwk(key("k1").public_key()))
            other = json.loads(RSAAlgorithm.to_jwk(key("k2").public_key()))
            return web.json_response(
                {
                    "keys": [
                        {**public, "kid": "k1", "endorsements": ["msteams", "webchat"]},
                        {**other, "kid": "k2", "endorsements": ["skype"]},
                        {"kty": "EC", "kid": "k3"},
                    ]
                }
            )

        async def activities(request: web.Request) -> web.StreamResponse:
            self.sent.append(
                (request.method, request.path, await request.json(), request.headers.get("Authorization", ""))
            )
            status, body, headers = self.answers.pop(0) if self.answers else (201, {"id": "1:sent"}, {})
            if status == 0:
                assert request.transport is not None
                request.transport.abort()
            return web.json_response(body, status=status or 500, headers=headers)

        return [
            web.get("/metadata", metadata),
            web.get("/keys", keys),
            web.post("/v3/conversations/{talk}/activities", activities),
            web.put("/v3/conversations/{talk}/activities/{id}", activities),
        ]


@dataclass
class Teams:
    """The bot under test beside the Bot Framework it talks to."""

    framework: BotFramework
    kept: Kept
    adapter: TeamsAdapter
    door: TeamsDoor
    app: TeamsApp
    session: ClientSession
    url: str
    joined: list[Any]

    async def post(self, activity: Any, *, token: str | None = "", headers: dict[str, str] | None = None) -> Any:
        """Posts an activity with a right token, the token given, or (None) no header: status and JSON."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        if token is not None and "Authorization" not in sent:
            sent["Authorization"] = f"Bearer {token or self.framework.token()}"
        data = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        async with self.session.post(self.url, data=data, headers=sent) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None


@asynccontextmanager
async def teams_with(clock: Callable[[], Any] | Clock = lambda: START, **changed: Any) -> AsyncIterator[Teams]:
    """A bot with a registration, or with what `changed` makes of it."""
    port, own_port = unused_port(), unused_port()
    framework = BotFramework(f"http://127.0.0.1:{port}")
    application = web.Application()
    application.add_routes(framework.routes())
    app = replace(TeamsApp(APP, "secret", TENANT, True, f"{framework.address}/metadata"), **changed)
    async with serve(application, port), ClientSession() as session:
        kept, joined = Kept(), []
        adapter = TeamsAdapter(app, session, clock)

        async def join(inbound: Any) -> None:
            joined.append(inbound)

        bot = web.Application()
        bot.add_routes(TeamsWebhook(app, adapter, kept.receive, clock, join).routes())
        async with serve(bot, own_port):
            url = f"http://127.0.0.1:{own_port}/api/messages"
            yield Teams(framework, kept, adapter, TeamsDoor(adapter, app), app, session, url, joined)
