"""Recruiters sign in at a real issuer on loopback; everything that is not quite right ends on a page that says so."""

from __future__ import annotations

import base64
import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import unused_port
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import func, select
from yarl import URL

from bot.house import House, open_house, system_clock
from bot.store.database import Database
from bot.store.tables import event, recruiter, session
from bot.web.keys import RECRUITER
from bot.web.oidc import Attempt, Issuer, SignInError, role_of
from bot.web.sessions import signed_in
from config.files import ConfigFiles
from tests.conftest import make_settings
from tests.web.conftest import Client, Serve

# The provider of these tests is built on a library that announces its own next version.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider with three people: a recruiter, a lead, and somebody without a role."""
    with warnings.catch_warnings():
        import authlib.deprecate  # noqa: F401  # Loading it turns its own warnings on; only then can they be silenced.

        warnings.simplefilter("ignore")
        from oidc_provider_mock import User, run_server_in_thread

    people = (
        User(sub="asta", claims={"name": "Asta Kjær", "roles": ["recruiter"]}),
        User(sub="bo", claims={"name": "Bo Lind", "roles": ["Jobline.Lead", "recruiter", "something else"]}),
        User(sub="nobody", claims={"name": "Nor Holm"}),
    )
    with run_server_in_thread(user_claims=people) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
async def real(issuer: str, database: Database, tmp_path: Path) -> House:
    """A house whose recruiters sign in at that provider; the provider's clock is the real one, so is this."""
    settings = make_settings(
        data_dir=tmp_path,
        OIDC_ISSUER=issuer,
        OIDC_CLIENT_SECRET="a secret: with/odd+signs",
        PUBLIC_BASE_URL=f"http://127.0.0.1:{unused_port()}",
    )
    return await open_house(settings, database, files=ConfigFiles(), clock=system_clock)


@signed_in()
async def desk(request: web.Request) -> web.StreamResponse:
    visitor = request[RECRUITER]
    return web.Response(text=f"{visitor.name}, {visitor.role}")


@pytest.fixture
async def visitor(real: House, serve: Serve) -> Client:
    """A browser in front of the service."""
    return await serve(real, web.get("/queue", desk))


async def begin(visitor: Client, after: str = "/queue") -> URL:
    """The address at the issuer to which the service sends the browser."""
    answer = await visitor.get("/sign-in", params={"next": after}, allow_redirects=False)
    assert answer.status == 303, await answer.text()
    return URL(answer.headers["Location"])


async def approve(address: URL, who: str) -> URL:
    """The person signs in at the issuer; returns where it sends the browser back to."""
    async with ClientSession() as browser, browser.post(address, data={"sub": who}, allow_redirects=False) as answer:
        assert answer.status == 302
        return URL(answer.headers["Location"])


async def come_back(visitor: Client, address: URL):  # type: ignore[no-untyped-def]
    return await visitor.get(f"/sign-in/back?{address.raw_query_string}", allow_redirects=False)


async def test_a_recruiter_signs_in_and_lands_on_the_page_asked_for(visitor: Client, real: House) -> None:
    asked = await begin(visitor, "/queue?page=2")
    assert asked.query["redirect_uri"] == f"{real.settings.public_base_url}/sign-in/back"
    answer = await come_back(visitor, await approve(asked, "asta"))
    assert (answer.status, answer.headers["Location"]) == (303, "/queue?page=2")
    assert await (await visitor.get("/queue")).text() == "Asta Kjær, recruiter"
    async with real.database.transaction() as connection:
        row = (await connection.execute(select(recruiter))).one()
        assert (row.issuer, row.subject, row.name) == (real.settings.oidc_issuer, "asta", "Asta Kjær")
        happened = (await connection.execute(select(event.c.verb, event.c.data).order_by(event.c.id))).one()
        assert (happened.verb, happened.data) == ("signed_in", {"role": "recruiter"})


async def test_who_has_several_roles_signs_in_with_the_highest(visitor: Client) -> None:
    await come_back(visitor, await approve(await begin(visitor), "bo"))
    assert await (await visitor.get("/queue")).text() == "Bo Lind, lead"


async def test_signing_in_again_is_the_same_recruiter_and_one_session(visitor: Client, real: House) -> None:
    await come_back(visitor, await approve(await begin(visitor), "asta"))
    visitor.session.cookie_jar.clear(lambda cookie: cookie.key == "signin")
    first = await begin_again(visitor)
    assert first == "/desk"
    async with real.database.transaction() as connection:
        assert (await connection.execute(select(func.count()).select_from(recruiter))).scalar_one() == 1
        assert (await connection.execute(select(func.count()).select_from(session))).scalar_one() == 1


async def begin_again(visitor: Client) -> str:
    answer = await visitor.get("/sign-in", allow_redirects=False)
    return answer.headers["Location"]


