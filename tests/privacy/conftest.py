"""Privacy is tried through the commands too."""

from tests.commands.conftest import jobline

__all__ = ["jobline"]
