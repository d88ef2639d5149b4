"""The units' side: suggestions and their deadlines, mail, the page without a password, interviews."""

from bot.units.page import routes
from bot.units.tasks import tasks

__all__ = ["routes", "tasks"]