async def test_somebody_without_a_role_is_told_whom_to_ask(visitor: Client, real: House) -> None:
    answer = await come_back(visitor, await approve(await begin(visitor), "nobody"))
    page = await answer.text()
    assert answer.status == 403
    assert "Nor Holm" in page
    assert "Bed lederen af rekrutteringen om adgang" in page
    async with real.database.transaction() as connection:
        assert (await connection.execute(select(func.count()).select_from(session))).scalar_one() == 0


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
async def test_nobody_is_sent_elsewhere_after_signing_in(visitor: Client, elsewhere: str) -> None:
    answer = await come_back(visitor, await approve(await begin(visitor, elsewhere), "asta"))
    assert answer.headers["Location"] == "/desk"


async def refused(visitor: Client, real: House, address: URL) -> str:
    answer = await come_back(visitor, address)
    async with real.database.transaction() as connection:
        assert (await connection.execute(select(func.count()).select_from(session))).scalar_one() == 0
    assert answer.status == 400
    return await answer.text()


async def test_an_answer_with_another_state_is_refused(visitor: Client, real: House) -> None:
    back = await approve(await begin(visitor), "asta")
    assert "Du blev ikke logget ind" in await refused(visitor, real, back.update_query(state="another"))


async def test_an_answer_for_another_browser_is_refused(visitor: Client, real: House) -> None:
    back = await approve(await begin(visitor), "asta")
    visitor.session.cookie_jar.clear()
    assert "Du blev ikke logget ind" in await refused(visitor, real, back)


async def test_an_answer_counts_once(visitor: Client, real: House) -> None:
    back = await approve(await begin(visitor), "asta")
    await come_back(visitor, back)
    visitor.session.cookie_jar.clear()
    assert (await come_back(visitor, back)).status == 400


async def test_a_forged_cookie_is_refused(visitor: Client, real: House) -> None:
    back = await approve(await begin(visitor), "asta")
    forged = base64.urlsafe_b64encode(json.dumps([back.query["state"], "n", "v", "/queue", 0]).encode()).decode()
    visitor.session.cookie_jar.update_cookies({"signin": f"{forged}.{'0' * 64}"}, visitor.make_url("/"))
    assert "Du blev ikke logget ind" in await refused(visitor, real, back)


async def test_a_token_with_another_nonce_is_refused(visitor: Client, real: House) -> None:
    asked = await begin(visitor)
    back = await approve(asked.update_query(nonce="another"), "asta")
    assert "Vi kunne ikke genkende dit login" in await refused(visitor, real, back)


async def test_a_code_for_another_service_is_refused(visitor: Client, real: House) -> None:
    asked = await begin(visitor)
    back = await approve(asked.update_query(client_id="another"), "asta")
    assert "Du blev ikke logget ind" in await refused(visitor, real, back)


async def test_somebody_who_says_no_at_the_issuer_can_try_again(visitor: Client, real: House) -> None:
    asked = await begin(visitor)
    state = asked.query["state"]
    answer = await visitor.get(f"/sign-in/back?error=access_denied&state={state}", allow_redirects=False)
    assert answer.status == 400
    assert "Prøv at logge ind igen" in await answer.text()


async def test_an_issuer_that_is_away_is_a_page_and_not_a_crash(real: House, serve: Serve, tmp_path: Path) -> None:
    settings = make_settings(data_dir=tmp_path, OIDC_ISSUER=f"http://127.0.0.1:{unused_port()}")
    visitor = await serve(replace(real, settings=settings))
    answer = await visitor.get("/sign-in", allow_redirects=False)
    assert answer.status == 503
    assert "Login svarer ikke lige nu" in await answer.text()


async def test_without_demo_nobody_is_signed_in_by_asking(visitor: Client) -> None:
    answer = await visitor.get("/sign-in?as=1", allow_redirects=False)
    assert "session" not in answer.cookies


# --- What the service believes of a token, one thing wrong at a time.


async def token_for(issuer: str, *, nonce: str, client: str = "jobline") -> str:
    """An id token of the provider, as its token endpoint hands it out."""
    question = {
        "response_type": "code",
        "client_id": client,
        "redirect_uri": "http://127.0.0.1:1/back",
        "scope": "openid profile",
        "nonce": nonce,
    }
    back = await approve(URL(f"{issuer}/oauth2/authorize").with_query(question), "asta")
    form = {
        "grant_type": "authorization_code",
        "code": back.query["code"],
        "redirect_uri": "http://127.0.0.1:1/back",
        "client_id": client,
        "client_secret": "any",
    }
    async with ClientSession() as browser, browser.post(f"{issuer}/oauth2/token", data=form) as answer:
        return str((await answer.json())["id_token"])


async def test_a_right_token_is_believed(real: House, issuer: str) -> None:
    claims = await Issuer(real).verify(await token_for(issuer, nonce="n"), nonce="n")
    assert claims["sub"] == "asta"


async def test_an_expired_token_is_refused(real: House, issuer: str) -> None:
    token = await token_for(issuer, nonce="n")
    later = replace(real, clock=lambda: system_clock() + timedelta(hours=1, minutes=2))
    with pytest.raises(SignInError, match="expired"):
        await Issuer(later).verify(token, nonce="n")


