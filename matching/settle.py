"""Which of several equally good plans is taken: the one whose pairs drew the lowest numbers, whoever solved it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from matching.network import Chosen, Network
from matching.prices import Potentials, slack

Whole = NDArray[np.int64]


def settle(network: Network, placed: int, ways: Potentials, draw: Whole) -> Chosen:
    """The one best plan with the lowest sum of draws.

    placed: how many any best plan places. draw: a number for each edge, from a stable hash of the pair.

    A plan is best exactly when it uses nothing that is worse than its price and all that is better (complementary
    slackness), so what is left to choose from are the parts that are just as good: a smaller flow, whose costs are the
    draws. The solver's own preferences, which may change with its version, no longer count.
    """
    people, posts, units = network.candidates, len(network.openings), network.units
    source, sink = people + posts + units, people + posts + units + 1
    top = network.layers.values * network.fairness_weight
    free = np.flatnonzero(slack(network, ways) == 0)
    edge = (network.candidate[free], people + network.vacancy[free], np.ones(len(free), np.int64))
    everyone = (np.full(people, source), np.arange(people), np.ones(people, np.int64))
    posted = (people + np.arange(posts), people + posts + network.unit, network.openings)
    layered = (people + posts + network.layers.units, np.full(len(top), sink), network.layers.room)
    gains = (
        ways.candidates - ways.source,
        ways.units[network.unit] - ways.vacancies,
        top - ways.units[network.layers.units],
    )
    supply = np.zeros(sink + 1, np.int64)
    supply[source], supply[sink] = placed, -placed
    arcs = [edge]
    for (tails, heads, room), gain in zip((everyone, posted, layered), gains, strict=True):
        # What is better than its price is used up by every best plan: it is sent ahead, the rest is free to choose.
        forced = gain > 0
        np.subtract.at(supply, tails[forced], room[forced])
        np.add.at(supply, heads[forced], room[forced])
        choice = gain == 0
        arcs.append((tails[choice], heads[choice], room[choice]))
    tails, heads, room = (np.concatenate(column) for column in zip(*arcs, strict=True))
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        tails, heads, room, np.concatenate([draw[free], np.zeros(len(tails) - len(free), np.int64)])
    )
    flow.set_nodes_supplies(np.arange(sink + 1), supply)
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("the plan could not be settled")
    settled = np.zeros(len(draw), np.bool_)
    settled[free] = flow.flows(np.arange(len(free))) > 0
    return settled
