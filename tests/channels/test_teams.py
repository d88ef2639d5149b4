"""Teams: who is let in, what is understood, what is said, and how a sending ends."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ConversationReference
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft6Validator
from structlog.testing import capture_logs

from bot.channels.door import Outbound, Outcome, Sending
from bot.channels.teams_cards import replies_card
from tests.channels.bot_framework import APP, TENANT, Teams, teams_with
from tests.channels.published import published
from tests.conftest import START, Clock


class Tokens:
    """Microsoft's sign-in, counted: stands where the library makes its MSAL application."""

    made = asked = 0
    answer: dict[str, str] = {"access_token": "a-token"}  # noqa: RUF012

    def __init__(self, **_: Any) -> None:
        type(self).made += 1

    def acquire_token_silent(self, *_: Any, **__: Any) -> dict[str, str] | None:
        return self.answer if self.asked else None

    def acquire_token_for_client(self, **_: Any) -> dict[str, str]:
        type(self).asked += 1
        return self.answer


@pytest.fixture(autouse=True)
def tokens(monkeypatch: pytest.MonkeyPatch) -> type[Tokens]:
    fresh: type[Tokens] = type("Tokens", (Tokens,), {"made": 0, "asked": 0})
    monkeypatch.setattr("botframework.connector.auth.microsoft_app_credentials.ConfidentialClientApplication", fresh)
    return fresh


@pytest_asyncio.fixture
async def teams(clock: Clock) -> AsyncIterator[Teams]:
    async with teams_with(clock) as teams:
        yield teams


async def test_a_message_is_kept(teams: Teams) -> None:
    assert (await teams.post(teams.framework.activity()))[0] == 200
    (inbound,) = teams.kept.inbound
    assert (inbound.channel, inbound.sender, inbound.recipient, inbound.text, inbound.received) == (
        "teams",
        "5d6e0000-0000-0000-0000-000000000001",
        f"28:{APP}",
        "Hej, jeg er sosu-assistent",
        START,
    )
    assert inbound.provider_id.startswith("1763888400123:")
    assert inbound.reply_to is not None
    assert inbound.reply_to["serviceUrl"] == teams.framework.address
    assert inbound.reply_to["conversation"]["id"] == "a:1talk/æ"


async def test_two_people_whose_activities_are_called_the_same(teams: Teams) -> None:
    await teams.post(teams.framework.activity())
    await teams.post(teams.framework.activity())
    await teams.post(teams.framework.activity(conversation={"id": "a:2", "conversationType": "personal"}))
    names = [inbound.provider_id for inbound in teams.kept.inbound]
    assert names[0] == names[1] != names[2]


def bad_tokens(teams: Teams) -> dict[str, str]:
    token, past = teams.framework.token, int(time.time()) - 4000
    return {
        "garbage": "garbage",
        "three dots": "a.b.c",
        "expired": token(exp=past, nbf=past - 60),
        "not yet": token(nbf=int(time.time()) + 4000),
        "unknown key": token(kid="k9", signed_by="k9"),
        "no key named": token(kid=None),
        "signed by another": token(signed_by="k9"),
        "key of another channel": token(signed_by="k2", kid="k2"),
        "another bot": token(aud="11111111-0000-0000-0000-000000000000"),
        "another issuer": token(iss="https://sts.windows.net/evil/"),
        "no issuer": token(iss=None),
        "the emulator": token(
            iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/", ver="1.0", appid=APP
        ),
        "another bot as a skill": token(ver="1.0", appid="11111111-0000-0000-0000-000000000000"),
        "another service": token(serviceurl="https://evil.example"),
        "no service": token(serviceurl=None),
        "a shared secret": token(algorithm="HS256"),
    }


async def test_bad_tokens_are_401(teams: Teams) -> None:
    with capture_logs() as logs:
        for name, token in bad_tokens(teams).items():
            assert (name, (await teams.post(teams.framework.activity(), token=token))[0]) == (name, 401)
        for header in ("", "Bearer", "Bearer ", "Basic abc", "Bearer a b c"):
            status, _ = await teams.post(teams.framework.activity(), headers={"Authorization": header})
            assert (header, status) == (header, 401)
        assert (await teams.post(teams.framework.activity(), token=None))[0] == 401
    assert teams.kept.inbound == []
    assert {entry["event"] for entry in logs} == {"teams_token_refused"}


