"""Conversations, their messages, what was promised, and who must not be written to."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bot.store.tables.base import employer_key, key, metadata, moment, reference

# Rule 1: facts, what was asked last, who holds it. Nothing here says at which step the talk is.
conversation = Table(
    "conversation",
    metadata,
    key(),
    employer_key(),
    Column("public_id", Text, nullable=False, unique=True),
    reference("contact_point_id", "contact_point.id"),
    reference("candidacy_id", "candidacy.id", index=True),
    Column("language", Text, nullable=False, server_default="da"),
    Column("asked", JSONB),  # The question that is open: {"topics": [...], "options": [...], "about": ...}.
    Column("said", ARRAY(Text), nullable=False, server_default=text("'{}'")),  # What is said once a conversation.
    Column("misses", Integer, nullable=False, server_default="0"),
    reference("holder_id", "recruiter.id", nullable=True),  # Null: the line speaks.
    moment("held_since"),
    moment("last_inbound_at"),
    moment("seen_at"),
    UniqueConstraint("contact_point_id"),
    Index("ix_conversation_held", "candidacy_id", postgresql_where=text("holder_id IS NOT NULL")),
)

# What the outbox still has to do something about.
IN_HAND = "status IN ('queued', 'sending', 'unknown')"

message = Table(
    "message",
    metadata,
    key(),
    employer_key(),
    reference("conversation_id", "conversation.id", nullable=True),  # Null: a text to or from a unit's leader.
    reference("unit_id", "unit.id", nullable=True),
    Column("direction", Text, nullable=False),  # in, out.
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("author", Text, nullable=False),  # candidate, line, unit, or recruiter:<id>.
    Column("body", Text, nullable=False),  # As stored: what is sensitive is masked before it gets here.
    Column("extra", JSONB),  # What a door needs besides words: an Adaptive Card, suggested replies.
    Column("segments", Integer),
    Column("media", Integer, nullable=False, server_default="0"),
    Column("day", Date, nullable=False),
    Column("provider_id", Text),
    # in: received. out: queued, sending, sent, delivered, read, failed, unknown (being settled), doubtful, withheld.
    Column("status", Text, nullable=False),
    Column("error", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    moment("at", nullable=False),
    moment("send_after"),
    moment("tried_at"),  # When the last attempt to send began; a look at what became of it does not move it.
    moment("settled_at"),
    Index("ix_message_talk", "conversation_id", "id"),
    Index("ix_message_unit", "unit_id", "id", postgresql_where=text("unit_id IS NOT NULL")),
    # By day first: a random provider id alone would scatter the writes over the whole index.
    Index(
        "uq_message_provider",
        "day",
        "channel",
        "provider_id",
        unique=True,
        postgresql_where=text("direction = 'in' AND provider_id IS NOT NULL"),
    ),
    Index("ix_message_sent", "provider_id", postgresql_where=text("direction = 'out' AND provider_id IS NOT NULL")),
    Index("ix_message_outbox_talk", "conversation_id", "id", postgresql_where=text(f"direction = 'out' AND {IN_HAND}")),
    Index(
        "ix_message_outbox_unit",
        "unit_id",
        "id",
        postgresql_where=text(f"direction = 'out' AND unit_id IS NOT NULL AND {IN_HAND}"),
    ),
)

suppression = Table(
    "suppression",
    metadata,
    key(),
    employer_key(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("kind", Text, nullable=False),  # all, wrong_number, outreach, provider.
    reference("message_id", "message.id", nullable=True),
    moment("since", nullable=False),
    moment("lifted_at"),
    Index(
        "ix_suppression_live",
        "employer_id",
        "channel",
        "address",
        unique=True,
        postgresql_where=text("lifted_at IS NULL"),
    ),
)

promise = Table(
    "promise",
    metadata,
    key(),
    employer_key(),
    reference("candidacy_id", "candidacy.id", index=True),
    Column("kind", Text, nullable=False),  # hear_from_us, call_back, answer.
    moment("made_at", nullable=False),
    moment("due_at", nullable=False),
    moment("kept_at"),
    Column("kept_how", Text),
    Index("ix_promise_open", "due_at", postgresql_where=text("kept_at IS NULL")),
)
