"""One plan for the whole pool: most placements, then fairness among units, then score, then yesterday's proposals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from matching.candidate import Candidate
from matching.decisions import Decisions
from matching.edges import first_edges
from matching.geography import Travel
from matching.network import Chosen, Network, solve, weighted
from matching.pool import Pool
from matching.prices import Potentials, dual, potentials, primal, split
from matching.proposals import Placement, Plan, Proof, UnitFill
from matching.ranking import Ranked, weigh
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
    everybody = {candidate.id: candidate for candidate in candidates}
    posts = {vacancy.id: vacancy for vacancy in vacancies}
    decided = decisions or Decisions()
    clashes = decided.clashes(everybody, {name: post.openings for name, post in posts.items()})
    if clashes:
        raise ValueError("; ".join(clashes))
    pool = Pool(everybody, posts, rules, travel, today, decided, previous or {})
    network, used, ways, proof = best(pool, rules)
    pinned = tuple(
        Placement(
            who,
            where,
            posts[where].unit_id,
            _score(everybody[who], posts[where], rules, travel, today),
            True,
            (previous or {}).get(who) == where,
        )
        for who, where in decided.pins.items()
    )
    return Plan(
        rules_version=rules.version,
        travel_version=travel.version,
        today=today,
        placements=tuple(sorted((*pinned, *_placements(pool, network, used)), key=lambda row: row.candidate_id)),
        unplaced=tuple(pool.people[at].id for at in np.flatnonzero(pool.eligible_somewhere & ~_placed(network, used))),
        without=tuple(pool.people[at].id for at in np.flatnonzero(~pool.eligible_somewhere)),
        units=_fills(pool, network, used),
        prices={
            post.id: split(network, -number)
            for post, number in zip(pool.board.vacancies, ways.vacancies.tolist(), strict=True)
        },
        proof=proof,
    )


def best(pool: Pool, rules: Rules) -> tuple[Network, Chosen, Potentials, Proof]:
    """Solved on the first edges, then on more wherever the prices show that a pair left out would help.

    When no pair of the whole pool would help, the bound of the prices holds for the whole pool and not only for the
    edges looked at: that is the proof.
    """
    pairs = pool.pairs
    chosen = first_edges(pairs, pool.seeds, pool.board.seeds, rules.plan.edges) | pool.stays
    rounds = 0
    while True:
        rounds += 1
        at = np.flatnonzero(chosen)
        edges = (pairs.candidates[at], pairs.vacancies[at], pool.worth[at])
        network = weighted(len(pool.people), edges, pool.free, pool.unit, len(pool.unit_ids), pool.layers)
        used = solve(network)
        ways = potentials(network, used)
        helpful = pool.worth + ways.vacancies[pairs.vacancies] > ways.candidates[pairs.candidates]
        if not (helpful & ~chosen).any():
            break
        chosen |= helpful
    settled = settle(network, used, ways, pool.draws(network.candidate, network.vacancy))
    proof = Proof(primal(network, settled), dual(network, ways), len(pairs.scores), len(at), rounds)
    return network, settled, ways, proof


def _placements(pool: Pool, network: Network, used: Chosen) -> list[Placement]:
    rows = []
    stay = pool.stay_points
    columns = (network.candidate[used].tolist(), network.vacancy[used].tolist(), network.worth[used].tolist())
    for who, where, worth in zip(*columns, strict=True):
        post = pool.board.vacancies[where]
        stayed = pool.previous[who] == where
        rows.append(Placement(pool.people[who].id, post.id, post.unit_id, worth - stay * stayed, False, bool(stayed)))
    return rows


def _placed(network: Network, used: Chosen) -> Chosen:
    placed = np.zeros(network.candidates, np.bool_)
    placed[network.candidate[used]] = True
    return placed


def _fills(pool: Pool, network: Network, used: Chosen) -> tuple[UnitFill, ...]:
    fill = np.bincount(pool.unit[network.vacancy[used]], minlength=len(pool.unit_ids)).tolist()
    columns = zip(pool.unit_ids, pool.openings, fill, pool.pinned, pool.reachable().tolist(), strict=True)
    return tuple(UnitFill(unit, posts, filled + pins, near) for unit, posts, filled, pins, near in columns)


def _score(candidate: Candidate, vacancy: Vacancy, rules: Rules, travel: Travel, today: date) -> int | None:
    row = weigh(candidate, vacancy, rules, travel, today)
    return row.score if isinstance(row, Ranked) else None