async def test_keys_are_fetched_once_a_day_and_not_for_every_forgery(teams: Teams, clock: Clock) -> None:
    for _ in range(3):
        assert (await teams.post(teams.framework.activity()))[0] == 200
        assert (await teams.post(teams.framework.activity(), token=teams.framework.token(kid="k9")))[0] == 401
    assert teams.framework.fetched == ["metadata", "keys"]
    clock.pass_(minutes=6)
    for _ in range(3):
        assert (await teams.post(teams.framework.activity(), token=teams.framework.token(kid="k9")))[0] == 401
    assert teams.framework.fetched == ["metadata", "keys"] * 2
    clock.pass_(days=1)
    teams.framework.down = True
    assert (await teams.post(teams.framework.activity()))[0] == 200
    assert teams.framework.fetched[4:] == ["metadata"]


async def test_without_any_keys_nobody_is_judged(teams: Teams) -> None:
    teams.framework.down = True
    assert (await teams.post(teams.framework.activity()))[0] == 503
    teams.framework.down = False
    assert (await teams.post(teams.framework.activity()))[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        {},
        {"type": None},
        {"type": 5},
        {"from": "x"},
        {"from": {"id": {"x": 1}}},
        {"conversation": [1]},
        {"conversation": {"id": ""}},
        {"text": {"a": 1}},
        {"timestamp": "nope"},
        {"attachments": "x"},
        {"membersAdded": {"id": 1}},
        {"serviceUrl": None},
        {"channelId": None},
        {"id": None},
        {"id": 7},
        {"id": "1\x00"},
        {"from": {"id": "29:1\x00"}},
        {"text": "hej \ud83d"},
        {"from": {"id": "29:1", "name": "Anna \udc00"}},
        {"serviceUrl": "http://[::1"},
        {"serviceUrl": "ftp://127.0.0.1"},
        {"serviceUrl": "https://smba.example/x?to="},
        {"serviceUrl": "https://smba.example/#x"},
        {"serviceUrl": "https://us:er@smba.example/"},
        {"serviceUrl": "https://"},
    ],
)
async def test_malformed_activities_are_400(teams: Teams, body: Any) -> None:
    sent = body if isinstance(body, bytes) or len(body) != 1 else teams.framework.activity(**body)
    assert (await teams.post(sent))[0] == 400
    assert teams.kept.inbound == []


async def test_what_a_browser_may_post_unasked_is_400(teams: Teams) -> None:
    assert (await teams.post(teams.framework.activity(), headers={"Content-Type": "text/plain"}))[0] == 400


async def test_a_body_without_end_is_413(teams: Teams) -> None:
    assert (await teams.post(b" " * 300_000))[0] == 413


async def test_another_tenant_is_403(teams: Teams) -> None:
    other = {"tenant": {"id": "0"}}
    assert (await teams.post(teams.framework.activity(channelData=other)))[0] == 403
    assert (await teams.post(teams.framework.activity(channelData=None)))[0] == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "typing"},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "installationUpdate", "action": "add"},
        {"type": "endOfConversation"},
        {"type": "something new"},
        {"conversation": {"id": "19:x@thread.tacv2", "conversationType": "channel"}},
        {"conversation": {"id": "19:x", "conversationType": "groupChat"}},
        {"type": "conversationUpdate", "membersRemoved": [{"id": "29:1abc"}]},
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:1abc"}]},
    ],
)
async def test_what_does_not_concern_us_is_answered_and_dropped(teams: Teams, changed: dict[str, Any]) -> None:
    assert (await teams.post(teams.framework.activity(**changed)))[0] == 200
    assert teams.kept.inbound == []
    assert teams.joined == []


async def test_who_adds_the_bot_is_welcomed(teams: Teams) -> None:
    added = [{"id": f"28:{APP}"}]
    activity = teams.framework.activity(type="conversationUpdate", membersAdded=added, text=None)
    assert (await teams.post(activity))[0] == 200
    (inbound,) = teams.joined
    assert (inbound.sender, inbound.text) == ("5d6e0000-0000-0000-0000-000000000001", "")
    assert inbound.reply_to["conversation"]["id"] == "a:1talk/æ"


async def test_a_pressed_button_says_its_words(teams: Teams) -> None:
    assert (await teams.post(teams.framework.activity(text=None, value={"text": "ja"})))[0] == 200
    invoke = {"action": {"type": "Action.Execute", "verb": "say", "data": {"text": "nej"}}}
    activity = teams.framework.activity(type="invoke", name="adaptiveCard/action", value=invoke, id="2", text=None)
    status, body = await teams.post(activity)
    assert (status, body["statusCode"], body["type"]) == (200, 200, "application/vnd.microsoft.activity.message")
    assert [inbound.text for inbound in teams.kept.inbound] == ["ja", "nej"]
    for value in (None, 3, {}, {"action": []}, {"action": {"data": 1}}):
        activity = teams.framework.activity(type="invoke", name="adaptiveCard/action", value=value, text=None)
        assert (await teams.post(activity))[0] == 501
    assert (await teams.post(teams.framework.activity(type="invoke", name="task/fetch", text=None)))[0] == 501


