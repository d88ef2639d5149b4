"""Privacy is tried where people meet it: at the desk and through the commands too."""

from tests.commands.conftest import jobline
from tests.desk.conftest import city, visit
from tests.privacy.frederikke import stage

__all__ = ["city", "jobline", "stage", "visit"]
