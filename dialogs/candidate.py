"""The candidate's whole talk: the application, then the interview, then at most one question more."""

from __future__ import annotations

from dialogs.application import application
from dialogs.beside import beside
from dialogs.interview import interview
from dialogs.script import Script
from dialogs.situation import Situation


async def candidate(s: Script, here: Situation) -> None:
    """Runs from the top on every message; each part says nothing that is already known or said."""
    await application(s, here)
    await interview(s, here)
    await beside(s, here)
