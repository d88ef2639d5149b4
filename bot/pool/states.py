"""Where a search, a suggestion and an interview may stand, and why a person must look: each list once, for all rooms."""

from __future__ import annotations

from bot.store.tables import interview, suggestion

# Why a person must look at a candidacy, and which reason stays when a second one comes: one to the left outweighs it.
# "match" is what everybody else in the queue waits for.
URGENT = ("alert", "erase", "human", "call", "flood", "misses", "question", "undelivered", "unit", "outcome")
# Those of them where somebody waits for a person's words, in the order of the list of talks: whoever has fallen comes
# first, and what the line has already masked can wait for its person. A leader who asks waits as a candidate does; nobody
# has written where only the outcome of an interview is missing, so that stands in the queue alone.
TALK_NEEDS = ("alert", "human", "call", "question", "unit", "misses", "undelivered", "flood", "erase")
# Those that no promise to the candidate gives a time: whoever asks for them says by when a person should have looked.
TIMED = ("unit", "outcome")

# The stages of a search: it goes on, it may be taken up by the candidate at any time, or it is over.
GOING_ON = ("telling", "confirmed")
SEARCHING = (*GOING_ON, "paused")
OVER = ("hired", "withdrawn", "lapsed")
GONE = (*OVER, "erased")

# A suggestion a unit has not answered, and one that keeps the candidate from being before another unit.
UNANSWERED = ("proposed", "sent")
LIVE = (*UNANSWERED, "accepted")
LIVE_SUGGESTION = suggestion.c.state.in_(LIVE) & suggestion.c.released_at.is_(None)

# An interview that is still to come: the unit may still take its yes back, its times are offered, or one is agreed.
TO_COME = ("waiting", "offered", "agreed")
LIVE_INTERVIEW = interview.c.state.in_(TO_COME)
