"""docs/settings.md names every setting there is, with the default it has."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import SecretStr

from config.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def told() -> dict[str, str]:
    """Names and defaults as the page tells them."""
    return {
        name: default.strip().strip("`")
        for name, default in re.findall(r"^\| `(\w+)` \|([^|]*)\|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    }


def there_are() -> dict[str, str]:
    """Names and defaults as the program has them."""
    found = {}
    for field in Settings.model_fields.values():
        value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
        found[str(field.alias)] = shown
    return found


def test_every_setting_is_told_with_its_default() -> None:
    assert told() == there_are()
