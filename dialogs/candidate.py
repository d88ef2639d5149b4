"""The candidate's whole talk: the application, then the interview, then whatever is left to say."""

from __future__ import annotations

from dialogs.application import application
from dialogs.interview import interview
from dialogs.script import Script
from dialogs.situation import Situation


async def candidate(s: Script, here: Situation) -> None:
    """Runs from the top on every message; each part says nothing that is already known or said."""
    await application(s, here)
    await interview(s, here)
