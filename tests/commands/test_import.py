"""Units and vacancies from tables as people send them: good rows in, bad rows named, repeats update."""

from pathlib import Path

import psycopg
import pytest
from openpyxl import Workbook

from config.files import SHIPPED
from tests.commands.conftest import Run

UNITS = """Enhedsnr;Navn;Type;Bydel;Postnr;Leder e-mail;Telefon;SMS
A1;Solgården;plejehjem;Amager Øst;2300;sol@units.example;;nej
B1;Bakken;Hjemmepleje;bispebjerg;2400;bakken@units.example;20 20 15 01;ja
"""
VACANCIES = """Stillingsnr;Enhed;Fag;Antal;Timer;Vagter;Start;Ufaglært ok
1;A1;ssa;2;32-37;dag, aften;1.2.2027;nej
2;Bakken;SOSU-hjælper;1;37;dag og weekend;snarest;ja
"""


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


@pytest.fixture
def tables(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "enheder.csv").write_text(UNITS, encoding="cp1252")
    (tmp_path / "stillinger.csv").write_text(VACANCIES, encoding="utf-8-sig")
    return str(tmp_path / "stillinger.csv"), str(tmp_path / "enheder.csv")


def test_two_files_in_any_order_with_danish_headers(jobline: Run, url: str, tables: tuple[str, str]) -> None:
    done = jobline("import", *tables)
    assert done.exit_code == 0, done.output
    assert "enheder.csv: 2 new, 0 changed, 0 as they were, 0 bad." in done.output
    found = "SELECT name, unit_type, district, precision, leader_phone FROM unit ORDER BY 1"
    assert rows(url, found) == [
        ("Bakken", "hjemmepleje", "Bispebjerg", "postcode", "+4520201501"),
        ("Solgården", "plejehjem", "Amager Øst", "postcode", None),
    ]
    found = (
        "SELECT role, openings, hours_min, hours_max, shifts, start::text, accepts_unskilled FROM vacancy ORDER BY 1"
    )
    assert rows(url, found) == [
        ("sosu_assistent", 2, 320, 370, ["aften", "dag"], "2027-02-01", False),
        ("sosu_hjaelper", 1, 370, 370, ["dag", "weekend"], None, True),
    ]


def test_a_repeat_changes_nothing_and_an_edit_changes_its_row(
    jobline: Run, url: str, tables: tuple[str, str], tmp_path: Path
) -> None:
    jobline("import", *tables)
    before = rows(url, "SELECT id, public_id FROM vacancy ORDER BY id")
    assert "stillinger.csv: 0 new, 0 changed, 2 as they were" in jobline("import", *tables).output
    (tmp_path / "stillinger.csv").write_text(VACANCIES.replace("1;A1;ssa;2", "1;A1;ssa;0"), encoding="utf-8")
    assert "stillinger.csv: 0 new, 1 changed, 1 as they were" in jobline("import", *tables).output
    assert rows(url, "SELECT id, public_id FROM vacancy ORDER BY id") == before
    assert rows(url, "SELECT openings FROM vacancy WHERE reference = '1'") == [(0,)]
    assert rows(url, "SELECT verb, count(*)::int FROM event GROUP BY 1 ORDER BY 1") == [
        ("changed_by_import", 1),
        ("imported", 4),
    ]


def test_columns_a_file_lacks_stay_as_they_are(jobline: Run, url: str, tables: tuple[str, str], tmp_path: Path) -> None:
    jobline("import", *tables)
    (tmp_path / "luk.csv").write_text("reference,unit,role,closed\n1,A1,ssa,ja\n")
    assert jobline("import", str(tmp_path / "luk.csv")).exit_code == 0
    found = "SELECT openings, hours_min, closed_at IS NOT NULL FROM vacancy WHERE reference = '1'"
    assert rows(url, found) == [(2, 320, True)]


def test_a_place_known_by_its_street_is_not_moved_to_its_postcode(
    jobline: Run, url: str, tables: tuple[str, str], tmp_path: Path
) -> None:
    jobline("import", *tables)
    exact = "reference,name,type,postcode,district,lat,lon,e-mail\nA1,Solgården,plejehjem,2300,Amager Øst,"
    (tmp_path / "exact.csv").write_text(exact + '"55,6651",12.6189,sol@units.example\n')
    jobline("import", str(tmp_path / "exact.csv"))
    jobline("import", *tables)
    assert rows(url, "SELECT latitude, precision FROM unit WHERE reference = 'A1'") == [(55.6651, "street")]


