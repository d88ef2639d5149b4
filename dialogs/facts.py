"""What may be known about a candidate, and which question each fact answers. Names are kept in a golden list (tests)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.roles import needs_authorisation

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Topic:
    """Something the line can ask about.

    name: how the reader is told what was asked. facts: any of these settles it; the first one is its own.
    """

    name: str
    facts: tuple[str, ...]

    def about(self, subject: str) -> Topic:
        """The same topic about one thing: the fact carries it in its name, so it cannot outlive its reason."""
        return Topic(self.name, tuple(f"{fact}:{subject}" for fact in self.facts))

    def known(self, facts: Facts) -> bool:
        """True if the question needs no asking."""
        return any(facts.get(fact) not in (None, [], {}, "") for fact in self.facts)

    def value(self, facts: Facts) -> Any:
        """What settles it, None if nothing does."""
        return next((facts[fact] for fact in self.facts if facts.get(fact) not in (None, [], {}, "")), None)


ROLE = Topic("role", ("role",))
AUTHORISED = Topic("authorised", ("authorised",))
AREAS = Topic("areas", ("areas", "anywhere", "outside"))
HOURS = Topic("hours", ("hours_per_week",))
SHIFTS = Topic("shifts", ("shifts",))
START = Topic("start", ("start",))
EMPLOYMENT = Topic("employment", ("employment",))
FIRST_NAME = Topic("first_name", ("first_name",))
CONFIRM = Topic("confirm", ("confirmed",))
TIMES = Topic("times", ("interview_time",))
ACCEPTS = Topic("accepts", ("accepts",))  # About a post beside one's own.
TRAINED_ABROAD = Topic("trained_abroad", ("trained_abroad",))
CONSENT = Topic("consent", ("consent",))  # Whether somebody silent for long wants to stay in the queue.

PROFILE_TOPICS = (ROLE, AREAS, HOURS, SHIFTS, START, EMPLOYMENT, FIRST_NAME)

# Facts a candidate may give; anything else a reading may hold (languages, skills, units) is kept too, but never asked.
PROFILE_FACTS = (
    "role",
    "areas",
    "postcodes",
    "anywhere",
    "areas_excluded",
    "outside",
    "home_areas",
    "near_home",
    "max_minutes",
    "travel_mode",
    "hours_per_week",
    "shifts",
    "shifts_excluded",
    "start",
    "end",
    "notice",
    "employment",
    "unit_types",
    "unit_types_excluded",
    "units",
    "languages",
    "skills",
    "trained_abroad",
    "first_name",
)

# A new value of the one on the left says that those on the right no longer hold.
REPLACES = {
    "areas": ("anywhere", "outside", "postcodes"),
    "anywhere": ("areas", "outside", "postcodes"),
    "outside": ("anywhere",),
    "start": ("notice",),
}
# What is wanted is no longer ruled out, and the reverse.
OPPOSITES = {
    "areas": "areas_excluded",
    "areas_excluded": "areas",
    "shifts": "shifts_excluded",
    "shifts_excluded": "shifts",
    "unit_types": "unit_types_excluded",
    "unit_types_excluded": "unit_types",
}


def near_a_known_home(facts: Facts) -> bool:
    """True if the candidate wants to work near home and has said where that is: then no district need be asked."""
    return bool(facts.get("near_home") and facts.get("home_areas"))


def missing(facts: Facts) -> tuple[Topic, ...]:
    """What a profile still lacks, in the order in which it decides most."""
    role = facts.get("role")
    wanted: list[Topic] = [ROLE]
    if role and needs_authorisation(role):
        wanted.append(AUTHORISED.about(role))
    wanted += [AREAS, HOURS, SHIFTS, START, EMPLOYMENT, FIRST_NAME]
    return tuple(
        topic for topic in wanted if not topic.known(facts) and not (topic is AREAS and near_a_known_home(facts))
    )
