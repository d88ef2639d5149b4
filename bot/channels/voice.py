"""The door calls come in by: the caller hears who we are, gets a text, and may ask to be called back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.channels.phone_number import sender
from bot.channels.twilio_account import TwilioAccount
from bot.channels.twilio_signature import SignatureCheck
from bot.channels.twilio_webhook import signed_form, twiml

log = structlog.get_logger(__name__)

LANGUAGE = "da-DK"
SECONDS_TO_CHOOSE = 6

# caller (E.164), the call's id, whether the caller asked to be called back. Called once or twice a call, and again when
# Twilio repeats itself: whoever is handed this tells a repeat by the call's id.
Called = Callable[[str, str, bool], Awaitable[object]]


class VoiceWebhooks:
    """Twilio's requests for calls. name: who answers, as candidates know it; called: makes the text and the call-back."""

    def __init__(self, account: TwilioAccount, name: str, called: Called) -> None:
        self._account = account
        self._name = name
        self._called = called
        self._check = SignatureCheck(account.token, account.public_base_url)

    def routes(self) -> list[web.RouteDef]:
        """POST /twilio/voice for a call that comes in, POST /twilio/voice/choice for the key the caller pressed."""
        return [web.post("/twilio/voice", self.call_came), web.post("/twilio/voice/choice", self.key_pressed)]

    async def call_came(self, request: web.Request) -> web.Response:
        """Says who this is and that a text is on its way; offers to call back."""
        form = await signed_form(request, self._check)
        caller, oddity = sender(form.get("From", ""), self._account.from_number)
        speech = VoiceResponse()
        if oddity is not None:
            # A hidden number can be neither texted nor called back.
            _say(speech, f"Hej. Du har ringet til joblinjen i {self._name}.")
            _say(
                speech, "Vi kan ikke se dit nummer. Send en sms med ordet JOB til dette nummer, så skriver vi tilbage."
            )
            return _spoken(speech)
        await self._tell(caller, form, wants_call=False)
        choice = Gather(
            input="dtmf",
            num_digits=1,
            timeout=SECONDS_TO_CHOOSE,
            language=LANGUAGE,
            action="/twilio/voice/choice",
            method="POST",
        )
        _say(choice, f"Hej. Du har ringet til joblinjen i {self._name}.")
        _say(choice, "Jeg er en robot. Om lidt får du en sms, som du bare svarer på.")
        _say(choice, "Vil du hellere ringes op af et menneske, så tast 1.")
        speech.append(choice)
        _say(speech, "Tak fordi du ringede. Vi skriver til dig nu.")
        return _spoken(speech)

    async def key_pressed(self, request: web.Request) -> web.Response:
        """1 asks for a call; any other key leaves it at the text."""
        form = await signed_form(request, self._check)
        caller, oddity = sender(form.get("From", ""), self._account.from_number)
        speech = VoiceResponse()
        if form.get("Digits") == "1" and oddity is None:
            await self._tell(caller, form, wants_call=True)
            _say(speech, "Tak. Et menneske ringer dig op. Du får en sms om hvornår.")
        else:
            _say(speech, "Tak fordi du ringede. Vi skriver til dig.")
        return _spoken(speech)

    async def _tell(self, caller: str, form: dict[str, str], *, wants_call: bool) -> None:
        """Hands the call on. Raises 400 without a call's id, 500 if it could not be kept (Twilio tries again)."""
        call = form.get("CallSid", "")
        if not call:
            raise web.HTTPBadRequest(text="CallSid is missing")
        try:
            await self._called(caller, call, wants_call)
        except Exception as error:
            log.error("call_not_kept", provider_id=call, kind=type(error).__name__)
            raise web.HTTPInternalServerError(text="not kept, try again") from None


def _say(where: VoiceResponse | Gather, words: str) -> None:
    where.say(words, language=LANGUAGE)


def _spoken(speech: VoiceResponse) -> web.Response:
    speech.hangup()
    return twiml(str(speech))
