"""The pool as a flow: candidates to vacancies to units, solved for most placements, then fairness, then score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from matching.fairness import Layers

Whole = NDArray[np.int64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Network:
    """A pool in columns. Edges are eligible pairs with their worth in points, the bonus for staying included.

    openings: free posts of each vacancy; unit: which unit it belongs to. layers: what filling a unit is worth. Each of
    the first objectives outweighs all of the next: one step of fairness is worth `fairness_weight` points, more than
    all edges of any two plans can differ by; one placement is worth `placement_weight`, more than any fairness.
    """

    candidates: int
    candidate: Whole
    vacancy: Whole
    worth: Whole
    openings: Whole
    unit: Whole
    units: int
    layers: Layers
    fairness_weight: int
    placement_weight: int


def weighted(
    candidates: int,
    edges: tuple[Whole, Whole, Whole],
    top: int,
    openings: Whole,
    unit: Whole,
    units: int,
    layers: Layers,
) -> Network:
    """A network whose two weights are just large enough.

    edges: candidate, vacancy and worth, in any order. top: the most any pair is worth, be it among the edges or not.
    """
    candidate, vacancy, worth = edges
    order = np.lexsort((candidate, vacancy))
    most = min(candidates, int(openings.sum())) + 1
    # Along any path of exchanges points are won and lost once for each placement at most.
    fairness = 2 * most * (top + 1)
    placement = 4 * fairness * (int(layers.values.max(initial=0)) + 1)
    return Network(
        candidates,
        candidate[order],
        vacancy[order],
        worth[order],
        openings,
        unit,
        units,
        layers,
        fairness,
        placement,
    )


def solve(network: Network) -> Chosen:
    """Which edges the best plan uses; of several equally good plans any one (settle.py picks one of them for good)."""
    people, posts = network.candidates, len(network.openings)
    source, sink = people + posts + network.units, people + posts + network.units + 1
    everyone = np.arange(people)
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate(
            [
                np.full(people, source),
                network.candidate,
                people + np.arange(posts),
                people + posts + network.layers.units,
            ]
        ),
        np.concatenate(
            [
                everyone,
                people + network.vacancy,
                people + posts + network.unit,
                np.full(len(network.layers.units), sink),
            ]
        ),
        np.concatenate([np.ones(people + len(network.worth), np.int64), network.openings, network.layers.room]),
        np.concatenate(
            [
                np.zeros(people, np.int64),
                -network.worth,
                np.zeros(posts, np.int64),
                -network.layers.values * network.fairness_weight,
            ]
        ),
    )
    most = min(people, int(network.openings.sum()))
    flow.set_node_supply(source, most)
    flow.set_node_supply(sink, -most)
    if flow.solve_max_flow_with_min_cost() != flow.OPTIMAL:
        raise ArithmeticError("the pool could not be planned")
    used: Chosen = flow.flows(people + np.arange(len(network.worth))) > 0
    return used
