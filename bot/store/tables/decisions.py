"""Rankings as they were shown, suggestions to units, interviews."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, DateTime, Index, LargeBinary, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from bot.store.tables.base import employer_key, key, metadata, moment, reference

# Inputs of a ranking, kept once however many rankings used them; the digest is their name and proves them untouched.
snapshot = Table(
    "snapshot",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    moment("kept_at", nullable=False),
)

ranking = Table(
    "ranking",
    metadata,
    key(),
    employer_key(),
    Column("public_id", Text, nullable=False, unique=True),
    reference("candidacy_id", "candidacy.id", index=True),
    Column("inputs", LargeBinary, nullable=False),  # snapshot.digest
    Column("rules", LargeBinary, nullable=False),  # snapshot.digest of the rules' file.
    Column("rules_version", Text, nullable=False),
    Column("result", LargeBinary, nullable=False),
    moment("clock", nullable=False),
    moment("acted_on_at"),  # A ranking a person has acted on stays as it was.
)

suggestion = Table(
    "suggestion",
    metadata,
    key(),
    employer_key(),
    reference("candidacy_id", "candidacy.id", index=True),
    reference("vacancy_id", "vacancy.id", index=True),
    reference("unit_id", "unit.id", index=True),
    reference("ranking_id", "ranking.id", nullable=True),
    Column("state", Text, nullable=False),  # proposed, sent, accepted, declined, expired, withdrawn.
    Column("code", Text, nullable=False),  # What a leader texts back with: "JA 4711".
    Column("link", LargeBinary, unique=True),  # SHA-256 of the token in the link; the token itself is never stored.
    Column("reason", Text, nullable=False, server_default=""),  # The sentence the unit reads.
    Column("override", Text, nullable=False, server_default=""),  # Why another than the first was picked.
    reference("suggested_by", "recruiter.id"),
    moment("proposed_at", nullable=False),
    moment("sent_at"),
    moment("answer_by"),
    moment("answered_at"),
    Column("answered_how", Text),  # link, text, desk.
    Column("decline_reason", Text),
    moment("released_at"),
    CheckConstraint("state IN ('proposed','sent','accepted','declined','expired','withdrawn')", name="state"),
    # One unit at a time considers a candidate, whatever two recruiters do at once.
    Index(
        "uq_suggestion_live",
        "candidacy_id",
        unique=True,
        postgresql_where=text("state IN ('proposed','sent','accepted') AND released_at IS NULL"),
    ),
    # A code names one live suggestion, so that "JA 4711" can only mean one thing.
    Index("uq_suggestion_code", "employer_id", "code", unique=True, postgresql_where=text("released_at IS NULL")),
)

interview = Table(
    "interview",
    metadata,
    key(),
    employer_key(),
    Column("public_id", Text, nullable=False, unique=True),
    reference("suggestion_id", "suggestion.id", index=True),
    reference("candidacy_id", "candidacy.id", index=True),
    reference("unit_id", "unit.id"),
    Column("state", Text, nullable=False),  # waiting (undo window), offered, agreed, cancelled, held.
    Column("times", ARRAY(DateTime(timezone=True)), nullable=False),
    Column("place", Text, nullable=False, server_default=""),
    Column("meets", Text, nullable=False, server_default=""),
    moment("offered_at"),
    moment("chosen"),
    moment("agreed_at"),
    moment("cancelled_at"),
    Column("cancelled_by", Text),
    moment("reminded_at"),
    # No double booking: the database says so, not a check before an insert.
    Index(
        "uq_interview_live",
        "candidacy_id",
        unique=True,
        postgresql_where=text("state IN ('waiting','offered','agreed')"),
    ),
    Index("uq_interview_slot", "unit_id", "chosen", unique=True, postgresql_where=text("state = 'agreed'")),
)
