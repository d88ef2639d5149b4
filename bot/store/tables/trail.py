"""The audit trail: what happened, who did it and why, each entry chained to the one before."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text, UniqueConstraint

from bot.store.tables.base import employer_key, json_object, key, metadata, moment

# A stream is a candidacy, a unit or a vacancy: a chain of its own, so that two people's events never wait for each other.
stream = Table(
    "stream",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("length", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
)

event = Table(
    "event",
    metadata,
    key(),
    employer_key(),
    Column("stream_id", BigInteger, nullable=False),
    Column("position", Integer, nullable=False),
    moment("at", nullable=False),
    Column("actor", Text, nullable=False),  # candidate, line, unit:<id>, recruiter:<id>, command.
    Column("verb", Text, nullable=False),
    json_object("data"),  # Ids and codes; never a text, a name or a number, so that erasure leaves the chain whole.
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("stream_id", "position"),
)
