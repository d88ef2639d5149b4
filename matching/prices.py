"""Prices of vacancies in whole numbers: they prove that a plan cannot be better, and say what a place costs others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.network import Chosen, Network

Whole = NDArray[np.int64]

FAR = np.int64(1) << np.int64(60)


@dataclass(frozen=True, slots=True)
class Price:
    """What taking one more post of a vacancy costs the rest of the pool: placements, steps of fairness, points.

    Each counts only where the ones before are equal. A negative price is a wish: the plan would rather fill it.
    """

    placements: int
    fairness: int
    points: int


@dataclass(frozen=True, slots=True)
class Potentials:
    """The lowest prices that go with a plan, as one number each, and what each candidate has left after paying.

    A candidate takes the edge whose worth minus price is highest, and nobody is offered more than they have.
    """

    source: int
    candidates: Whole
    vacancies: Whole
    units: Whole


def potentials(network: Network, used: Chosen) -> Potentials:
    """Shortest ways from the sink through everything that could still be exchanged (Bellman and Ford).

    They are the same for every plan that is best. Raises ArithmeticError if the plan is not: then some exchange of
    people would make it better, and ways get shorter for ever.
    """
    fill, taken, partner, worth = _state(network, used)
    top = network.layers.values * network.fairness_weight
    full = network.layers.filled(fill)
    last = np.full(network.units, FAR)
    np.minimum.at(last, network.layers.units[full > 0], top[full > 0])
    source = -network.placement_weight
    matched = partner >= 0
    people = np.where(matched, FAR, source)
    posts, units = np.full(len(network.openings), FAR), last
    starts = np.flatnonzero(np.diff(network.vacancy, prepend=-1))
    reached = network.vacancy[starts]
    spare, held = taken < network.openings, taken > 0
    free = np.where(used, FAR, 0)
    for _ in range(len(people) + len(posts) + len(units) + 3):
        before = (people, posts, units)
        posts = np.where(held, np.minimum(posts, units[network.unit]), posts)
        if len(starts):
            people = np.where(matched, np.minimum(people, posts[partner] + worth), people)
            offers = people[network.candidate] - network.worth + free
            posts = posts.copy()
            posts[reached] = np.minimum(posts[reached], np.minimum.reduceat(offers, starts))
        units = units.copy()
        np.minimum.at(units, network.unit[spare], posts[spare])
        if all(np.array_equal(one, other) for one, other in zip(before, (people, posts, units), strict=True)):
            return _grounded(network, Potentials(source, people, posts, units))
    raise ArithmeticError("the plan is not the best one")


def dual(network: Network, ways: Potentials) -> int:
    """An upper bound on what any plan can be worth, from prices alone. Raises ArithmeticError if they bound nothing."""
    if ways.source != -network.placement_weight:
        raise ArithmeticError("the prices of placements do not fit")
    top = network.layers.values * network.fairness_weight
    gains = (
        (ways.candidates - ways.source, np.ones(len(ways.candidates), np.int64)),
        (-slack(network, ways), np.ones(len(network.worth), np.int64)),
        (ways.units[network.unit] - ways.vacancies, network.openings),
        (top - ways.units[network.layers.units], network.layers.room),
    )
    return sum(int((np.maximum(gain, 0) * room).sum()) for gain, room in gains)


def primal(network: Network, used: Chosen) -> int:
    """What a plan is worth: its placements, its fairness and its points, each by its weight."""
    fill = _state(network, used)[0]
    steps = int((network.layers.values * network.layers.filled(fill)).sum())
    placed = int(used.sum())
    points = int(network.worth[used].sum())
    return placed * network.placement_weight + steps * network.fairness_weight + points


def slack(network: Network, ways: Potentials) -> Whole:
    """How much worse each edge is than the best its candidate has; 0 is as good, negative is better."""
    rest: Whole = ways.candidates[network.candidate] - network.worth - ways.vacancies[network.vacancy]
    return rest


def split(network: Network, number: int) -> Price:
    """A price as one number, taken apart into placements, steps of fairness and points."""
    placements, rest = _nearest(number, network.placement_weight)
    fairness, points = _nearest(rest, network.fairness_weight)
    return Price(placements, fairness, points)


def _nearest(number: int, unit: int) -> tuple[int, int]:
    whole = (2 * number + unit) // (2 * unit)
    return whole, number - whole * unit


def _state(network: Network, used: Chosen) -> tuple[Whole, Whole, Whole, Whole]:
    """Posts filled by unit and by vacancy; each candidate's vacancy (-1: none) and what it is worth."""
    taken = np.bincount(network.vacancy[used], minlength=len(network.openings)).astype(np.int64)
    fill = np.bincount(network.unit, weights=taken, minlength=network.units).astype(np.int64)
    partner, worth = np.full(network.candidates, -1), np.zeros(network.candidates, np.int64)
    partner[network.candidate[used]] = network.vacancy[used]
    worth[network.candidate[used]] = network.worth[used]
    return fill, taken, partner, worth


def _grounded(network: Network, ways: Potentials) -> Potentials:
    """Units and vacancies nobody can reach get the price at which nobody would gain by them."""
    units, posts = ways.units.copy(), ways.vacancies.copy()
    lost = units >= FAR // 2
    best = np.zeros(network.units, np.int64)
    np.maximum.at(best, network.layers.units, network.layers.values * network.fairness_weight)
    units[lost] = best[lost]
    alone = posts >= FAR // 2
    posts[alone] = units[network.unit][alone]
    return Potentials(ways.source, ways.candidates, posts, units)
