"""The life of a suggestion, one candidate before one unit: proposed, sent, answered or run out, in pure steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

State = Literal["proposed", "sent", "accepted", "declined", "expired", "withdrawn"]

# Why a unit says no, Danish and English. No reason is about the person, and none reaches the candidate as a refusal.
DECLINE_REASONS: Mapping[str, tuple[str, str]] = {
    "position_filled": ("stillingen er besat", "the post is filled"),
    "other_shift": ("vi mangler en anden vagt", "we lack another shift"),
    "hours": ("timerne passer ikke", "the hours do not fit"),
    "start": ("startdatoen passer ikke", "the start date does not fit"),
    "qualifications": ("vi har brug for andre kvalifikationer", "we need other qualifications"),
    "later": ("ikke lige nu, spørg igen senere", "not now, ask again later"),
    "known": ("vi har allerede talt sammen", "we have already been in touch"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where a suggestion stands. answer_by: when a sent one runs out. answered_at: when the unit answered, for undo.

    reason: the code of a decline or a withdrawal. concluded: an accepted one whose interview is over or given up.
    """

    id: str
    candidate_id: str
    unit_id: str
    state: State = "proposed"
    answer_by: datetime | None = None
    answered_at: datetime | None = None
    reason: str | None = None
    concluded: bool = False

    @property
    def live(self) -> bool:
        """Whether a unit has the candidate before it or an interview is on offer: only one may be, per candidate."""
        return self.state == "sent" or (self.state == "accepted" and not self.concluded)


@dataclass(frozen=True, slots=True)
class Send:
    """A person sends the suggestion to the unit, which has until `answer_by`."""

    answer_by: datetime


@dataclass(frozen=True, slots=True)
class Accept:
    """The unit wants to meet."""


@dataclass(frozen=True, slots=True)
class Decline:
    """The unit says no, with a code of DECLINE_REASONS."""

    reason: str


@dataclass(frozen=True, slots=True)
class Undo:
    """The unit takes its answer back, within `window` of it: a thumb between two residents can be wrong."""

    window: timedelta


@dataclass(frozen=True, slots=True)
class Expire:
    """The time to answer has run out."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The candidate or a recruiter takes the suggestion back, with a code."""

    reason: str


@dataclass(frozen=True, slots=True)
class Conclude:
    """The interview has been held or given up: the candidate may be suggested elsewhere."""


Event = Send | Accept | Decline | Undo | Expire | Withdraw | Conclude


@dataclass(frozen=True, slots=True)
class Refused:
    """The event does not fit: wrong_state, too_late, not_due, unknown_reason, deadline_past, undo_over,
    candidate_taken or unknown_suggestion. `state` is where the suggestion stands."""

    reason: str
    state: State | None = None


def transition(suggestion: Suggestion, event: Event, now: datetime) -> Suggestion | Refused:
    """The suggestion after the event, or why the event does not fit. `now` and deadlines carry a time zone."""
    match suggestion.state, event:
        case "proposed", Send(answer_by):
            if answer_by <= now:
                return Refused("deadline_past", suggestion.state)
            return replace(suggestion, state="sent", answer_by=answer_by)
        case "sent", Accept():
            return _late(suggestion, now) or replace(suggestion, state="accepted", answered_at=now)
        case "sent", Decline(reason):
            if reason not in DECLINE_REASONS:
                return Refused("unknown_reason", suggestion.state)
            return _late(suggestion, now) or replace(suggestion, state="declined", answered_at=now, reason=reason)
        case "sent", Expire():
            if _late(suggestion, now) is None:
                return Refused("not_due", suggestion.state)
            return replace(suggestion, state="expired")
        case (("accepted" | "declined"), Undo(window)):
            if suggestion.concluded or suggestion.answered_at is None or now > suggestion.answered_at + window:
                return Refused("undo_over", suggestion.state)
            # An answer just before the deadline can still be changed into the other one.
            answer_by = max(suggestion.answer_by or now, suggestion.answered_at + window)
            return replace(suggestion, state="sent", answer_by=answer_by, answered_at=None, reason=None)
        case (("proposed" | "sent" | "accepted"), Withdraw(reason)):
            if suggestion.concluded:
                return Refused("wrong_state", suggestion.state)
            return replace(suggestion, state="withdrawn", reason=reason)
        case "accepted", Conclude() if not suggestion.concluded:
            return replace(suggestion, concluded=True)
    return Refused("wrong_state", suggestion.state)


def step(
    suggestions: Mapping[str, Suggestion], suggestion_id: str, event: Event, now: datetime
) -> dict[str, Suggestion] | Refused:
    """`transition` with regard to the candidate's other suggestions, all by id: the new whole, or why not.

    Keeps at most one live suggestion per candidate: none is sent while another is live, and a no cannot be taken back
    once the candidate has been released to the next unit.
    """
    suggestion = suggestions.get(suggestion_id)
    if suggestion is None:
        return Refused("unknown_suggestion")
    after = transition(suggestion, event, now)
    if isinstance(after, Refused):
        return after
    others = (other for other in suggestions.values() if other.id != suggestion_id)
    if after.live and not suggestion.live and any(o.live and o.candidate_id == after.candidate_id for o in others):
        return Refused("candidate_taken", suggestion.state)
    return {**suggestions, suggestion_id: after}


def _late(suggestion: Suggestion, now: datetime) -> Refused | None:
    if suggestion.answer_by is not None and now >= suggestion.answer_by:
        return Refused("too_late", suggestion.state)
    return None
