"""Recruiters, their sessions, and the notes they write on a candidacy."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, Table, Text, UniqueConstraint

from bot.store.tables.base import employer_key, key, metadata, moment, reference

recruiter = Table(
    "recruiter",
    metadata,
    key(),
    employer_key(),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),  # recruiter, lead, admin.
    Column("language", Text, nullable=False, server_default="da"),
    moment("last_seen_at"),
    UniqueConstraint("employer_id", "issuer", "subject"),
)

session = Table(
    "session",
    metadata,
    Column("token", LargeBinary, primary_key=True),  # SHA-256 of the cookie: a stolen backup opens no session.
    reference("recruiter_id", "recruiter.id"),
    moment("started_at", nullable=False),
    moment("expires_at", nullable=False),
    Index("ix_session_recruiter", "recruiter_id"),
)

note = Table(
    "note",
    metadata,
    key(),
    employer_key(),
    reference("candidacy_id", "candidacy.id", index=True),
    reference("recruiter_id", "recruiter.id"),
    Column("body", Text, nullable=False),
    moment("at", nullable=False),
)
