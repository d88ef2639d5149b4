"""What the service knows around a talk when a turn is taken: the time, the promise, the interview that is on offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

# Stages of a search that has ended. A deleted one has nobody to speak to; what is written after it begins a new one.
OVER = frozenset({"withdrawn", "lapsed", "hired", "erased"})


@dataclass(frozen=True, slots=True)
class Offer:
    """An interview before the candidate. state: offered, agreed, cancelled. times and chosen are local."""

    interview_id: int
    state: str
    unit: str
    where: str
    times: tuple[datetime, ...]
    chosen: datetime | None = None
    meets: str = ""
    cancelled_by: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An approved answer to a question people ask, by language; to_person: a person follows it up."""

    by_language: Mapping[str, str]
    to_person: bool = False
    valid_until: date | None = None

    def holds(self, today: date) -> bool:
        """False once its day has passed: then the question goes to a person."""
        return self.valid_until is None or today <= self.valid_until


@dataclass(frozen=True, slots=True)
class Situation:
    """Handed to every turn. now and promise are local times.

    employer, phone: who runs the line and where a person answers. promise: by when the candidate hears from us, made or
    about to be made. promised: it was made, and its time is to come; late: one was made and its time has passed. stage: as
    the candidacy keeps it. waiting_for_person: somebody was already asked to look. beside: by profession,
    the post its people may take if they say yes to it.
    """

    employer: str
    phone: str
    now: datetime
    promise: datetime
    stage: str = "telling"
    held: bool = False
    stopped: bool = False
    waiting_for_person: bool = False
    promised: bool = True
    late: bool = False
    offer: Offer | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answered] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """True if the candidate no longer searches: nothing is asked and nothing promised until they say so again."""
        return self.stage in OVER

    @property
    def resting(self) -> bool:
        """True if the candidate is not searching now, for good or for a while."""
        return self.over or self.stage == "paused"

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()
