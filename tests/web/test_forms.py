"""A form counts only if it came from a page of ours, with or without somebody signed in."""

from __future__ import annotations

import re

import pytest
from aiohttp import FormData, web

from bot.house import House
from bot.web.pages import render
from bot.web.seals import seal, unseal
from tests.conftest import make_settings
from tests.web.conftest import Client, Serve


async def form(request: web.Request) -> web.StreamResponse:
    from bot.web.csrf import token

    return web.Response(text=token(request))


async def answer(request: web.Request) -> web.StreamResponse:
    return web.Response(text=f"taken {(await request.post()).get('reply', '')}")


@pytest.fixture
async def visitor(house: House, serve: Serve) -> Client:
    return await serve(
        house,
        web.get("/u/form", form),
        web.post("/u/answer", answer),
        web.post("/twilio/sms", answer),
        web.post("/api/messages", answer),
        web.post("/webchat/say", answer),
    )


async def test_a_form_of_a_unit_counts_without_a_session(visitor: Client) -> None:
    token = await (await visitor.get("/u/form")).text()
    sent = await visitor.post("/u/answer", data={"csrf": token, "reply": "ja"})
    assert (sent.status, await sent.text()) == (200, "taken ja")


async def test_a_token_may_come_in_a_header(visitor: Client) -> None:
    token = await (await visitor.get("/u/form")).text()
    assert (await visitor.post("/u/answer", json={}, headers={"X-CSRF": token})).status == 200


async def test_each_page_has_another_token_and_all_of_them_count(visitor: Client) -> None:
    tokens = [await (await visitor.get("/u/form")).text() for _ in range(3)]
    assert len(set(tokens)) == 3
    for token in tokens:
        assert (await visitor.post("/u/answer", data={"csrf": token})).status == 200


@pytest.mark.parametrize("token", [None, "", "x", "A" * 88, "å"])
async def test_without_the_right_token_nothing_happens(visitor: Client, token: str | None) -> None:
    await visitor.get("/u/form")
    sent = await visitor.post("/u/answer", data={} if token is None else {"csrf": token})
    assert sent.status == 403
    assert "Siden er blevet for gammel" in await sent.text()


async def test_a_token_without_its_cookie_is_worth_nothing(visitor: Client) -> None:
    token = await (await visitor.get("/u/form")).text()
    visitor.session.cookie_jar.clear()
    assert (await visitor.post("/u/answer", data={"csrf": token})).status == 403


async def test_somebody_elses_token_is_worth_nothing(visitor: Client) -> None:
    token = await (await visitor.get("/u/form")).text()
    visitor.session.cookie_jar.clear()
    await visitor.get("/u/form")
    assert (await visitor.post("/u/answer", data={"csrf": token})).status == 403


async def test_a_cookie_planted_by_somebody_else_is_worth_nothing(visitor: Client) -> None:
    visitor.session.cookie_jar.update_cookies({"form": "planted." + "0" * 64}, visitor.make_url("/"))
    token = await (await visitor.get("/u/form")).text()
    visitor.session.cookie_jar.update_cookies({"form": "planted." + "0" * 64}, visitor.make_url("/"))
    assert (await visitor.post("/u/answer", data={"csrf": token})).status == 403


async def test_a_form_sent_by_another_site_is_refused_even_with_a_token(visitor: Client) -> None:
    token = await (await visitor.get("/u/form")).text()
    sent = await visitor.post("/u/answer", data={"csrf": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status == 403


async def test_a_file_in_place_of_the_token_is_refused(visitor: Client) -> None:
    await visitor.get("/u/form")
    data = FormData()
    data.add_field("csrf", b"x", filename="csrf.txt")
    assert (await visitor.post("/u/answer", data=data)).status == 403


@pytest.mark.parametrize("address", ["/twilio/sms", "/api/messages", "/webchat/say"])
async def test_providers_are_asked_for_no_token(visitor: Client, address: str) -> None:
    assert (await visitor.post(address, data={"reply": "x"})).status == 200


async def test_a_signed_in_recruiters_form_is_bound_to_the_session(demo: House, serve: Serve) -> None:
    async def desk(request: web.Request) -> web.StreamResponse:
        return render(request, "fault.html", fault={"heading": "x", "advice": "y"}, code=200, mark="")

    visitor = await serve(demo, web.get("/queue", desk), web.post("/queue", answer))
    await visitor.get("/sign-in", allow_redirects=False)
    first = re.findall(r'name="csrf" value="([^"]+)"', await (await visitor.get("/queue")).text())[0]
    assert (await visitor.post("/queue", data={"csrf": first})).status == 200
    await visitor.get("/sign-in?as=2", allow_redirects=False)
    assert (await visitor.post("/queue", data={"csrf": first})).status == 403


def test_a_seal_holds_for_one_purpose_and_one_value(tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings = make_settings(data_dir=tmp_path)
    sealed = seal(settings, "form", "value.with.dots")
    assert unseal(settings, "form", sealed) == "value.with.dots"
    assert unseal(settings, "other", sealed) is None
    assert unseal(settings, "form", sealed.replace("value", "valve")) is None
    assert unseal(settings, "form", "") is None


async def test_a_form_no_database_can_hold_is_400(house: House, serve: Serve) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(text="kept")

    visitor = await serve(house, web.post("/note", answer))
    kind = "application/x-www-form-urlencoded"
    for body, charset in (("body=a%00b", "utf-8"), ("bo%00dy=a", "utf-8"), ("body=a", "no-such-charset")):
        posted = await visitor.post("/note", data=body, headers={"Content-Type": f"{kind}; charset={charset}"})
        assert posted.status == 400
