"""The recruiters' side: the match queue, the talks that need a person, the units and the trail."""

from bot.desk.addresses import routes, tasks

__all__ = ["routes", "tasks"]
