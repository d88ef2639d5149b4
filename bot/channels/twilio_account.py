"""Our account at Twilio: what the doors for texts and calls must know of it, read once from the settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from config.settings import Settings


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """Credentials, sender and addresses.

    public_base_url: the address Twilio was told, without a slash at the end: signatures are computed over it and over
    nothing a request says about itself. countries: the calling codes we send to.
    """

    sid: str
    token: str = field(repr=False)
    from_number: str
    messaging_service_sid: str
    api_url: str
    public_base_url: str
    countries: frozenset[int]

    @classmethod
    def of(cls, settings: Settings) -> TwilioAccount:
        """The account the settings name."""
        return cls(
            sid=settings.twilio_account_sid,
            token=settings.twilio_auth_token.get_secret_value(),
            from_number=settings.twilio_from_number,
            messaging_service_sid=settings.twilio_messaging_service_sid,
            api_url=settings.twilio_api_url.rstrip("/"),
            public_base_url=settings.public_base_url.rstrip("/"),
            countries=frozenset(int(code) for code in settings.sms_countries.split(",") if code.strip().isdigit()),
        )

    @property
    def messages_url(self) -> str:
        """Where messages are created and listed."""
        return f"{self.api_url}/2010-04-01/Accounts/{self.sid}/Messages.json"

    def status_url(self, message_id: int) -> str:
        """Where Twilio shall say what became of our message."""
        return f"{self.public_base_url}/twilio/status?id={message_id}"
