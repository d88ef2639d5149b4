"""The nouns everyone uses, as tables (docs/architecture.md draws them)."""

from bot.store.tables.base import ids, metadata
from bot.store.tables.decisions import interview, ranking, snapshot, suggestion
from bot.store.tables.desk import note, recruiter, session
from bot.store.tables.people import answer, candidacy, contact_point, person
from bot.store.tables.places import campaign, employer, unit, vacancy
from bot.store.tables.talk import conversation, message, promise, suppression
from bot.store.tables.trail import event, stream

__all__ = [
    "answer",
    "campaign",
    "candidacy",
    "contact_point",
    "conversation",
    "employer",
    "event",
    "ids",
    "interview",
    "message",
    "metadata",
    "note",
    "person",
    "promise",
    "ranking",
    "recruiter",
    "session",
    "snapshot",
    "stream",
    "suggestion",
    "suppression",
    "unit",
    "vacancy",
]
