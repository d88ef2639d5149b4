"""What a dialog asks the service to do: data only; the rooms carry it out in the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Act:
    """Something to be done because of what was said."""


@dataclass(frozen=True, slots=True)
class Confirm(Act):
    """The candidate says the profile is right: into the queue, and the promise is made."""


@dataclass(frozen=True, slots=True)
class HandOver(Act):
    """A person must look. reason: human, misses, question, alert, internal, flood."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stop(Act):
    """Write no more. kind: all, wrong_number, outreach."""

    kind: str


@dataclass(frozen=True, slots=True)
class Withdraw(Act):
    """The candidate no longer searches. reason: got_job, asked."""

    reason: str


@dataclass(frozen=True, slots=True)
class Pause(Act):
    """Not now; `until` if a day was named."""

    until: date | None = None


@dataclass(frozen=True, slots=True)
class Resume(Act):
    """The candidate is back: what was stopped or paused runs again."""


@dataclass(frozen=True, slots=True)
class Erase(Act):
    """Delete what is known: masked at once, confirmed by a person."""


@dataclass(frozen=True, slots=True)
class ShowData(Act):
    """The candidate asked what is kept; the text of it was part of the answer, the request is recorded."""


@dataclass(frozen=True, slots=True)
class Explain(Act):
    """HVORFOR: say where the candidate would fit and why. Needs the ranking, so the service writes the text."""


@dataclass(frozen=True, slots=True)
class MarkInternal(Act):
    """The candidate already works here: a label for the recruiter, never a bonus."""


@dataclass(frozen=True, slots=True)
class MarkDoor(Act):
    """By which door the candidate came: student, abroad, temp. A label for people; the ranking never sees it."""

    door: str


@dataclass(frozen=True, slots=True)
class Promise(Act):
    """The candidate asked where things stand and nothing is promised: what is said in answer becomes a promise."""


@dataclass(frozen=True, slots=True)
class AgreeTime(Act):
    """The candidate picked one of the offered times of an interview."""

    interview_id: int
    chosen: datetime


@dataclass(frozen=True, slots=True)
class DeclineTimes(Act):
    """None of the offered times suits."""

    interview_id: int


@dataclass(frozen=True, slots=True)
class CancelAppointment(Act):
    """The candidate cannot come to an agreed interview."""

    interview_id: int