async def test_pictures_are_counted_and_html_is_not(teams: Teams) -> None:
    attachments = [
        {"contentType": "text/html", "content": "<p>hej</p>"},
        {"contentType": "image/png", "contentUrl": "x"},
    ]
    assert (await teams.post(teams.framework.activity(attachments=attachments)))[0] == 200
    assert [inbound.media for inbound in teams.kept.inbound] == [1]


async def test_holes_in_lists_are_passed_over(teams: Teams) -> None:
    assert (await teams.post(teams.framework.activity(attachments=[None, {}])))[0] == 200
    joining = teams.framework.activity(type="conversationUpdate", membersAdded=[None, {"id": None}])
    assert (await teams.post(joining))[0] == 200
    assert len(teams.kept.inbound) == 1


async def test_what_cannot_be_kept_is_500_and_not_logged(teams: Teams) -> None:
    teams.kept.fail = RuntimeError("Hej, jeg er sosu-assistent")
    with capture_logs() as logs:
        assert (await teams.post(teams.framework.activity()))[0] == 500
    assert "sosu" not in str(logs)


async def test_without_a_registration_only_this_machine_is_answered(clock: Clock) -> None:
    async with teams_with(clock, id="", tenant="") as teams:
        assert (await teams.post(teams.framework.activity(), token=None))[0] == 200
        for elsewhere in ("https://evil.example", "http://localhost.evil.example", "http://10.0.0.5"):
            evil = teams.framework.activity(serviceUrl=elsewhere)
            assert (await teams.post(evil, token=None))[0] == 401
        # What a proxy on this machine passes on comes from this machine as well.
        for header in ({"Host": "job.example.org"}, {"X-Forwarded-For": "198.51.100.7"}, {"Host": "[::1"}):
            assert (await teams.post(teams.framework.activity(), token=None, headers=header))[0] == 401
        (inbound,) = teams.kept.inbound
        assert (await teams.door.send(outbound(reply_to=inbound.reply_to))).outcome is Outcome.SENT
        assert teams.framework.sent[0][3] == ""
    async with teams_with(clock, id="", enabled=False) as teams:
        assert (await teams.post(teams.framework.activity(), token=None))[0] == 404


def outbound(**changed: Any) -> Outbound:
    given: dict[str, Any] = {"id": 7, "channel": "teams", "address": "5d6e", "text": "Hej *Anna*", "queued_at": START}
    return Outbound(**{**given, **changed})


@pytest_asyncio.fixture
async def reply_to(teams: Teams) -> Any:
    await teams.post(teams.framework.activity())
    return teams.kept.inbound[0].reply_to


async def test_the_line_speaks_when_it_wants(teams: Teams, reply_to: Any, tokens: type[Tokens]) -> None:
    for _ in range(3):
        assert await teams.door.send(outbound(reply_to=reply_to)) == Sending(Outcome.SENT, "1:sent")
    method, path, body, token = teams.framework.sent[0]
    assert (method, path) == ("POST", "/v3/conversations/a:1talk/æ/activities")
    assert (body["type"], body["text"], body["textFormat"]) == ("message", "Hej *Anna*", "plain")
    assert (body["recipient"]["id"], body["from"]["id"]) == ("29:1abc", f"28:{APP}")
    assert "replyToId" not in body
    assert token == "Bearer a-token"
    assert (tokens.made, tokens.asked) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "sending"),
    [
        ((200, None, {}), Sending(Outcome.SENT)),
        ((429, None, {"Retry-After": "4"}), Sending(Outcome.RETRY, error="http_429", wait=4)),
        ((412, {}, {}), Sending(Outcome.RETRY, error="http_412")),
        ((503, {"error": {"code": "ServiceUnavailable"}}, {}), Sending(Outcome.RETRY, error="ServiceUnavailable")),
        ((500, {"error": {"code": "ServiceError"}}, {}), Sending(Outcome.UNKNOWN, error="ServiceError")),
        ((502, "<html>", {}), Sending(Outcome.UNKNOWN, error="http_502")),
        ((401, {"message": "no"}, {}), Sending(Outcome.RETRY, error="http_401", wait=60)),
        (
            (403, {"error": {"code": "ConversationBlockedByUser"}}, {}),
            Sending(Outcome.FINAL, error="ConversationBlockedByUser", opted_out=True),
        ),
        (
            (403, {"error": {"code": "BotNotInConversationRoster"}}, {}),
            Sending(Outcome.FINAL, error="BotNotInConversationRoster"),
        ),
        ((404, {"error": "odd"}, {}), Sending(Outcome.FINAL, error="http_404")),
        ((302, None, {"Location": "/x"}), Sending(Outcome.FINAL, error="http_302")),
        ((0, None, {}), Sending(Outcome.UNKNOWN, error="ServerDisconnectedError")),
    ],
)
async def test_how_a_sending_ends(
    teams: Teams, reply_to: Any, answer: tuple[int, Any, dict[str, str]], sending: Sending
) -> None:
    teams.framework.answers.append(answer)
    assert await teams.door.send(outbound(reply_to=reply_to)) == sending
    assert len(teams.framework.sent) == 1