BAD = """reference,unit,role,openings,hours,shifts,start,note
1,A1,ssa,2,32-37,dag,,
2,A1,tandlæge,to,99,middag,31.2.2027,
3,Z9,ssa,1,37,dag,,
1,A1,ssa,1,37,dag,,
5,A1,ssa,1,37,dag,,Borgeren ønsker kvindelig hjælp
,A1,ssa,1,37,dag,,
"""
NAMED = (
    "bad.csv line 3: role: “tandlæge” is not a role",
    "bad.csv line 3: openings: “to” is not a whole number",
    "bad.csv line 3: hours: “99” are not hours a week",
    "bad.csv line 3: shifts: “middag” is not a shift",
    "bad.csv line 3: start: there is no day 31.2.2027",
    "bad.csv line 4: there is no unit “Z9”",
    "bad.csv line 5: 1 stands on line 2 already",
    "bad.csv line 6: the note says “kvindelig”: nobody may be chosen by sex",
    "bad.csv line 7: reference is empty",
)


def test_every_bad_row_is_named_and_nothing_is_taken_in(
    jobline: Run, url: str, tables: tuple[str, str], tmp_path: Path
) -> None:
    jobline("import", tables[1])
    (tmp_path / "bad.csv").write_text(BAD)
    done = jobline("import", str(tmp_path / "bad.csv"))
    assert done.exit_code == 1
    for reason in NAMED:
        assert reason in done.stderr
    assert "1 new" in done.stdout
    assert "Nothing was taken in" in done.stdout
    assert rows(url, "SELECT 1 FROM vacancy") == []


def test_the_good_rows_are_taken_in_when_asked(jobline: Run, url: str, tables: tuple[str, str], tmp_path: Path) -> None:
    jobline("import", tables[1])
    (tmp_path / "bad.csv").write_text(BAD)
    done = jobline("import", "--good-rows", str(tmp_path / "bad.csv"))
    assert done.exit_code == 1
    assert rows(url, "SELECT reference FROM vacancy") == [("1",)]


def test_the_queue_counts_anew_what_fits_whom(jobline: Run, url: str, tables: tuple[str, str]) -> None:
    jobs = "SELECT task_name FROM procrastinate_jobs"
    jobline("import", "--dry-run", *tables)
    assert rows(url, jobs) == []
    jobline("import", *tables)
    assert rows(url, jobs) == [("desk.count",)]


def test_a_dry_run_says_the_same_and_changes_nothing(jobline: Run, url: str, tables: tuple[str, str]) -> None:
    done = jobline("import", "--dry-run", *tables)
    assert done.exit_code == 0
    assert "stillinger.csv: 2 new" in done.output
    assert "Nothing was changed." in done.output
    assert rows(url, "SELECT 1 FROM unit") == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("X1,Huset,slot,Valby,,a@units.example,,", "“slot” is not a type of unit"),
        ("X1,Huset,bosted,Ukendt,,a@units.example,,", "“Ukendt” is neither a district"),
        ("X1,Huset,bosted,,2300,a@units.example,,", "2300 spans Amager Øst and Amager Vest: name the district"),
        ("X1,Huset,bosted,,9999,a@units.example,,", "9999 is not a postcode"),
        ("X1,Huset,bosted,,,a@units.example,,", "neither a district nor a postcode"),
        ("X1,Huset,bosted,Gladsaxe,,a@units.example,,", "lies outside the city"),
        ("X1,Huset,bosted,Valby,,hos lederen,,", "“hos lederen” is not an e-mail address"),
        ("X1,Huset,bosted,Valby,,a@units.example,12 34,", "“12 34” is not a telephone number"),
        ("X1,Huset,bosted,Valby,,a@units.example,,ja", "wants texts, but there is no telephone number"),
        ("X1,Huset,bosted,Valby,,a@units.example,,måske", "“måske” is neither ja nor nej"),
        ("X1,Huset,bosted,Valby,,,,", "e-mail is empty"),
    ],
)
def test_a_bad_unit_says_why(jobline: Run, tmp_path: Path, row: str, reason: str) -> None:
    header = "reference,navn,type,bydel,postnr,e-mail,telefon,sms\n"
    (tmp_path / "units.csv").write_text(header + row + "\n")
    done = jobline("import", str(tmp_path / "units.csv"))
    assert done.exit_code == 1
    assert f"units.csv line 2: {reason}" in done.stderr or reason in done.stderr


