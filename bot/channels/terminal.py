"""The door of a terminal: what the line says is printed, and nothing can go wrong on the way."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.door import Outbound, Outcome, Sending


class TerminalDoor:
    """Hands every message to `show` (a bot.channels.door.Door)."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show

    async def send(self, outbound: Outbound) -> Sending:
        """Shows it."""
        self._show(outbound.text)
        return Sending(Outcome.SENT, provider_id=f"terminal-{outbound.id}")

    async def settle(self, outbound: Outbound) -> Sending:
        """What was in hand when the process died was not seen."""
        return Sending(Outcome.RETRY)