async def test_sendings_that_never_left(teams: Teams, reply_to: Any, tokens: type[Tokens]) -> None:
    for nothing in (None, {}, {"serviceUrl": "x"}, {"conversation": "x"}, {"serviceUrl": "x", "conversation": {}}):
        assert await teams.door.send(outbound(reply_to=nothing)) == Sending(Outcome.FINAL, error="no_reference")
    closed = {**reply_to, "serviceUrl": "http://127.0.0.1:9"}
    assert (await teams.door.send(outbound(reply_to=closed))).outcome is Outcome.RETRY
    tokens.answer = {"error": "invalid_client", "error_description": "no"}
    assert await teams.door.send(outbound(reply_to=reply_to)) == Sending(
        Outcome.RETRY, error="token: PermissionError", wait=60
    )
    assert teams.framework.sent == []
    assert (await teams.door.settle(outbound())).outcome is Outcome.UNKNOWN


async def test_cards_and_replies(teams: Teams, reply_to: Any) -> None:
    card = replies_card("Hvornår?", ["1"])
    await teams.door.send(outbound(reply_to=reply_to, extra={"card": card}))
    await teams.door.send(outbound(reply_to=reply_to, extra={"replies": ["ja", "nej"]}))
    first, second = (body["attachments"][0] for _, _, body, _ in teams.framework.sent)
    assert first == {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    assert [action["title"] for action in second["content"]["actions"]] == ["ja", "nej"]
    assert teams.framework.sent[0][2]["summary"] == "Hej *Anna*"


async def test_a_card_is_replaced_for_everyone(teams: Teams, reply_to: Any) -> None:
    async def replace_it(context: TurnContext) -> None:
        await context.update_activity(Activity(type="message", id="1:sent", text="Taget af Bodil"))

    reference = ConversationReference().deserialize(dict(reply_to))
    await teams.adapter.continue_conversation(reference, replace_it, APP)
    method, path, body, _ = teams.framework.sent[0]
    assert (method, path) == ("PUT", "/v3/conversations/a:1talk/æ/activities/1:sent")
    assert body["text"] == "Taget af Bodil"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "data"]), inner),
    max_leaves=6,
)
FIELDS = ["type", "id", "from", "conversation", "recipient", "text", "value", "channelData", "entities", "attachments"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=st.dictionaries(st.sampled_from(FIELDS), JSON, min_size=1, max_size=3))
async def test_no_activity_is_too_strange(teams: Teams, changed: dict[str, Any]) -> None:
    status, _ = await teams.post(teams.framework.activity(**changed))
    assert status in {200, 400, 501}
    assert all(inbound.sender and isinstance(inbound.text, str) for inbound in teams.kept.inbound)


@pytest.mark.parametrize("text", ["Hvornår kan du?", "", "Linje 1\nLinje *2*", "x" * 2000])
@pytest.mark.parametrize("replies", [[], ["ja"], [str(number) for number in range(20)]])
def test_cards_are_as_the_schema_says(text: str, replies: list[str]) -> None:
    schema = published("adaptive-card-1.5.schema.json")
    faults = [fault.message for fault in Draft6Validator(schema).iter_errors(replies_card(text, replies))]
    assert faults == []
    assert len(replies_card(text, replies)["actions"]) <= 6


def test_the_tenant_is_asked_only_where_there_is_one() -> None:
    from bot.channels.teams import TeamsApp
    from tests.conftest import make_settings

    given = {"MicrosoftAppId": APP, "MicrosoftAppPassword": "p", "MicrosoftAppTenantId": TENANT}
    from pathlib import Path

    assert TeamsApp.of(make_settings(Path(), **given)).tenant == TENANT
    assert TeamsApp.of(make_settings(Path(), MicrosoftAppType="MultiTenant", **given)).tenant == ""
    assert "'p'" not in repr(TeamsApp.of(make_settings(Path(), **given)))
