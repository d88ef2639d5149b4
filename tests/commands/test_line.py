"""A line is made once, shown and changed, and what it cannot be is said."""

import psycopg
import pytest

from tests.commands.conftest import Run

NEW = ("line", "--name", "Omsorg Anden", "--phone", "33 17 00 00")


def test_it_is_shown(jobline: Run) -> None:
    told = jobline("line").stdout
    assert "The line kbh (JOBLINE_EMPLOYER):" in told
    for value in ("Sundheds- og Omsorgsforvaltningen", "33 17 00 00", "+4570201530"):
        assert value in told


def test_it_is_made_with_the_number_of_the_settings(jobline: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBLINE_EMPLOYER", "anden")
    assert "There is no line called anden" in jobline("line").stderr
    monkeypatch.delenv("TWILIO_FROM_NUMBER", raising=False)
    missing = jobline(*NEW)
    assert missing.exit_code == 2
    assert "A new line also needs --number (or TWILIO_FROM_NUMBER)." in missing.stderr
    monkeypatch.setenv("TWILIO_FROM_NUMBER", "+4570201531")
    assert "A new line also needs --phone." in jobline("line", "--name", "Omsorg Anden").stderr
    assert "Made the line anden" in jobline(*NEW).stdout
    assert "is so already" in jobline(*NEW).stdout
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT name, phone, line_number FROM employer WHERE key = 'anden'").fetchall()
        verbs = connection.execute("SELECT verb, data FROM event ORDER BY id").fetchall()
    assert found == [("Omsorg Anden", "33 17 00 00", "+4570201531")]
    assert verbs == [("line_made", {})]


def test_only_what_is_given_changes(jobline: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_FROM_NUMBER", "+4570201599")
    told = jobline("line", "--phone", "33 17 00 01").stdout
    assert "Changed the line kbh" in told
    assert "anew" in told
    jobline("line", "--number", "+45 70 20 15 32", "--name", "Omsorg")
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT name, phone, line_number FROM employer").fetchall()
        verbs = connection.execute("SELECT verb, data FROM event ORDER BY id").fetchall()
    assert found == [("Omsorg", "33 17 00 01", "+4570201532")]
    assert verbs == [("line_changed", {"fields": ["phone"]}), ("line_changed", {"fields": ["line_number", "name"]})]


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--name", " ", "1 to 33 characters"),
        ("--name", "O" * 34, "1 to 33 characters"),
        ("--name", "Omsorg 🌻", "🌻 would make every text twice as dear"),
        ("--phone", "hos os", "“hos os” is not a telephone number"),
        ("--phone", "", "it is empty"),
        ("--number", "70201530", "“70201530” is not a number with its country code"),
        ("--number", "Joblinjen", "is not a number with its country code"),
    ],
)
def test_what_it_cannot_be_is_said(jobline: Run, option: str, value: str, sentence: str) -> None:
    done = jobline("line", option, value)
    assert done.exit_code == 2
    assert sentence in done.stderr
