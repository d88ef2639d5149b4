"""Sign-in at any OpenID Connect issuer: code flow with PKCE, keys from discovery, the id token verified here."""

from __future__ import annotations

import asyncio
import hmac
import math
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

import jwt
from aiohttp import ClientError, ClientSession, ClientTimeout, encode_basic_auth

from bot.house import House
from config.settings import is_safe_address

# Signatures with a key pair only: "none" and those with a shared secret are how forged tokens get in.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
SCOPES: Final = "openid profile email"
KEPT: Final = 3600.0  # Seconds for which discovery and keys are believed.
PAUSE: Final = 30.0  # Seconds between two fetches of keys because a token named one we do not know.
LEEWAY: Final = 60.0  # Seconds by which the issuer's clock may differ from ours.
ROLES: Final = ("recruiter", "lead", "admin")  # Ascending: who has several signs in with the last.


class SignInError(Exception):
    """Why a sign-in came to nothing. code: away, refused, token or claims."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one browser has to bring back: nobody else's answer, and no older one, can end this sign-in."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def fresh(cls) -> Attempt:
        """Three words that cannot be guessed."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        """PKCE's S256 of the verifier (RFC 7636)."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the issuer vouches for. role is None if its roles name none of ours."""

    issuer: str
    subject: str
    name: str
    role: str | None


class Issuer:
    """The issuer named in the settings, and what it has told us about itself."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._settings = house.settings
        self._about: dict[str, Any] = {}
        self._about_until = 0.0
        self._keys: dict[str | None, jwt.PyJWK] = {}
        self._keys_until = 0.0
        self._keys_asked = -PAUSE
        self._lock = asyncio.Lock()

    @property
    def back(self) -> str:
        """Where the issuer sends people back to; to be registered there as redirect URI."""
        return self._settings.public_base_url.rstrip("/") + "/sign-in/back"

    async def address(self, attempt: Attempt) -> str:
        """Where the browser goes to sign in. Raises SignInError("away") if the issuer cannot be reached."""
        about = await self._discover()
        question = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": self.back,
            "scope": SCOPES,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in about["authorization_endpoint"] else "?"
        return f"{about['authorization_endpoint']}{joint}{urlencode(question)}"

    async def redeem(self, code: str, attempt: Attempt) -> Identity:
        """Exchanges the code for an id token and verifies it. Raises SignInError with the reason."""
        about = await self._discover()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.back,
            "code_verifier": attempt.verifier,
            "client_id": self._settings.oidc_client_id,
        }
        secret = self._settings.oidc_client_secret.get_secret_value()
        methods = about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        headers = {}
        if secret and "client_secret_basic" in methods:
            headers["Authorization"] = encode_basic_auth(quote_plus(self._settings.oidc_client_id), quote_plus(secret))
        elif secret:
            form["client_secret"] = secret
        answer = await self._fetch("POST", about["token_endpoint"], data=form, headers=headers)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInError("token", "no id token")
        claims = await self.verify(token, nonce=attempt.nonce)
        return self._identity(claims)

    async def verify(self, token: str, *, nonce: str) -> Mapping[str, Any]:
        """The token's claims if issuer, audience, signature, time and nonce are right; else SignInError("token")."""
        about = await self._discover()
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise SignInError("token", "algorithm")
            claims: dict[str, Any] = jwt.decode(
                token,
                key=await self._key(header.get("kid")),
                algorithms=list(ALGORITHMS),
                audience=self._settings.oidc_client_id,
                issuer=about["issuer"],
                # Times are compared below, with the clock of the house.
                options={
                    "require": ["iss", "aud", "sub", "exp", "iat"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except jwt.InvalidTokenError as error:
            raise SignInError("token", type(error).__name__) from error
        self._check_times(claims)
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise SignInError("token", "nonce")
        # A token for several must say that it was made for us (OpenID Connect Core 3.1.3.7).
        shared = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if shared and claims.get("azp") != self._settings.oidc_client_id:
            raise SignInError("token", "authorised party")
        return claims

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        now = self._house.now().timestamp()
        try:
            ends, made, begins = (float(claims.get(name, 0)) for name in ("exp", "iat", "nbf"))
        except (TypeError, ValueError, OverflowError) as error:
            raise SignInError("token", "time") from error
        # JSON as Python reads it knows NaN, which is neither before nor after anything.
        if not all(map(math.isfinite, (ends, made, begins))):
            raise SignInError("token", "time")
        if ends <= now - LEEWAY:
            raise SignInError("token", "expired")
        if max(made, begins) > now + LEEWAY:
            raise SignInError("token", "from the future")

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        name = claims.get("name") or claims.get("preferred_username") or claims.get("email") or claims["sub"]
        subject = str(claims["sub"])
        if not subject.isprintable():  # No issuer means it, and no database holds NUL.
            raise SignInError("token", "subject")
        return Identity(
            issuer=str(claims["iss"]),
            subject=subject,
            name="".join(letter for letter in str(name) if letter.isprintable())[:200],
            role=role_of(claims, self._settings.oidc_roles_claim),
        )

    async def _key(self, name: str | None) -> jwt.PyJWK:
        async with self._lock:
            now = monotonic()
            unknown = name not in self._keys and now - self._keys_asked > PAUSE
            if now > self._keys_until or unknown:
                await self._fetch_keys()
        if name in self._keys:
            return self._keys[name]
        if name is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        raise SignInError("token", "unknown key")

    async def _fetch_keys(self) -> None:
        answer = await self._fetch("GET", (await self._discover())["jwks_uri"])
        try:
            found = jwt.PyJWKSet.from_dict(answer)
        except jwt.PyJWTError as error:
            raise SignInError("away", "keys") from error
        self._keys = {key.key_id: key for key in found.keys}
        self._keys_asked = monotonic()
        self._keys_until = self._keys_asked + KEPT

    async def _discover(self) -> dict[str, Any]:
        if monotonic() < self._about_until:
            return self._about
        issuer = self._settings.oidc_issuer.rstrip("/")
        about = await self._fetch("GET", f"{issuer}/.well-known/openid-configuration")
        if str(about.get("issuer", "")).rstrip("/") != issuer:
            raise SignInError("away", "the discovery document names another issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not is_safe_address(str(about.get(name, ""))):
                raise SignInError("away", f"{name} is not an https address")
        self._about, self._about_until = about, monotonic() + KEPT
        return about

    async def _fetch(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        """A JSON object from the issuer; no redirects, so that nobody sends our secret elsewhere."""
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=10)) as client,
                client.request(method, url, allow_redirects=False, **more) as answer,
            ):
                if answer.status != 200:
                    raise SignInError("refused" if method == "POST" else "away", f"status {answer.status}")
                found = await answer.json(content_type=None)
        except (ClientError, TimeoutError, ValueError) as error:
            raise SignInError("away", type(error).__name__) from error
        if not isinstance(found, dict):
            raise SignInError("away", "not an object")
        return found


def role_of(claims: Mapping[str, Any], claim: str) -> str | None:
    """The highest of our roles in a claim; "a.b" also finds b inside a, "Jobline.Lead" counts as lead.

    No other prefix does: an admin of something else is not one here.
    """
    value: Any = claims.get(claim)
    if value is None:
        value = claims
        for part in claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
    given = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    names = {str(name).lower().removeprefix("jobline.") for name in given}
    return next((role for role in reversed(ROLES) if role in names), None)
