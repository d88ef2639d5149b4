"""People, how they are reached, what they search, and every answer they gave with the words that gave it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.tables.base import employer_key, key, metadata, moment, reference

person = Table("person", metadata, key(), employer_key(), moment("created_at", nullable=False), moment("erased_at"))

# A phone is not a person: numbers are re-used, and one person may write from several doors.
contact_point = Table(
    "contact_point",
    metadata,
    key(),
    employer_key(),
    reference("person_id", "person.id", index=True),
    Column("channel", Text, nullable=False),  # sms, teams, web, terminal.
    Column("address", Text, nullable=False),  # E.164, or the provider's id of the person.
    Column("reply_to", JSONB),  # What a door needs to speak first (a conversation reference of Teams).
    UniqueConstraint("employer_id", "channel", "address"),
)

# One search through one door. `stage` says where the search stands, never where the talk is.
candidacy = Table(
    "candidacy",
    metadata,
    key(),
    employer_key(),
    reference("person_id", "person.id", index=True),
    Column("public_id", Text, nullable=False, unique=True),
    Column("door", Text, nullable=False, server_default="new"),  # new, student, internal, abroad, temp.
    Column("stage", Text, nullable=False, server_default="telling"),
    Column("profile_version", Integer, nullable=False, server_default="0"),
    reference("campaign_id", "campaign.id", nullable=True),
    moment("created_at", nullable=False),
    moment("confirmed_at"),
    # What the queue shows and sorts by, kept beside the answers so that a page of 5,000 people is one index scan.
    moment("due_at"),  # The promise that falls due first.
    Column("needs", Text),  # Why a person must look: "match", "human", "flood", "call", "erase", ...; null: nobody.
    Column("parked_until", Date),
    Column("summary", JSONB, nullable=False, server_default=text("'{}'::jsonb")),  # Facts as the queue shows them.
    Column("search", Text, nullable=False, server_default=""),
    CheckConstraint("stage IN ('telling','confirmed','paused','hired','withdrawn','lapsed','erased')", name="stage"),
    Index(
        "ix_candidacy_queue", "employer_id", text("due_at NULLS LAST"), "id", postgresql_where=text("needs IS NOT NULL")
    ),
    Index("ix_candidacy_parked", "employer_id", "parked_until", postgresql_where=text("parked_until IS NOT NULL")),
    Index(
        "ix_candidacy_nowhere",
        "employer_id",
        text("due_at NULLS LAST"),
        "id",
        postgresql_where=text("needs IS NOT NULL AND summary ->> 'possible' = '0'"),
    ),
    Index("ix_candidacy_search", text("to_tsvector('simple', search)"), postgresql_using="gin"),
)

# Append-only: an answer is never overwritten, only withdrawn, so undo, audit, access and erasure all read it here.
answer = Table(
    "answer",
    metadata,
    key(),
    employer_key(),
    reference("candidacy_id", "candidacy.id"),
    Column("fact", Text, nullable=False),
    Column("value", JSONB, nullable=False),
    Column("words", Text, nullable=False, server_default=""),
    Column("span_start", Integer),
    Column("span_end", Integer),
    reference("message_id", "message.id", nullable=True),
    Column("said_by", Text, nullable=False),  # candidate, or recruiter:<id>.
    moment("said_at", nullable=False),
    moment("withdrawn_at"),
    Column("withdrawn_by", Text),
    Index("ix_answer_standing", "candidacy_id", "fact", unique=True, postgresql_where=text("withdrawn_at IS NULL")),
    Index("ix_answer_candidacy", "candidacy_id", "id"),
)
