"""Teams by the Bot Framework: the only file that knows botbuilder-core, so that a swap touches nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

import structlog
from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, web
from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
    CallerIdConstants,
    ConversationReference,
    ResourceResponse,
)
from botframework.connector.auth import (
    AuthenticationConfiguration,
    AuthenticationConstants,
    BotFrameworkAuthenticationFactory,
    JwtTokenExtractor,
    PasswordServiceClientCredentialFactory,
)
from msrest.exceptions import DeserializationError  # type: ignore[attr-defined]
from yarl import URL

from bot.channels.door import Inbound, Outbound, Outcome, Receive, Sending
from bot.channels.teams_activity import read_activity, said_by_card, tenant, words
from bot.channels.teams_cards import CONTENT_TYPE, replies_card
from bot.channels.teams_keys import KeysUnavailableError, SigningKeys
from bot.web.addresses import from_this_machine
from config.settings import Settings, host_of, is_this_machine

log = structlog.get_logger(__name__)

TIMEOUT = ClientTimeout(total=15, connect=5)
CARD_ACTION = "adaptiveCard/action"
BLOCKED = frozenset({"ConversationBlockedByUser", "MessageWritesBlocked"})  # Teams' words for "leave me alone".

Clock = Callable[[], datetime]
Joined = Callable[[Inbound], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class TeamsApp:
    """The bot's registration. Without an `id` nobody is authenticated, which is for this machine only."""

    id: str
    password: str = field(repr=False)
    tenant: str
    enabled: bool
    metadata_url: str = AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL

    @classmethod
    def of(cls, settings: Settings) -> TeamsApp:
        """The registration the settings name. A SingleTenant bot asks its own tenant for tokens."""
        single = settings.microsoft_app_type == "SingleTenant"
        return cls(
            id=settings.microsoft_app_id,
            password=settings.microsoft_app_password.get_secret_value(),
            tenant=settings.microsoft_app_tenant_id if single else "",
            enabled=settings.teams_enabled,
        )


class ConnectorRefusedError(Exception):
    """The Bot Framework answered a send with something else than success. code: its word for why, if it gave one."""

    def __init__(self, status: int, code: str, wait: float | None) -> None:
        super().__init__(f"the connector answered {status} {code}")
        self.status, self.code, self.wait = status, code, wait


class TokenUnavailableError(Exception):
    """No token was to be had, so nothing was sent. The words are the kind of error that said so."""


class CachedCredentials(PasswordServiceClientCredentialFactory):  # type: ignore[misc]
    """One credential a scope for as long as the process lives: each remembers its token, so tokens are rarely fetched."""

    def __init__(self, app: TeamsApp) -> None:
        super().__init__(app.id, app.password, app.tenant or None)
        self._by_scope: dict[str, Any] = {}

    async def create_credentials(
        self, app_id: str, oauth_scope: str, login_endpoint: str, validate_authority: bool
    ) -> Any:
        """The credential of a scope, made at first use. Signature of botframework-connector."""
        if oauth_scope not in self._by_scope:
            self._by_scope[oauth_scope] = await super().create_credentials(
                app_id, oauth_scope, login_endpoint, validate_authority
            )
        return self._by_scope[oauth_scope]


