"""What all pages share: layout, static files, sign-in, sessions, form tokens, security, limits, health."""

from bot.web.parts import install
from bot.web.security import MAX_BODY

__all__ = ["MAX_BODY", "install"]
