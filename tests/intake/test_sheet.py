"""Tables as people send them: names on one line, and no file larger than a municipality."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from bot.intake import cells, sheet
from bot.intake.sheet import SheetError, read_sheet


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("Solgården", "Solgården"),
        ("Sol\r\nBcc: x@example.org", "Sol Bcc: x@example.org"),
        (" Sol \t\u2028 gården\x00\x1b ", "Sol gården"),
        ("\u202eevil", "evil"),
    ],
)
def test_a_name_stands_on_one_line(cell: str, read: str) -> None:
    assert cells.text(cell) == read


@pytest.mark.parametrize("cell", ["9" * 5000, "99999999999", "-1", "x"])
def test_a_number_nobody_needs_is_none(cell: str) -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        cells.whole(cell)


def test_a_table_of_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 10)
    book = Workbook()
    for row in range(12):
        book.worksheets[0].append(["name", row])
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text("name,reference\n" * 12)
    for name in ("a.xlsx", "a.csv"):
        with pytest.raises(SheetError, match="more than 10 rows"):
            read_sheet(tmp_path / name)


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed, packed.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(sheet.MOST_BYTES // 2**20 + 1):
            part.write(b" " * 2**20)
    with pytest.raises(SheetError, match="unpacks to more than"):
        read_sheet(path)
