"""Only words that somebody stands behind reach a candidate: a dialog's, a notice's, or a recruiter's own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import Service
from bot.line import talk
from bot.line.talk import UnspokenError
from bot.store.tables import conversation, message
from dialogs import notices
from dialogs.spoken import Own, Spoken
from tests.handset import text_in

ROOT = Path(__file__).parents[2]
# Who may make words of each kind. A line written anywhere else is a plain text, and a plain text is not sent.
MAKERS = {"Spoken": {"dialogs/notices.py", "dialogs/turn.py"}, "Own": {"bot/desk/talk_page.py"}}


async def test_a_plain_text_is_not_sent(service: Service) -> None:
    await text_in(service, "hej søger job")
    async with service.house.database.transaction() as connection:
        (number,) = (await connection.execute(select(conversation.c.id))).scalars()
        with pytest.raises(UnspokenError):
            await talk.write(connection, service.house, number, "Et sted i koden stod en linje.")  # type: ignore[arg-type]
        for words in (notices.HANDED_BACK.told("da"), Own("Hej, det er Anne.")):
            await talk.write(connection, service.house, number, words)
        written = await connection.scalar(select(func.count()).where(message.c.direction == "out"))
    assert written == 3


def test_words_to_candidates_are_made_in_three_places() -> None:
    found: dict[str, set[str]] = {name: set() for name in MAKERS}
    for folder in ("bot", "dialogs", "matching", "wording"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    made_by = node.args[0] if node.func.id == "map" else node.func
                    if isinstance(made_by, ast.Name) and made_by.id in found:
                        found[made_by.id].add(file.relative_to(ROOT).as_posix())
    assert found == MAKERS


def test_the_types_are_texts_and_nothing_more() -> None:
    assert issubclass(Own, Spoken)
    assert type(str(Spoken("x"))) is str


@pytest.mark.parametrize("notice", notices.NOTICES, ids=lambda notice: notice.danish[:30])
def test_every_notice_says_when(notice: notices.Notice) -> None:
    assert notice.when.endswith(".")