class TeamsAdapter(BotAdapter):  # type: ignore[misc]
    """Our wire under botbuilder's turns: authenticates what comes in, and posts what goes out exactly once.

    The stock adapter answers bad tokens 500, fetches keys and tokens blocking, and its client repeats sends by itself.
    """

    def __init__(self, app: TeamsApp, session: ClientSession, clock: Clock) -> None:
        super().__init__()
        self._app = app
        self._session = session
        self._credentials = CachedCredentials(app)
        # The connector looks for keys in this cache of its own class before it would fetch them blocking.
        JwtTokenExtractor.metadataCache[app.metadata_url] = SigningKeys(app.metadata_url, session, clock)
        self._authentication = BotFrameworkAuthenticationFactory.create(
            to_channel_from_bot_login_url=AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
            to_channel_from_bot_oauth_scope=AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
            to_bot_from_channel_token_issuer=AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
            oauth_url=AuthenticationConstants.OAUTH_URL,
            to_bot_from_channel_open_id_metadata_url=app.metadata_url,
            # The same keys for all: the connector must never find an address it would fetch from by itself.
            to_bot_from_emulator_open_id_metadata_url=app.metadata_url,
            caller_id=CallerIdConstants.public_azure_channel,
            credential_factory=self._credentials,
            auth_configuration=AuthenticationConfiguration(),
        )

    async def authenticate(self, activity: Activity, header: str) -> bool:
        """True if the activity comes from the Bot Framework and for us. Raises KeysUnavailableError if that is unknown.

        Without a registration the activity must be answered on this machine; the webhook looks at where it came from.
        """
        if not self._app.id:
            return is_this_machine(host_of(activity.service_url))
        try:
            result = await self._authentication.authenticate_request(activity, header or None)
            issuer = result.claims_identity.get_claim_value(AuthenticationConstants.ISSUER_CLAIM)
            if issuer != AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER:
                # The connector also takes tokens of the Emulator and of other bots, whose service address it ignores.
                raise PermissionError
        except KeysUnavailableError:
            raise
        except Exception as error:  # The connector raises whatever its parts raise; every one of them means no.
            log.warning("teams_token_refused", kind=type(error).__name__)
            return False
        return True

    async def send_activities(self, context: TurnContext, activities: Sequence[Activity]) -> list[ResourceResponse]:
        """Posts each once. Raises ConnectorRefusedError, or what aiohttp raises when no answer came."""
        for activity in activities:
            activity.reply_to_id = None  # botbuilder answers the activity it made up to continue the talk with.
        return [ResourceResponse(id=await self._post(activity)) for activity in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        """Replaces an activity sent earlier (its id), for everyone who sees it."""
        return ResourceResponse(id=await self._post(activity, replaces=activity.id))

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Not used: what was said stays said."""
        raise NotImplementedError

    async def _post(self, activity: Activity, *, replaces: str | None = None) -> str | None:
        address = (
            f"{activity.service_url.rstrip('/')}/v3/conversations/{quote(activity.conversation.id, safe='')}/activities"
        )
        async with self._session.request(
            "PUT" if replaces else "POST",
            URL(f"{address}/{quote(replaces, safe='')}" if replaces else address, encoded=True),
            json=activity.serialize(),
            headers=await self._authorisation(),
            timeout=TIMEOUT,
            allow_redirects=False,
        ) as answer:
            try:
                body = await answer.json(content_type=None)
            except ValueError:
                body = None
            body = body if isinstance(body, dict) else {}
            if answer.status not in {200, 201, 202}:
                error = body.get("error")
                wait = answer.headers.get("Retry-After", "")
                code = str(error.get("code", "")) if isinstance(error, dict) else ""
                raise ConnectorRefusedError(answer.status, code, float(wait) if wait.isdigit() else None)
            return str(body["id"]) if body.get("id") else None

    async def _authorisation(self) -> dict[str, str]:
        """The header that proves who we are. Raises TokenUnavailableError."""
        if not self._app.id:
            return {}
        try:
            credentials = await self._credentials.create_credentials(
                self._app.id,
                AuthenticationConstants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
                AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
                True,
            )
            async with asyncio.timeout(15):
                # The library asks for tokens with a blocking call, which belongs in a thread of its own.
                token = await asyncio.to_thread(credentials.get_access_token)
        except Exception as error:  # A refusal, a lost connection, an unknown tenant: all of the library's own kinds.
            raise TokenUnavailableError(type(error).__name__) from error
        return {"Authorization": f"Bearer {token}"}


class TeamsWebhook:
    """POST /api/messages. receive: keeps a message for good before it returns; joined: hears of people who add the bot."""

    def __init__(
        self, app: TeamsApp, adapter: TeamsAdapter, receive: Receive, clock: Clock, joined: Joined | None = None
    ) -> None:
        self._app = app
        self._adapter = adapter
        self._receive = receive
        self._clock = clock
        self._joined = joined

    def routes(self) -> list[web.RouteDef]:
        """The endpoint, or nothing where the settings do not allow one."""
        return [web.post("/api/messages", self.activity_came)] if self._app.enabled else []

    async def activity_came(self, request: web.Request) -> web.Response:
        """Malformed 400, not the Bot Framework 401, another tenant 403; what is kept or does not concern us 200."""
        if not self._app.id and not from_this_machine(request):
            raise web.HTTPUnauthorized(text="not from this machine")
        wire = await read_activity(request)
        try:
            activity: Activity = Activity().deserialize(wire)
        except DeserializationError as error:
            raise web.HTTPBadRequest(text="not an activity") from error
        try:
            known = await self._adapter.authenticate(activity, request.headers.get("Authorization", ""))
        except KeysUnavailableError as error:
            log.error("teams_keys_unavailable", kind=str(error))
            raise web.HTTPServiceUnavailable(text="cannot judge tokens now") from None
        if not known:
            raise web.HTTPUnauthorized(text="not authenticated")
        if self._app.tenant and tenant(wire) not in {"", self._app.tenant}:
            raise web.HTTPForbidden(text="another tenant")
        if wire["conversation"].get("conversationType", "personal") != "personal":
            return web.Response()
        context = TurnContext(self._adapter, activity)
        try:
            answer = await self._turn(context, wire)
        except Exception as error:
            log.error("activity_not_kept", kind=type(error).__name__)
            raise web.HTTPInternalServerError(text="not kept, try again") from None
        return web.Response() if answer is None else web.json_response(answer[1], status=answer[0])

    async def _turn(self, context: TurnContext, wire: Mapping[str, Any]) -> tuple[int, Any] | None:
        """What one activity leads to; for an invoke, the status and body it is answered with."""
        kind = context.activity.type
        if kind == ActivityTypes.message:
            await self._receive(self._inbound(context.activity, wire, words(wire)))
        elif kind == ActivityTypes.invoke:
            said = said_by_card(wire) if wire.get("name") == CARD_ACTION else ""
            if not said:
                return 501, {}
            await self._receive(self._inbound(context.activity, wire, said))
            answer = {"type": "application/vnd.microsoft.activity.message", "value": "Tak, det er modtaget."}
            return 200, {"statusCode": 200, **answer}
        elif kind == ActivityTypes.conversation_update and self._joined is not None:
            added = {member.id for member in context.activity.members_added or [] if member is not None}
            if context.activity.recipient.id in added:
                await self._joined(self._inbound(context.activity, wire, ""))
        return None

    def _inbound(self, activity: Activity, wire: Mapping[str, Any], text: str) -> Inbound:
        reference = TurnContext.get_conversation_reference(activity)
        reference.activity_id = None  # What the line says later answers no single message.
        # Teams counts activities by the clock, so two people's can be called the same.
        talk = sha256(activity.conversation.id.encode()).hexdigest()[:16]
        attached = [one for one in activity.attachments or [] if one is not None]
        pictures = [one for one in attached if one.content_type not in {"text/html", CONTENT_TYPE}]
        return Inbound(
            channel="teams",
            provider_id=f"{activity.id}:{talk}",
            sender=activity.from_property.aad_object_id or activity.from_property.id,
            recipient=activity.recipient.id,
            text=text,
            received=self._clock(),
            media=len(pictures),
            reply_to=reference.serialize(),
        )


class TeamsDoor:
    """Speaks in Teams (a bot.channels.door.Door), whenever it wants, to whoever has written before."""

    def __init__(self, adapter: TeamsAdapter, app: TeamsApp) -> None:
        self._adapter = adapter
        self._app = app

    async def send(self, outbound: Outbound) -> Sending:
        """Tries once. extra["card"] is sent as a card; extra["replies"] (words) become buttons under the text."""
        sent: list[ResourceResponse] = []

        async def speak(context: TurnContext) -> None:
            sent.append(await context.send_activity(_activity(outbound)))

        try:
            reference = ConversationReference().deserialize(dict(outbound.reply_to or {}))
            if not (reference.service_url and reference.conversation and reference.conversation.id):
                return Sending(Outcome.FINAL, error="no_reference")
            await self._adapter.continue_conversation(reference, speak, self._app.id)
        except DeserializationError:
            return Sending(Outcome.FINAL, error="no_reference")
        except ConnectorRefusedError as error:
            return _refused(error)
        except TokenUnavailableError as error:
            return Sending(Outcome.RETRY, error=f"token: {error}", wait=60)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            return Sending(Outcome.RETRY, error=type(error).__name__)
        except (ClientError, TimeoutError, OSError) as error:
            return Sending(Outcome.UNKNOWN, error=type(error).__name__)
        return Sending(Outcome.SENT, sent[0].id if sent and sent[0] else None)

    async def settle(self, outbound: Outbound) -> Sending:
        """Always UNKNOWN: a personal chat's messages cannot be listed, so a person must look."""
        return Sending(Outcome.UNKNOWN, error="teams_keeps_no_list")


def _activity(outbound: Outbound) -> Activity:
    extra = outbound.extra or {}
    card = extra.get("card") or (replies_card(outbound.text, extra["replies"]) if extra.get("replies") else None)
    if card is None:
        return Activity(type=ActivityTypes.message, text=outbound.text, text_format="plain")
    return Activity(
        type=ActivityTypes.message,
        summary=outbound.text,
        attachments=[Attachment(content_type=CONTENT_TYPE, content=card)],
    )


def _refused(error: ConnectorRefusedError) -> Sending:
    code = error.code or f"http_{error.status}"
    if error.status in {412, 429, 503}:
        return Sending(Outcome.RETRY, error=code, wait=error.wait)
    if error.status == 401:
        return Sending(Outcome.RETRY, error=code, wait=60)
    if error.status >= 500:
        return Sending(Outcome.UNKNOWN, error=code)
    return Sending(Outcome.FINAL, error=code, opted_out=error.code in BLOCKED)
