"""What becomes of what people told: shown to them, masked when they ask, ended after silence, forgotten in time."""

from bot.privacy.acts import ACTORS
from bot.privacy.tasks import tasks

__all__ = ["ACTORS", "tasks"]
