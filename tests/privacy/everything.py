"""All that lies in the database, as one text to search in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

# What is the same whether or not a person was ever here: places, posts, who works here, and what the migrations keep.
OF_THE_HOUSE = frozenset({"employer", "unit", "vacancy", "campaign", "recruiter", "session", "alembic_version"})


def everything(url: str, *, without: Iterable[str] = OF_THE_HOUSE) -> str:
    """Every row of every table, the queue of jobs included, as JSON; bytes are shown as the text in them.

    The rules of the ranking lie beside what was ranked, name every role, and are nobody's: they are left out.
    """
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        rules = {digest for (digest,) in connection.execute("SELECT rules FROM ranking").fetchall()}
        lines = []
        for (name,) in found.fetchall():
            if name in without:
                continue
            rows = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name)))
            columns = [column.name for column in rows.description or ()]
            for row in rows.fetchall():
                values = dict(zip(columns, row, strict=True))
                if name == "snapshot" and values["digest"] in rules:
                    continue
                lines.append(f"{name} {json.dumps(values, ensure_ascii=False, default=_text)}")
    return "\n".join(lines)


def _text(value: Any) -> str:
    return bytes(value).decode("utf-8", errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def traces(url: str, *words: str) -> list[str]:
    """The rows in which one of these words stands, with the word in front."""
    rows = everything(url).split("\n")
    return [f"{word}: {row}" for word in words for row in rows if word.lower() in row.lower()]
