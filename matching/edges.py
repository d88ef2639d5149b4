"""Which eligible pairs the plan looks at first: the best of each candidate and the best of each vacancy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.answers import Positions
from matching.board import Pairs, Seeds, ties

Chosen = NDArray[np.bool_]

# Below so many pairs choosing costs more than it saves.
ALL = 20_000


def first_edges(pairs: Pairs, people: Seeds, posts: Seeds, most: int) -> Chosen:
    """The pairs among the `most` best of their candidate or the `most` best of their vacancy; ties as in the ranking."""
    if len(pairs.scores) <= ALL:
        return np.ones(len(pairs.scores), np.bool_)
    drawn = ties(people[pairs.candidates], posts[pairs.vacancies])
    return _best(pairs, pairs.candidates, len(people), drawn, most) | _best(
        pairs, pairs.vacancies, len(posts), drawn, most
    )


def _best(pairs: Pairs, owner: Positions, owners: int, drawn: Seeds, most: int) -> Chosen:
    """The `most` best pairs of each owner. Scores are counted instead of sorted: there are only about a hundred."""
    height = int(pairs.scores.max(initial=0)) + 1
    counts = np.bincount(owner * height + pairs.scores, minlength=owners * height).reshape(owners, height)
    above = counts[:, ::-1].cumsum(axis=1)[:, ::-1]
    cut = np.maximum((above >= most).sum(axis=1) - 1, 0)
    chosen: Chosen = pairs.scores > cut[owner]
    # Of those at the cut only as many as there is room for, in the order drawn.
    level = np.flatnonzero(pairs.scores == cut[owner])
    level = level[np.lexsort((drawn[level], owner[level]))]
    place = np.arange(len(level)) - np.searchsorted(owner[level], owner[level])
    room = most - (above[np.arange(owners), cut] - counts[np.arange(owners), cut])
    chosen[level[place < room[owner[level]]]] = True
    return chosen
