"""Times as leaders text them, read or asked about; the clock says Monday 23 November 2026, ten o'clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.units.times import HORIZON, read_times, trouble_with
from wording.times import all_short, in_full

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)

READ = [
    ("tors 10.00, fre 13.30", "26/11 10.00", "27/11 13.30"),
    ("26/11 10.00, 27/11 13.30", "26/11 10.00", "27/11 13.30"),
    ("Torsdag d. 26. nov kl 10", "26/11 10.00"),
    ("torsdag, 26/11 kl. 10", "26/11 10.00"),
    ("26.11 10.00", "26/11 10.00"),
    ("26.11. kl 13", "26/11 13.00"),
    ("26/11-2026 10.00", "26/11 10.00"),
    ("2026-11-26T10:00", "26/11 10.00"),
    ("onsdag den 2. december klokken 14.30", "02/12 14.30"),
    ("d. 26 kl 9", "26/11 09.00"),
    ("i morgen 9.30", "24/11 09.30"),
    ("i overmorgen kl 9", "25/11 09.00"),
    ("i dag 15", "23/11 15.00"),
    ("halv ti i morgen", "24/11 09.30"),
    ("i morgen halv to", "24/11 13.30"),
    ("mandag 8-9", "30/11 08.00"),
    ("man 30/11 kl. 10.00-10.30, tirs 1/12 kl. 9", "30/11 10.00", "01/12 09.00"),
    ("tors 10 og 13", "26/11 10.00", "26/11 13.00"),
    ("torsdag kl. 10.00 eller 14.00, fredag kl. 9", "26/11 10.00", "26/11 14.00", "27/11 09.00"),
    ("tors eller fre kl 10", "26/11 10.00", "27/11 10.00"),
    ("10.00 torsdag, 13.30 fredag", "26/11 10.00", "27/11 13.30"),
    ("kl 10 på torsdag", "26/11 10.00"),
    ("tors 1330", "26/11 13.30"),
    ("Thu 1pm, Fri 10:30 am", "26/11 13.00", "27/11 10.30"),
    ("tomorrow at 9", "24/11 09.00"),
    ("Thursday 26 November at 10:00", "26/11 10.00"),
    ("loerdag 10", "28/11 10.00"),
    ("det bliver hos Lone tors 10.00, hilsen Kim", "26/11 10.00"),
    ("tors 10.00, torsdag 26/11 kl. 10", "26/11 10.00"),
    ("kl. 14 onsdag", "25/11 14.00"),
    ("ons. 14:00", "25/11 14.00"),
    ("onsdag kl 14", "25/11 14.00"),
    ("d. 26/11 kl 10", "26/11 10.00"),
    ("i morgen kl 9", "24/11 09.00"),
    ("torsdag formiddag kl. 10", "26/11 10.00"),
]

ASKED = [
    "tors",
    "10.00",
    "31/11 10.00",
    "30/2 10.00",
    "torsdag 27/11 10",
    "ikke fre 13.30, tors 10",
    "næste torsdag 10",
    "tors efter 10.00",
    "alle dage undtagen fredag 10.00",
    "tors 25.30",
    "tors 10.75",
    "4711 gange",
]


@pytest.mark.parametrize(
    ("text", "moments"), [(text, moments) for text, *moments in READ], ids=[row[0] for row in READ]
)
def test_read(text: str, moments: list[str]) -> None:
    read = read_times(text, NOW)
    assert [f"{moment:%d/%m %H.%M}" for moment in read.found] == moments
    assert read.unclear == ()
    assert {moment.year for moment in read.found} == {2026}


@pytest.mark.parametrize("text", ASKED)
def test_asked_about(text: str) -> None:
    assert read_times(text, NOW).unclear


@pytest.mark.parametrize(
    ("text", "found", "clockless"),
    [
        ("onsdag kl 14 eller torsdag formiddag", ["25/11 14.00"], ["26/11"]),
        ("torsdag formiddag eller fredag kl 14", ["27/11 14.00"], ["26/11"]),
        ("ons. kl. 14, tors.", ["25/11 14.00"], ["26/11"]),
        ("tors eller fre eftermiddag, i morgen kl 9", ["24/11 09.00"], ["26/11", "27/11"]),
        ("Thu 10:00 or Friday morning", ["26/11 10.00"], ["27/11"]),
    ],
)
def test_a_day_without_a_time_does_not_spoil_the_others(text: str, found: list[str], clockless: list[str]) -> None:
    read = read_times(text, NOW)
    assert [f"{moment:%d/%m %H.%M}" for moment in read.found] == found
    assert [f"{day:%d/%m}" for day in read.clockless] == clockless
    assert read.unclear == ()


def test_nothing_said_is_nothing_read() -> None:
    assert read_times("", NOW).found == ()
    assert read_times("ja tak, det lyder godt", NOW).found == ()


def test_a_day_that_is_gone_lies_a_year_ahead_and_is_too_far() -> None:
    read = read_times("20/11 10.00", NOW)
    assert read.found[0].year == 2027
    assert trouble_with(read.found, NOW) == "far"


def test_the_turn_of_the_year() -> None:
    now = datetime(2026, 12, 28, 10, 0, tzinfo=ZONE)
    assert read_times("5/1 10.00", now).found == (datetime(2027, 1, 5, 10, 0, tzinfo=ZONE),)


@pytest.mark.parametrize(
    ("moments", "trouble"),
    [
        ([], "none"),
        (["2026-11-26 10:00"] * 2, "twice"),
        ([f"2026-11-{day} 10:00" for day in (24, 25, 26, 27)], "many"),
        (["2026-11-26 10:00", "2026-11-23 09:59"], "past"),
        (["2026-11-23 11:59"], "soon"),
        (["2026-11-23 12:00"], None),
        (["2027-01-22 10:01"], "far"),
        (["2026-11-26 06:59"], "night"),
        (["2026-11-26 20:01"], "night"),
        (["2026-11-26 20:00", "2026-11-28 07:00"], None),
    ],
)
def test_what_can_be_offered(moments: list[str], trouble: str | None) -> None:
    times = [datetime.fromisoformat(moment).replace(tzinfo=ZONE) for moment in moments]
    assert trouble_with(times, NOW) == trouble


@given(st.text(max_size=120))
def test_no_text_is_too_strange(text: str) -> None:
    for moment in read_times(text, NOW).found:
        assert moment.tzinfo is ZONE


@given(
    st.lists(st.integers(120, int(HORIZON.total_seconds()) // 60), min_size=1, max_size=3),
    st.sampled_from(["da", "en"]),
)
def test_what_we_write_we_can_read(minutes: list[int], language: str) -> None:
    times = [NOW + timedelta(minutes=count) for count in minutes]
    read = read_times(all_short(times, language), NOW)  # type: ignore[arg-type]
    assert read.found == tuple(dict.fromkeys(times))
    assert read.unclear == ()
    assert read_times(in_full(times[0], language), NOW).found == (times[0],)  # type: ignore[arg-type]
