"""`jobline read` shows a table, and streams JSON lines."""

from __future__ import annotations

import json

from click.testing import CliRunner

from bot.commands.read import command


def test_the_table_names_fact_value_and_words() -> None:
    result = CliRunner().invoke(command, ["ssa 37t nat i valbi, nv", "--received", "2026-11-21"])
    assert result.exit_code == 0
    assert "sosu_assistent" in result.output
    assert '"37t"' in result.output
    assert "intent  apply" in result.output


def test_lines_are_answered_in_order_with_their_ids() -> None:
    lines = [
        {"id": "a", "text": "ssa 30t", "received": "2026-11-21", "asked": None, "known": None},
        {"id": "b", "text": "stop", "received": "2026-11-21", "asked": None, "known": None},
    ]
    result = CliRunner().invoke(command, ["--jsonl"], input="\n".join(map(json.dumps, lines)) + "\n\n")
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [(answer["id"], answer["intent"]) for answer in answers] == [("a", "apply"), ("b", "stop")]
    assert answers[0]["hours_per_week"] == {"min": 30, "max": 30}


def test_without_a_text_it_says_what_it_wants() -> None:
    assert CliRunner().invoke(command, []).exit_code == 2
