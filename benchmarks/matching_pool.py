"""Made-up pools of candidates and vacancies over the ten districts, of any size, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from config.files import ConfigFiles
from matching.candidate import Candidate
from matching.geography import Travel
from matching.place import Place
from matching.vacancy import Vacancy

Value = TypeVar("Value")
TODAY = date(2026, 11, 23)
# Shares of the trades among candidates and among vacancies are guesses; compare methods, not levels.
TRADES = {
    "sosu_hjaelper": (28, 34),
    "sosu_assistent": (20, 30),
    "sygeplejerske": (12, 14),
    "ufaglaert": (22, 14),
    "paedagog": (4, 3),
    "ergoterapeut": (3, 2),
    "fysioterapeut": (3, 2),
    "sygeplejestuderende": (8, 1),
}
AUTHORISED = {"sosu_assistent", "sygeplejerske", "ergoterapeut", "fysioterapeut"}
SHIFTS = [(("dag",), 40), (("dag", "aften"), 15), (("aften",), 15), (("nat",), 10), (("dag", "weekend"), 20)]
WISHES = [
    ((), 15),
    (("dag",), 30),
    (("dag", "aften"), 20),
    (("aften",), 8),
    (("nat",), 7),
    (("dag", "aften", "weekend"), 15),
    (("dag", "aften", "nat", "weekend"), 5),
]
UNIT_TYPES = [("plejehjem", 45), ("hjemmepleje", 30), ("sygepleje", 10), ("bosted", 10), ("rehabilitering", 5)]


def city(candidates: int, vacancies: int, seed: int = 1) -> tuple[list[Candidate], list[Vacancy], Travel]:
    """A pool of so many candidates and vacancies (1.5 openings each on average) and the distances between them."""
    travel = Travel.load(ConfigFiles())
    return list(people(candidates, seed, travel)), posts(vacancies, seed, travel), travel


def people(count: int, seed: int, travel: Travel) -> Iterator[Candidate]:
    """The candidates one by one, for pools too large to hold at once."""
    random = Random(f"people {seed}")
    return (_candidate(random, travel, number) for number in range(count))


def posts(count: int, seed: int, travel: Travel) -> list[Vacancy]:
    """The vacancies: four to a unit on average."""
    return _vacancies(Random(f"posts {seed}"), travel, count)


def _vacancies(random: Random, travel: Travel, count: int) -> list[Vacancy]:
    units = max(1, count // 4)
    homes = [(f"u{number:05}", *_spot(random, travel), _one(random, UNIT_TYPES)) for number in range(units)]
    return [_vacancy(random, homes[random.randrange(units)], number) for number in range(count)]


def _vacancy(random: Random, home: tuple[str, str, float, float, str], number: int) -> Vacancy:
    unit, district, lat, lon, kind = home
    role = _one(random, [(role, shares[1]) for role, shares in TRADES.items()])
    hours = random.choice((370, 370, 370, 320, 280, 160))
    return Vacancy(
        id=f"v{number:06}",
        unit_id=unit,
        unit_name=f"Enhed {unit[1:]}",
        unit_type=kind,
        district=district,
        place=Place(unit, lat, lon, "street"),
        role=role,
        opened_on=TODAY - timedelta(days=random.randrange(90)),
        openings=random.choice((1, 1, 1, 1, 2, 2, 3, 1)),
        hours_min=hours,
        hours_max=hours,
        shifts=frozenset(_one(random, SHIFTS)),
        employment=_one(random, [("fast", 70), ("afloeser", 20), ("vikariat", 10)]),
        start=None if random.random() < 0.6 else TODAY + timedelta(days=7 * random.randrange(12)),
        accepts_unskilled=random.random() < 0.3,
        ad_reference="JN-1",
        suggestions_received=random.choice((0, 0, 0, 1, 2)),
    )


def _candidate(random: Random, travel: Travel, number: int) -> Candidate:
    role = _one(random, [(role, shares[0]) for role, shares in TRADES.items()])
    kind = random.random()
    _, lat, lon = _spot(random, travel)
    hours = random.choice((370, 370, 320, 300, 280, 200, 160))
    named = frozenset(random.sample(sorted(travel.districts), random.choice((1, 1, 1, 2, 2, 3))))
    start = None if random.random() < 0.6 else TODAY + timedelta(days=random.randrange(75))
    return Candidate(
        id=f"c{number:06}",
        role=role,
        authorisation=random.choice(("claimed", "claimed", "verified")) if role in AUTHORISED else "none",
        accepts_roles=_accepts(random, role),
        areas=named if kind < 0.8 else frozenset(),
        anywhere=kind >= 0.85,
        from_place=Place(f"{lat:.3f} {lon:.3f}", round(lat, 3), round(lon, 3), "station") if kind >= 0.6 else None,
        mode=_one(random, [("bike", 40), ("transit", 45), ("car", 15)]),
        max_minutes=random.choice((20, 30, 30, 45)) if 0.7 <= kind < 0.9 else None,
        hours_min=hours,
        hours_max=hours,
        shifts=frozenset(_one(random, WISHES)),
        start=start,
        employment=frozenset(
            _one(random, [((), 30), (("fast",), 45), (("fast", "vikariat"), 10), (("afloeser",), 15)])
        ),
        unit_types=frozenset() if random.random() < 0.85 else frozenset({"plejehjem", "hjemmepleje"}),
    )


def _accepts(random: Random, role: str) -> frozenset[str]:
    lower = {"sygeplejerske": "sosu_assistent", "sosu_assistent": "sosu_hjaelper"}.get(role)
    return frozenset({lower}) if lower and random.random() < 0.4 else frozenset()


def _spot(random: Random, travel: Travel) -> tuple[str, float, float]:
    """A district and a point within it, give or take a kilometre."""
    centre = travel.districts[random.choice(sorted(travel.districts))]
    return centre.name, centre.lat + random.gauss(0, 0.008), centre.lon + random.gauss(0, 0.014)


def _one(random: Random, weighted: Sequence[tuple[Value, int]]) -> Value:
    return random.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]
