"""A map for those who would rather look than read: units, what they lack, and how far a candidate gets, as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from matching.candidate import Mode
from matching.geography import Travel, metric
from matching.place import Place
from matching.rules import Rules
from matching.words import PRECISION
from wording.language import Language, pick, word
from wording.work import MODES

WIDTH = 640
MARGIN_METRES = 900
RINGS = (10, 20, 30)
LETTER = 7  # How wide a letter is and how high a line, in the picture's units: a little more than most fonts need.
LINE = 14
# Keeps a name readable on the line of a ring.
HALO = 'stroke="Canvas" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'


@dataclass(frozen=True, slots=True)
class Spot:
    """A unit on the map. openings: posts it lacks; note: what else is said about it, such as points; chosen: ranked
    first."""

    name: str
    place: Place
    openings: int
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a candidate's travel is measured from, and how they travel."""

    place: Place
    mode: Mode


def draw(spots: Sequence[Spot], reach: Reach | None, travel: Travel, rules: Rules, language: Language) -> str:
    """The map as one <svg> element without scripts, styles or addresses.

    Nothing is told by colour: units carry the number they have in `in_words`, larger circles lack more, a double circle
    is chosen, rings are dashed and carry their minutes. All lines take the colour of the text around the picture. The
    name of a district moves to where no circle and no other name covers it.
    """
    frame = _Frame([*(spot.place for spot in spots), *([reach.place] if reach else []), *travel.districts.values()])
    parts = _rings(frame, reach, rules) if reach is not None else []
    parts += _names(frame, [*travel.districts.values()], spots)
    parts += [_unit(frame, number, spot, language) for number, spot in enumerate(spots, start=1)]
    title = pick(language, "Kort over enhederne", "Map of the units")
    words = escape(" ".join(in_words(spots, reach, language)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {frame.height}" role="img" '
        f'aria-label="{title}" fill="none" stroke="currentColor" font-family="inherit" font-size="12">'
        f"<title>{title}</title><desc>{words}</desc>{''.join(parts)}</svg>"
    )


def in_words(spots: Iterable[Spot], reach: Reach | None, language: Language) -> list[str]:
    """The same as sentences: the text alternative, and the key to the numbers."""
    lines = []
    if reach is not None:
        rings = ", ".join(str(minutes) for minutes in RINGS)
        start = f"{reach.place.name} ({word(PRECISION, reach.place.precision, language)})"
        way = word(MODES, reach.mode, language)
        lines.append(
            pick(
                language,
                f"Ringene er {rings} min. {way} fra {start}, et skøn.",
                f"The rings are {rings} min. {way} from {start}, an estimate.",
            )
        )
    for number, spot in enumerate(spots, start=1):
        lacks = pick(language, f"mangler {spot.openings}", f"lacks {spot.openings}")
        chosen = pick(language, "ligger øverst", "ranked first") if spot.chosen else ""
        lines.append(f"{number}. {'; '.join(filter(None, (f'{spot.name}: {lacks}', spot.note, chosen)))}.")
    return lines


class _Frame:
    """Metres to the picture's units: all places fit, north is up, and both directions have one scale."""

    def __init__(self, places: Sequence[Place]) -> None:
        points = [metric(place.lat, place.lon) for place in places] or [(0, 0)]
        east, north = [x for x, _ in points], [y for _, y in points]
        self._west, self._top = min(east) - MARGIN_METRES, max(north) + MARGIN_METRES
        self.scale = WIDTH / (max(east) + MARGIN_METRES - self._west)
        self.height = round((self._top - min(north) + MARGIN_METRES) * self.scale)

    def point(self, place: Place) -> tuple[int, int]:
        """Where a place is drawn."""
        x, y = metric(place.lat, place.lon)
        return round((x - self._west) * self.scale), round((self._top - y) * self.scale)


@dataclass(frozen=True, slots=True)
class _Box:
    """What something covers, by its middle and half its sides, in the picture's units."""

    x: int
    y: int
    wide: int
    high: int

    def shared(self, other: _Box) -> int:
        """The area both cover."""
        across = min(self.x + self.wide, other.x + other.wide) - max(self.x - self.wide, other.x - other.wide)
        down = min(self.y + self.high, other.y + other.high) - max(self.y - self.high, other.y - other.high)
        return max(across, 0) * max(down, 0)


def _names(frame: _Frame, districts: Sequence[Place], spots: Sequence[Spot]) -> list[str]:
    """Each district by its name, as near its middle as there is room; where there is none, where the least is hidden."""
    taken = [_Box(*frame.point(spot.place), _radius(spot) + 2, _radius(spot) + 2) for spot in spots]
    parts = []
    for place in districts:
        x, y = frame.point(place)
        wide = len(place.name) * LETTER // 2
        steps = [
            _Box(
                min(max(x + right, wide), WIDTH - wide), min(max(y + down, LINE), frame.height - LINE), wide, LINE // 2
            )
            for down in range(-4 * LINE, 5 * LINE, LINE // 2)
            for right in range(-2 * wide, 3 * wide, max(wide // 2, 1))
        ]
        found = min(
            steps, key=lambda box: (sum(map(box.shared, taken)), (box.x - x) ** 2 + (box.y - y) ** 2, box.y, box.x)
        )
        taken.append(found)
        parts.append(_text(found.x, found.y + 4, place.name, HALO))
    return parts


def _rings(frame: _Frame, reach: Reach, rules: Rules) -> list[str]:
    x, y = frame.point(reach.place)
    parts = [f'<path d="M{x - 6} {y}h12M{x} {y - 6}v12" stroke-width="3"/>']
    speed = rules.travel.speeds[reach.mode]
    for minutes in RINGS:
        metres = (minutes - speed.extra_minutes) * speed.metres_per_minute * 100 // rules.travel.detour_percent
        radius = round(metres * frame.scale)
        if radius > 0:
            parts.append(f'<circle cx="{x}" cy="{y}" r="{radius}" stroke-dasharray="6 4"/>')
            parts.append(_text(x, y - radius - 3, f"{minutes} min."))
    return parts


def _unit(frame: _Frame, number: int, spot: Spot, language: Language) -> str:
    x, y = frame.point(spot.place)
    radius = _radius(spot) - (4 if spot.chosen else 0)
    double = f'<circle cx="{x}" cy="{y}" r="{radius + 4}" stroke-width="2"/>' if spot.chosen else ""
    about = escape(in_words([spot], None, language)[0].removeprefix("1. "))
    return (
        f"<g><title>{about}</title>"
        f'<circle cx="{x}" cy="{y}" r="{radius}" stroke-width="2" fill="Canvas"/>{double}'
        f"{_text(x, y + 4, str(number))}</g>"
    )


def _radius(spot: Spot) -> int:
    """Of its outer circle: larger where more is lacking."""
    return 8 + 2 * min(spot.openings, 5) + (4 if spot.chosen else 0)


def _text(x: int, y: int, words: str, stroke: str = 'stroke="none"') -> str:
    return f'<text x="{x}" y="{y}" text-anchor="middle" fill="currentColor" {stroke}>{escape(words)}</text>'
