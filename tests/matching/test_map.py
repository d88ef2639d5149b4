"""The map is whole, says in words what it shows, and lets nobody's name break out of it."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from matching.map import RINGS, WIDTH, Reach, Spot, draw, in_words
from matching.place import Place
from tests.matching.examples import TRAVEL, UNHURRIED, rules

SVG = "{http://www.w3.org/2000/svg}"
HOME = Place("2300", 55.6559, 12.6023, "postcode")
UNITS = [
    Spot("Solgården", Place("", 55.66, 12.62, "street"), 2, "87 point", chosen=True),
    Spot("Ankerhuset", Place("", 55.68, 12.59, "street"), 1),
]


def test_the_map_and_its_words() -> None:
    picture = ElementTree.fromstring(draw(UNITS, Reach(HOME, "bike"), TRAVEL, rules(), "da"))
    assert picture.get("role") == "img"
    words = in_words(UNITS, Reach(HOME, "bike"), "da")
    assert words == [
        "Ringene er 10, 20, 30 min. på cykel fra 2300 (fra postnummer), et skøn.",
        "1. Solgården: mangler 2; 87 point; ligger øverst.",
        "2. Ankerhuset: mangler 1.",
    ]
    described = picture.find(f"{SVG}desc")
    assert described is not None
    assert described.text == " ".join(words)
    shown = [text.text for text in picture.iter(f"{SVG}text")]
    assert {f"{minutes} min." for minutes in RINGS} | {"1", "2", *TRAVEL.districts} == set(shown)
    assert len(picture.findall(f"{SVG}g")[0].findall(f"{SVG}circle")) == 2
    assert len(picture.findall(f"{SVG}g")[1].findall(f"{SVG}circle")) == 1


def test_no_circle_lies_over_the_name_of_a_district() -> None:
    on_top = [Spot(f"Sted {name}", place, 5) for name, place in TRAVEL.districts.items()]
    picture = ElementTree.fromstring(draw(on_top, None, TRAVEL, rules(), "da"))
    circles = [
        (int(circle.get("cx", "0")), int(circle.get("cy", "0")), int(circle.get("r", "0")))
        for circle in picture.iter(f"{SVG}circle")
    ]
    assert len(circles) == len(TRAVEL.districts)
    for name in picture.findall(f"{SVG}text"):
        half = len(name.text or "") * 3
        x, y = int(name.get("x", "0")), int(name.get("y", "0")) - 4
        assert half <= x <= WIDTH - half
        assert not [(cx, cy) for cx, cy, r in circles if abs(cx - x) < r + half and abs(cy - y) < r + 4]


def test_rings_are_as_wide_as_the_minutes() -> None:
    picture = ElementTree.fromstring(draw([], Reach(HOME, "bike"), TRAVEL, rules(), "en"))
    radii = [int(circle.get("r", "0")) for circle in picture.findall(f"{SVG}circle")]
    assert radii[1] / radii[0] == 2 or abs(radii[1] - 2 * radii[0]) <= 1
    assert abs(radii[2] - 3 * radii[0]) <= 2
    by_bus = ElementTree.fromstring(draw([], Reach(HOME, "transit"), TRAVEL, rules(), "en"))
    assert len(by_bus.findall(f"{SVG}circle")) == 3


@UNHURRIED
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_no_name_breaks_the_picture(name: str) -> None:
    picture = ElementTree.fromstring(draw([Spot(name, HOME, 3)], None, TRAVEL, rules(), "da"))
    assert [child.tag for child in picture if child.tag == f"{SVG}g"] == [f"{SVG}g"]