async def test_a_token_from_the_future_is_refused(real: House, issuer: str) -> None:
    token = await token_for(issuer, nonce="n")
    earlier = replace(real, clock=lambda: system_clock() - timedelta(minutes=5))
    with pytest.raises(SignInError, match="future"):
        await Issuer(earlier).verify(token, nonce="n")


async def test_a_token_for_another_audience_is_refused(real: House, issuer: str) -> None:
    token = await token_for(issuer, nonce="n", client="another")
    with pytest.raises(SignInError, match="InvalidAudience"):
        await Issuer(real).verify(token, nonce="n")


async def test_a_token_with_another_nonce_is_not_believed(real: House, issuer: str) -> None:
    with pytest.raises(SignInError, match="nonce"):
        await Issuer(real).verify(await token_for(issuer, nonce="n"), nonce="m")


def changed(token: str, **header: str) -> str:
    """The token with other claims of its header, its signature left as it was."""
    head, body, signature = token.split(".")
    own = json.loads(base64.urlsafe_b64decode(head + "=="))
    return f"{base64.urlsafe_b64encode(json.dumps(own | header).encode()).rstrip(b'=').decode()}.{body}.{signature}"


async def test_tokens_nobody_signed_are_refused(real: House, issuer: str) -> None:
    token = await token_for(issuer, nonce="n")
    head, body, _ = token.split(".")
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(token, options={"verify_signature": False})
    kid = jwt.get_unverified_header(token).get("kid")
    forgeries = {
        "another key": jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": kid} if kid else None),
        "an unknown key": jwt.encode(claims, stranger, algorithm="RS256", headers={"kid": "unheard-of"}),
        "a shared secret": jwt.encode(claims, "x" * 64, algorithm="HS256"),
        "no signature": changed(f"{head}.{body}.", alg="none"),
        "not a token": "a.b.c",
        "nothing": "",
    }
    for what, forged in forgeries.items():
        with pytest.raises(SignInError) as refused:
            await Issuer(real).verify(forged, nonce="n")
        assert refused.value.code == "token", what


async def test_the_issuer_must_be_the_one_in_the_settings(real: House, issuer: str, tmp_path: Path) -> None:
    other_name = issuer.replace("127.0.0.1", "localhost")
    elsewhere = replace(real, settings=make_settings(data_dir=tmp_path, OIDC_ISSUER=other_name))
    with pytest.raises(SignInError):
        await Issuer(elsewhere).verify(await token_for(issuer, nonce="n"), nonce="n")


async def test_the_question_carries_the_challenge_and_never_the_verifier(real: House) -> None:
    attempt = Attempt.fresh()
    asked = parse_qs(urlsplit(await Issuer(real).address(attempt)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert base64.urlsafe_b64decode(asked["code_challenge"][0] + "=") == sha256(attempt.verifier.encode()).digest()
    assert attempt.verifier not in str(asked)


@pytest.mark.parametrize(
    ("claims", "claim", "role"),
    [
        ({"roles": ["recruiter"]}, "roles", "recruiter"),
        ({"roles": "admin"}, "roles", "admin"),
        ({"roles": ["Recruiter", "ADMIN", "lead"]}, "roles", "admin"),
        ({"realm_access": {"roles": ["lead"]}}, "realm_access.roles", "lead"),
        ({"https://id.example/roles": ["lead"]}, "https://id.example/roles", "lead"),
        ({"roles": ["administrator"]}, "roles", None),
        ({"roles": ["Jobline.Admin"]}, "roles", "admin"),
        ({"roles": ["Grafana.Admin", "x.y.admin"]}, "roles", None),
        ({"roles": ["Grafana.Admin", "jobline.recruiter"]}, "roles", "recruiter"),
        ({"roles": None}, "roles", None),
        ({}, "roles", None),
        ({"roles": {"recruiter": True}}, "roles", None),
    ],
)
def test_roles_are_found_where_the_settings_say(claims: dict[str, object], claim: str, role: str | None) -> None:
    assert role_of(claims, claim) == role


@pytest.mark.parametrize(
    "changed", [{"exp": float("nan")}, {"exp": float("inf")}, {"iat": float("nan")}, {"exp": 10**400}]
)
async def test_a_time_that_is_none_ends_no_sign_in(house: House, changed: dict[str, float]) -> None:
    now = house.now().timestamp()
    with pytest.raises(SignInError):
        Issuer(house)._check_times({"exp": now + 60, "iat": now, **changed})


async def test_what_no_database_holds_is_no_subject_and_no_name(house: House) -> None:
    told = {"iss": "https://id.example", "sub": "asta", "name": "Asta\x00 Kjær\ud800", "roles": ["lead"]}
    assert Issuer(house)._identity(told).name == "Asta Kjær"
    with pytest.raises(SignInError):
        Issuer(house)._identity({**told, "sub": "as\x00ta"})
