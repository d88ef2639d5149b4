"""The keys the Bot Framework signs its tokens with, fetched without blocking and kept for a day."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError

TIMEOUT = ClientTimeout(total=10)
FRESH_FOR = timedelta(days=1)
ASK_AGAIN_AFTER = timedelta(minutes=5)  # For a key nobody knows: forged tokens must not make us fetch without end.


class KeysUnavailableError(Exception):
    """The keys could not be fetched, so that no token can be judged; the same request may succeed later."""


class UnknownKeyError(PermissionError):
    """A token names a key the Bot Framework does not have."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key and the channels it may speak for, under the names botframework-connector reads."""

    public_key: Any
    endorsements: list[str]


class SigningKeys:
    """Keys by id, from an OpenID metadata document (`url`). Stands in for the connector's own blocking cache."""

    def __init__(self, url: str, session: ClientSession, clock: Callable[[], datetime]) -> None:
        self.url = url
        self._session = session
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched: datetime | None = None
        self._lock = asyncio.Lock()

    async def get(self, key_id: str | None) -> SigningKey:
        """The key of that id. Raises UnknownKeyError, or KeysUnavailableError if there are no keys to look among."""
        if self._stale(FRESH_FOR) or (key_id not in self._keys and self._stale(ASK_AGAIN_AFTER)):
            async with self._lock:
                if self._stale(FRESH_FOR) or (key_id not in self._keys and self._stale(ASK_AGAIN_AFTER)):
                    await self._fetch()
        if key_id is None or key_id not in self._keys:
            raise UnknownKeyError("the token names an unknown key")
        return self._keys[key_id]

    def _stale(self, age: timedelta) -> bool:
        return self._fetched is None or self._clock() - self._fetched >= age

    async def _fetch(self) -> None:
        try:
            document = await self._json(self.url)
            keys = (await self._json(str(document["jwks_uri"])))["keys"]
            self._keys = {
                str(key["kid"]): SigningKey(RSAAlgorithm.from_jwk(json.dumps(key)), list(key.get("endorsements") or []))
                for key in keys
                if key.get("kid") and key.get("kty") == "RSA"
            }
        except (ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError, InvalidKeyError) as error:
            if not self._keys:
                raise KeysUnavailableError(type(error).__name__) from error
            # Old keys are better than none: they are asked for again at the next stale moment, not at every request.
        self._fetched = self._clock()

    async def _json(self, url: str) -> Any:
        async with self._session.get(url, timeout=TIMEOUT) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)
