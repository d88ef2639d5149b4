"""A table from a file as people send it: CSV in whatever spelling a Danish Excel gives it, or a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
MOST_ROWS = (
    50_000  # More units or vacancies no municipality has; a sheet of a million rows is an accident or an attack.
)
MOST_BYTES = 100 * 1024 * 1024  # Of a file as it is read: a workbook of 100 kB can unpack to gigabytes.


class SheetError(Exception):
    """A file that cannot be read as a table, in a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the file and line it stands on (1 is the header), and its cells by header, stripped."""

    file: str
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headers as written, and its rows that hold anything."""

    file: str
    headers: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(path: Path) -> Sheet:
    """The table in a .csv or .xlsx file (its first worksheet). Lines that begin with # are comments.

    Raises SheetError if the file is missing, is neither kind, is too large, or has no header.
    """
    if not path.is_file():
        raise SheetError(f"{path}: there is no such file.")
    if path.stat().st_size > MOST_BYTES:
        raise SheetError(f"{path.name} is too large: at most {MOST_BYTES // 1024**2} MB are read.")
    rows = _workbook(path) if path.suffix.lower() in WORKBOOKS else _csv(path)
    header: tuple[str, ...] = ()
    lines = []
    for count, (number, cells) in enumerate(rows):
        if count > MOST_ROWS:
            raise SheetError(f"{path.name} has more than {MOST_ROWS} rows: part it, or remove what is not in use.")
        if not any(cells) or cells[0].startswith("#"):
            continue
        if not header:
            header = tuple(cells)
            continue
        if len(cells) > len(header) and any(cells[len(header) :]):
            raise SheetError(f"{path.name} line {number}: more cells than the header has columns.")
        lines.append(Line(path.name, number, dict(zip(header, cells, strict=False))))
    if not header:
        raise SheetError(f"{path.name}: the file is empty; its first line must name the columns.")
    if len(set(header)) < len(header):
        raise SheetError(f"{path.name}: two columns have the same name.")
    return Sheet(path.name, header, tuple(lines))


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    raw = path.read_bytes()
    if b"\x00" in raw:
        raise SheetError(f"{path.name} is not a CSV file or an Excel workbook (.xlsx).")
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = raw.decode("cp1252", errors="replace")  # What Excel on Windows saves as "CSV".
    first = next((line for line in content.splitlines() if line.strip() and not line.startswith("#")), "")
    # Excel in Danish parts cells by semicolon, since the comma is the decimal sign.
    reader = csv.reader(content.splitlines(keepends=True), delimiter=max(";,\t", key=first.count))
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells] or [""]
    except csv.Error as error:
        raise SheetError(f"{path.name} line {reader.line_num}: {error}.") from error


def _workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > MOST_BYTES:
            raise SheetError(f"{path.name} is too large: it unpacks to more than {MOST_BYTES // 1024**2} MB.")
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise SheetError(f"{path.name} is not a workbook that can be opened: {error}.") from error
    try:
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, _without_empty_end([_cell(value) for value in row])
    finally:
        book.close()


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    """A worksheet is as wide as its widest row, so its header may end in cells that were never written in."""
    end = len(cells)
    while end > 1 and not cells[end - 1]:
        end -= 1
    return list(cells[:end]) or [""]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
