"""Where a visitor may be sent, and who a visitor is."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.house import HOUSE, House
from bot.web.addresses import from_within, host_allowed, own_path, visitor
from tests.conftest import make_settings


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        None,
        "queue",
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\/x",
        "/\n/elsewhere.example",
        "/\t/elsewhere.example",
        "/a\\b",
        "/ x",
        "javascript:alert(1)",
    ],
)
def test_a_redirect_never_leaves_the_house(elsewhere: str | None) -> None:
    assert own_path(elsewhere, "/queue") == "/queue"


@pytest.mark.parametrize("path", ["/", "/queue", "/queue?sort=due&page=2", "/u/abc_-1#x"])
def test_a_path_of_our_own_stays(path: str) -> None:
    assert own_path(path, "/queue") == path


@pytest.mark.parametrize(
    ("host", "public", "listens", "allowed"),
    [
        ("job.example.org", "https://job.example.org", "0.0.0.0", True),
        ("JOB.example.org", "https://job.example.org", "0.0.0.0", True),
        ("elsewhere.example", "https://job.example.org", "0.0.0.0", False),
        ("127.0.0.1:3978", "https://job.example.org", "0.0.0.0", False),
        ("", "https://job.example.org", "0.0.0.0", False),
        ("localhost:3978", "http://127.0.0.1:3978", "127.0.0.1", True),
        ("127.0.0.1:51111", "http://127.0.0.1:3978", "127.0.0.1", True),
        ("[::1]:3978", "http://127.0.0.1:3978", "127.0.0.1", True),
        # A page elsewhere that points its own name at this machine must not reach the demo.
        ("rebound.example:3978", "http://127.0.0.1:3978", "127.0.0.1", False),
        ("[::1", "http://127.0.0.1:3978", "127.0.0.1", False),
    ],
)
def test_the_host_a_page_is_asked_for_under(tmp_path, host: str, public: str, listens: str, allowed: bool) -> None:
    settings = make_settings(data_dir=tmp_path, PUBLIC_BASE_URL=public, HOST=listens)
    request = make_mocked_request("GET", "/", headers={"Host": host})
    assert host_allowed(request, settings) is allowed


def _request(house: House, peer: str, **headers: str) -> web.Request:
    app = web.Application()
    app[HOUSE] = house
    request = make_mocked_request("GET", "/", app=app, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return request.clone(remote=peer)


@pytest.mark.parametrize(
    ("peer", "chain", "expected"),
    [
        ("198.51.100.7", None, "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "not an address", "unknown"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
    ],
)
async def test_a_proxy_is_believed_only_about_the_last_entry(
    house: House, tmp_path, peer: str, chain: str | None, expected: str
) -> None:
    from dataclasses import replace

    public = replace(
        house, settings=make_settings(data_dir=tmp_path, PUBLIC_BASE_URL="https://job.example.org", HOST="0.0.0.0")
    )
    headers = {"X_Forwarded_For": chain} if chain else {}
    assert visitor(_request(public, peer, **headers)) == expected


async def test_of_several_forwarded_headers_the_last_counts(house: House, tmp_path) -> None:
    """A proxy may add a header line of its own below the one the visitor made up."""
    from dataclasses import replace

    settings = make_settings(data_dir=tmp_path, PUBLIC_BASE_URL="https://job.example.org", HOST="0.0.0.0")
    app = web.Application()
    app[HOUSE] = replace(house, settings=settings)
    headers = CIMultiDict([("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-For", "203.0.113.9")])
    request = make_mocked_request("GET", "/", app=app, headers=headers).clone(remote="10.0.0.2")
    assert visitor(request) == "203.0.113.9"


async def test_within_means_straight_from_a_private_network(house: House) -> None:
    assert from_within(_request(house, "127.0.0.1"))
    assert from_within(_request(house, "10.1.2.3"))
    assert not from_within(_request(house, "198.51.100.7"))
    assert not from_within(_request(house, "127.0.0.1", X_Forwarded_For="127.0.0.1"))
