"""Adaptive Cards as plain dictionaries; the tests hold them against the published schema of version 1.5."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
VERSION = "1.5"  # What every Teams client shows.
MOST_REPLIES = 6  # Teams folds away what comes after the sixth button.


def replies_card(text: str, replies: Sequence[str]) -> dict[str, Any]:
    """A text with a button for each reply. Pressing one says the words in the chat, as if they had been typed."""
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": VERSION,
        "fallbackText": text,
        "body": [{"type": "TextBlock", "text": _literal(line), "wrap": True} for line in text.splitlines() or [""]],
        "actions": [
            {
                "type": "Action.Submit",
                "title": reply,
                "data": {"msteams": {"type": "imBack", "value": reply}, "text": reply},
            }
            for reply in list(replies)[:MOST_REPLIES]
        ],
    }


def _literal(line: str) -> str:
    """A line that reads the same although a TextBlock understands Markdown."""
    return "".join(f"\\{character}" if character in "\\*_[]" else character for character in line)