def test_an_excel_workbook_with_days_and_numbers_of_its_own(
    jobline: Run, url: str, tables: tuple[str, str], tmp_path: Path
) -> None:
    from datetime import date

    jobline("import", tables[1])
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Stillingsnr", "Enhed", "Fag", "Antal", "Timer", "Start", "Tager ufaglærte", "Vores egen"])
    sheet.append([7, "A1", "sygeplejerske", 1.0, 37, date(2027, 3, 1), True, "x"])
    sheet.append([])
    sheet.append([8, "A1", "konge", None, None, None, None, None])
    book.save(tmp_path / "stillinger.xlsx")
    done = jobline("import", "--good-rows", str(tmp_path / "stillinger.xlsx"))
    assert "stillinger.xlsx line 4: Fag: “konge” is not a role" in done.stderr
    assert "columns not used: Vores egen" in done.stdout
    found = "SELECT reference, openings, hours_min, start::text, accepts_unskilled FROM vacancy"
    assert rows(url, found) == [("7", 1, 370, "2027-03-01", True)]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tom.csv", b"", "is empty"),
        ("andet.csv", b"navn,farve\nA,blaa\n", "neither units"),
        ("billede.csv", b"\x89PNG\x00\x00", "is not a CSV file"),
        ("bog.xlsx", b"not a zip", "is not a workbook"),
        ("to.csv", b"reference,reference,unit,role\n", "two columns have the same name"),
        ("bred.csv", b"reference,unit,role\n1,A,ssa,,,extra\n", "line 2: more cells than the header"),
    ],
)
def test_a_file_that_is_no_table_is_a_sentence(
    jobline: Run, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    done = jobline("import", str(tmp_path / name))
    assert done.exit_code == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.output


def test_a_missing_file_is_a_sentence(jobline: Run) -> None:
    assert "there is no such file" in jobline("import", "nowhere.csv").stderr


def test_all_faults_of_a_row_are_named_at_once(jobline: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("reference,unit,role,note\n1,Z9,konge,kun kvinder\n2,,ssa,\n")
    told = jobline("import", str(tmp_path / "posts.csv")).stderr
    for reason in ("line 2: role: “konge”", "line 2: there is no unit “Z9”", "line 2: the note says “kvinder”"):
        assert reason in told
    # What follows from a fault is none of its own.
    assert [line for line in told.splitlines() if "line 3" in line] == ["posts.csv line 3: unit is empty"]
    header = "reference,navn,type,bydel,lat,lon,e-mail,telefon,sms\n"
    (tmp_path / "units.csv").write_text(header + "X1,Huset,slot,Gladsaxe,nord,12.5,a@units.example,12 34,ja\n")
    told = jobline("import", str(tmp_path / "units.csv")).stderr
    assert [line.split("line 2: ")[1].split(":")[0] for line in told.splitlines()] == ["type", "lat", "telefon"]


def test_an_import_needs_a_line_and_says_how_to_make_it(
    jobline: Run, url: str, tables: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBLINE_EMPLOYER", "anden")
    assert "There is no line called anden" in jobline("import", *tables).stderr
    assert "`jobline line --name" in jobline("import", "--employer-name", "Anden", *tables).stderr
    made = jobline("line", "--name", "Anden", "--phone", "33 17 00 00", "--number", "+4570201531")
    assert made.exit_code == 0, made.output
    assert jobline("import", *tables).exit_code == 0
    assert rows(url, "SELECT e.key, count(*)::int FROM unit u JOIN employer e ON e.id = employer_id GROUP BY 1") == [
        ("anden", 2)
    ]


def test_the_municipalitys_own_professions_are_read_and_documented(
    jobline: Run, url: str, tables: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    roles = (SHIPPED / "roles.toml").read_text(encoding="utf-8").replace('"ssa",', '"ssa", "plejestjerne",', 1)
    (own / "roles.toml").write_text(roles, encoding="utf-8")
    monkeypatch.setenv("JOBLINE_CONFIG", str(own))
    (tmp_path / "stillinger.csv").write_text(VACANCIES.replace(";ssa;", ";plejestjerne;"), encoding="utf-8")
    assert jobline("import", *tables).exit_code == 0
    (own / "roles.toml").write_text("role = [", encoding="utf-8")
    for words in (("import", *tables), ("import", "--help")):
        told = jobline(*words)
        assert told.exit_code == 1
        assert "roles.toml cannot be read: " in told.stderr
    (own / "roles.toml").write_text("", encoding="utf-8")
    assert f"{own / 'roles.toml'}:\n  - exactly one role must be untrained" in jobline("import", *tables).stderr
    monkeypatch.setenv("JOBLINE_CONFIG", str(tmp_path / "nowhere"))
    assert "is not a folder" in jobline("import", *tables).stderr


def test_the_help_documents_the_columns(jobline: Run) -> None:
    told = jobline("import", "--help").output
    for word in ("enhedsnr", "latitude", "Columns of vacancies", "ufaglært ok", "stillingsnr"):
        assert word in told


def test_the_demos_units_are_a_table_like_any_other(jobline: Run) -> None:
    assert "44 new" in jobline("import", str(SHIPPED / "demo" / "units.csv")).output
