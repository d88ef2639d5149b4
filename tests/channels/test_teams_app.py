"""The package for Teams is what Microsoft's schema and its rules for icons ask for."""

from __future__ import annotations

import io
import json
import struct
from zipfile import ZipFile

from jsonschema import Draft4Validator

from bot.channels.teams_app import manifest, package
from tests.channels.bot_framework import APP
from tests.channels.published import published

GIVEN = (APP, "https://job.example.org/", "Sundheds- og Omsorgsforvaltningen i en by med et meget langt navn " * 2)


def test_the_manifest_is_as_the_schema_says() -> None:
    schema = published("teams-manifest-1.30.schema.json")
    assert [fault.message for fault in Draft4Validator(schema).iter_errors(manifest(*GIVEN))] == []


def test_the_package_holds_the_manifest_and_icons_of_the_right_size() -> None:
    with ZipFile(io.BytesIO(package(*GIVEN))) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(archive.read("manifest.json"))["bots"][0]["botId"] == APP
        for name, size in (("color.png", 192), ("outline.png", 32)):
            picture = archive.read(name)
            assert picture.startswith(b"\x89PNG\r\n\x1a\n")
            assert struct.unpack(">II", picture[16:24]) == (size, size)
    assert package(*GIVEN) == package(*GIVEN)
