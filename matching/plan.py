"""One plan for the whole pool: most placements, then fairness among units, then score, then yesterday's proposals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.edges import first_edges
from matching.geography import Travel
from matching.network import Chosen, Network, Whole, solve, weighted
from matching.pool import DRAW_BITS, Pool
from matching.prices import Potentials, dual, potentials, primal, split
from matching.problem import Problem
from matching.proposals import Placement, Plan, Proof, UnitFill
from matching.rules import Rules
from matching.settle import settle
from matching.vacancy import Vacancy


def plan(
    candidates: Iterable[Candidate],
    vacancies: Iterable[Vacancy],
    rules: Rules,
    travel: Travel,
    today: date,
    *,
    decisions: Decisions | None = None,
    previous: Mapping[str, str] | None = None,
) -> Plan:
    """The best plan of one day.

    decisions: what people have settled. previous: yesterday's candidate id to vacancy id; staying is worth
    `plan.stay_points` of rules.toml. The order things come in does not matter. Raises ValueError naming decisions that
    cannot all be kept.
    """
    return plan_pool(Pool(candidates, vacancies, rules, travel, today), decisions or Decisions(), previous or {})


def plan_pool(pool: Pool, decided: Decisions, previous: Mapping[str, str]) -> Plan:
    """`plan` for a pool that is already in columns: for asking what another decision would change."""
    problem = Problem(pool, decided, previous)
    network, used, ways, proof = best(pool, problem)
    pinned = [
        Placement(
            who,
            where,
            pool.posts[where].unit_id,
            pool.score(who, where),
            pinned=True,
            stayed=previous.get(who) == where,
        )
        for who, where in decided.pins.items()
    ]
    placements = sorted((*pinned, *_placements(pool, problem, network, used)), key=lambda row: row.candidate_id)
    somewhere = np.bincount(problem.pairs.candidates, minlength=len(pool.people)) > 0
    placed = np.bincount(network.candidate[used], minlength=len(pool.people)) > 0
    return Plan(
        rules_version=pool.rules.version,
        travel_version=pool.travel.version,
        today=pool.today,
        placements=tuple(placements),
        unplaced=_names(pool, problem.planned & somewhere & ~placed),
        without=_names(pool, problem.planned & ~somewhere),
        units=_fills(problem, network, used),
        prices={
            post.id: split(network, -number)
            for post, number in zip(pool.board.vacancies, ways.vacancies.tolist(), strict=True)
        },
        proof=proof,
    )


def best(pool: Pool, problem: Problem) -> tuple[Network, Chosen, Potentials, Proof]:
    """Solved on the first edges, then on more wherever the prices show that a pair left out would help.

    When no pair of the whole pool would help, the bound of the prices holds for the whole pool and not only for the
    edges looked at: that is the proof.
    """
    pairs = problem.pairs
    chosen = first_edges(pairs, pool.seeds, pool.board.seeds, pool.rules.plan.edges) | problem.stays
    rounds = 0
    while True:
        rounds += 1
        used = solve(network := _network(pool, problem, np.flatnonzero(chosen)))
        ways = potentials(network, used)
        gain = problem.worth + ways.vacancies[pairs.vacancies] - ways.candidates[pairs.candidates]
        if not (gain[~chosen] > 0).any():
            break
        chosen |= gain > 0
    looked_at = len(network.worth)
    # Pairs that are just as good were not needed for the proof, but the draw is among all of them.
    network = _network(pool, problem, np.flatnonzero(chosen | (gain == 0)))
    settled = settle(network, int(used.sum()), ways, _draws(pool, problem, network))
    proof = Proof(primal(network, settled), dual(network, ways), len(pairs.scores), looked_at, rounds)
    return network, settled, ways, proof


def _draws(pool: Pool, problem: Problem, network: Network) -> Whole:
    """The draw among equals: first whoever had a proposal yesterday, so that nobody loses one for nothing."""
    newcomer = problem.previous[network.candidate] < 0
    return pool.draws(network.candidate, network.vacancy) + newcomer * (1 << DRAW_BITS) * (network.candidates + 1)


def _network(pool: Pool, problem: Problem, at: Whole) -> Network:
    pairs = problem.pairs
    return weighted(
        len(pool.people),
        (pairs.candidates[at], pairs.vacancies[at], problem.worth[at]),
        int(problem.worth.max(initial=0)),
        problem.free,
        problem.unit,
        len(problem.unit_ids),
        problem.layers,
    )


def _placements(pool: Pool, problem: Problem, network: Network, used: Chosen) -> list[Placement]:
    rows = []
    columns = (network.candidate[used].tolist(), network.vacancy[used].tolist(), network.worth[used].tolist())
    for who, where, worth in zip(*columns, strict=True):
        post = pool.board.vacancies[where]
        stayed = int(problem.previous[who]) == where
        score = worth - pool.rules.plan.stay_points * stayed
        rows.append(Placement(pool.people[who].id, post.id, post.unit_id, score, pinned=False, stayed=stayed))
    return rows


def _names(pool: Pool, which: Chosen) -> tuple[str, ...]:
    return tuple(pool.people[at].id for at in np.flatnonzero(which).tolist())


def _fills(problem: Problem, network: Network, used: Chosen) -> tuple[UnitFill, ...]:
    fill = np.bincount(problem.unit[network.vacancy[used]], minlength=len(problem.unit_ids)).tolist()
    columns = (problem.unit_ids, problem.openings, fill, problem.pinned, problem.reachable().tolist())
    return tuple(
        UnitFill(unit, posts, filled + pins, near) for unit, posts, filled, pins, near in zip(*columns, strict=True)
    )
