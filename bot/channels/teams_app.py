"""The package an administrator uploads to Teams so that people find the job line there: a manifest and two icons."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Callable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"
VERSION = "1.0.0"
ACCENT = "#0059B3"

Pixel = tuple[int, int, int, int]  # Red, green, blue, opacity.
BLUE: Pixel = (0x00, 0x59, 0xB3, 255)
WHITE: Pixel = (255, 255, 255, 255)
NOTHING: Pixel = (255, 255, 255, 0)


def manifest(app_id: str, public_base_url: str, employer: str) -> dict[str, Any]:
    """The manifest of a bot for personal chats.

    app_id: the bot's id at Microsoft, which names the app too; public_base_url: where its pages are; employer: who runs
    the line, shortened where Teams allows no more.
    """
    base = public_base_url.rstrip("/")
    return {
        "$schema": SCHEMA,
        "manifestVersion": "1.30",
        "version": VERSION,
        "id": app_id,
        "developer": {
            "name": employer[:32],
            "websiteUrl": f"{base}/",
            "privacyUrl": f"{base}/privacy",
            "termsOfUseUrl": f"{base}/privacy",
        },
        "name": {"short": "Joblinjen", "full": f"Joblinjen i {employer}"[:100]},
        "description": {
            "short": "Skriv til joblinjen, og hør hvilke steder der passer til dig.",
            "full": (
                f"Joblinjen i {employer} hjælper dig til et job i pleje og omsorg. Skriv, hvad du kan og ønsker. "
                "Joblinjen er en robot; et menneske i rekrutteringen ser alle svar og beslutter. "
                "Skriv MENNESKE, så ringer vi til dig."
            ),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal"],
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [
                    {
                        "scopes": ["personal"],
                        "commands": [
                            {"title": "JOB", "description": "Begynd forfra"},
                            {"title": "STATUS", "description": "Hvor langt er vi?"},
                            {"title": "MENNESKE", "description": "Tal med et menneske"},
                            {"title": "DATA", "description": "Se hvad vi ved om dig"},
                        ],
                    }
                ],
            }
        ],
        "permissions": ["identity"],
        "defaultInstallScope": "personal",
    }


def package(app_id: str, public_base_url: str, employer: str) -> bytes:
    """The zip file to upload. The same arguments give the same bytes."""
    parts = {
        "manifest.json": json.dumps(manifest(app_id, public_base_url, employer), ensure_ascii=False, indent=2).encode(),
        "color.png": _png(192, lambda x, y: WHITE if _in_bubble(x / 192, y / 192) else BLUE),
        "outline.png": _png(32, lambda x, y: WHITE if _in_bubble(x / 32, y / 32) else NOTHING),
    }
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return packed.getvalue()


def _in_bubble(x: float, y: float) -> bool:
    """True inside a speech bubble with three dots, in a square with sides of 1."""
    box = 0.2 <= x <= 0.8 and 0.24 <= y <= 0.64
    tail = 0.64 <= y <= 0.8 and 0.3 <= x <= 0.3 + (0.8 - y)
    dots = any((x - at) ** 2 + (y - 0.44) ** 2 < 0.0022 for at in (0.35, 0.5, 0.65))
    return (box or tail) and not dots


def _png(size: int, pixel: Callable[[int, int], Pixel]) -> bytes:
    """A square PNG picture (ISO/IEC 15948) with opacity, drawn pixel by pixel."""
    lines = b"".join(b"\x00" + b"".join(bytes(pixel(x, y)) for x in range(size)) for y in range(size))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")
