"""Privacy is tried where people meet it: at the desk and through the commands too."""

from tests.commands.conftest import jobline
from tests.desk.conftest import city, visit

__all__ = ["city", "jobline", "visit"]
