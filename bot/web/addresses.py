"""Addresses within this house: where a visitor may be sent, how cookies are kept to it, who the visitor is."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from bot.house import HOUSE
from config.settings import Settings, host_of, is_this_machine

# Networks of one's own; Python's is_private also counts ranges that are merely reserved.
PRIVATE: Final = tuple(
    ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10")
)


def own_path(value: str | None, otherwise: str = "/") -> str:
    """`value` if it is a path on this very host, else `otherwise`: no redirect of ours ever leaves the house."""
    if not value or not value.startswith("/") or value.startswith(("//", "/\\")):
        return otherwise
    if any(ord(character) < 0x21 or character == "\\" for character in value):
        return otherwise
    return value


def over_https(settings: Settings) -> bool:
    """True if people reach the service by https."""
    return settings.public_base_url.startswith("https://")


def cookie_name(settings: Settings, name: str) -> str:
    """With https the name begins with __Host-, so that no other host of the domain can plant or read the cookie."""
    return f"__Host-{name}" if over_https(settings) else name


def set_cookie(response: web.StreamResponse, settings: Settings, name: str, value: str, *, seconds: int) -> None:
    """A cookie for this host only, out of reach of scripts and of other sites' forms."""
    response.set_cookie(
        cookie_name(settings, name),
        value,
        max_age=seconds,
        path="/",
        secure=over_https(settings),
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: web.StreamResponse, settings: Settings, name: str) -> None:
    """Takes that cookie back."""
    response.del_cookie(
        cookie_name(settings, name), path="/", secure=over_https(settings), httponly=True, samesite="Lax"
    )


def forwarded(request: web.Request) -> bool:
    """True if the request came through a proxy, whoever it came from."""
    return "X-Forwarded-For" in request.headers or "Forwarded" in request.headers


def visitor(request: web.Request) -> str:
    """The visitor's address, for limits only: an IPv4 address, or the /64 an IPv6 one lies in.

    A proxy on a private address is believed about who it speaks for, and only about the last entry, which it wrote.
    """
    peer = request.remote or ""
    # A visitor can send such a header too; the proxy may write its own on a line below.
    chain = ",".join(request.headers.getall("X-Forwarded-For", ()))
    if chain and over_https(request.app[HOUSE].settings) and _private(peer):
        peer = chain.rpartition(",")[2].strip()
    try:
        found = ip_address(peer)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        return f"{IPv6Address(int(found) >> 64 << 64)}/64"
    return str(found)


def _private(peer: str) -> bool:
    try:
        found = ip_address(peer)
    except ValueError:
        return False
    return found.is_loopback or any(found in network for network in PRIVATE if network.version == found.version)


def from_within(request: web.Request) -> bool:
    """True if the request came straight from this machine or its private network, through no proxy."""
    return not forwarded(request) and _private(request.remote or "")


def host_allowed(request: web.Request, settings: Settings) -> bool:
    """True if the Host header names this service: the public address, or this machine when it serves only itself."""
    host = request.headers.get("Host", "").lower()
    if host == urlsplit(settings.public_base_url).netloc.lower():
        return True
    return settings.on_loopback and host_of(f"//{host}") in {"localhost", "127.0.0.1", "::1"}


def asked_within(request: web.Request) -> bool:
    """True if the Host header names this machine or an address of a private network, as no public name does."""
    host = host_of(f"//{request.headers.get('Host', '')}")
    return host == "localhost" or _private(host)


def from_this_machine(request: web.Request) -> bool:
    """True if the request was made on this machine, for this machine, and through no proxy."""
    return (
        not forwarded(request)
        and is_this_machine(request.remote or "")
        and is_this_machine(host_of(f"//{request.headers.get('Host', '')}"))
    )
