"""Employers, their units, and the vacancies units have."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from bot.store.tables.base import employer_key, key, metadata, moment, reference

employer = Table(
    "employer",
    metadata,
    key(),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),  # As candidates read it: "Sundheds- og Omsorgsforvaltningen".
    Column("line_number", Text, nullable=False),
    Column("phone", Text, nullable=False),  # Where a person answers.
)

unit = Table(
    "unit",
    metadata,
    key(),
    employer_key(),
    Column("public_id", Text, nullable=False, unique=True),
    Column("reference", Text, nullable=False),  # The municipality's own key, so that an import can be repeated.
    Column("name", Text, nullable=False),
    Column("unit_type", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("street", Text, nullable=False, server_default=""),
    Column("postcode", Text, nullable=False, server_default=""),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("precision", Text, nullable=False, server_default="street"),
    Column("leader_name", Text, nullable=False, server_default=""),
    Column("leader_email", Text, nullable=False),
    Column("leader_phone", Text),  # E.164.
    Column("wants_text", Boolean, nullable=False, server_default=text("false")),
    Column("language", Text, nullable=False, server_default="da"),
    UniqueConstraint("employer_id", "reference"),
    Index("ix_unit_leader_phone", "leader_phone"),
)

vacancy = Table(
    "vacancy",
    metadata,
    key(),
    employer_key(),
    Column("public_id", Text, nullable=False, unique=True),
    Column("reference", Text, nullable=False),
    reference("unit_id", "unit.id", index=True),
    Column("role", Text, nullable=False),
    Column("openings", Integer, nullable=False),
    Column("hours_min", Integer),  # Tenths of an hour a week.
    Column("hours_max", Integer),
    Column("shifts", ARRAY(Text), nullable=False),
    Column("employment", Text, nullable=False),
    Column("start", Date),
    Column("accepts_unskilled", Boolean, nullable=False, server_default=text("false")),
    Column("ad_reference", Text, nullable=False, server_default=""),
    Column("ad_valid_until", Date),
    Column("opened_on", Date, nullable=False),
    Column("expires", Date),
    moment("confirmed_at"),
    moment("closed_at"),
    Column("note", Text, nullable=False, server_default=""),
    UniqueConstraint("employer_id", "reference"),
    CheckConstraint("openings >= 0", name="openings"),
    Index("ix_vacancy_open", "employer_id", "role", postgresql_where=text("closed_at IS NULL")),
)

campaign = Table(
    "campaign",
    metadata,
    key(),
    employer_key(),
    Column("keyword", Text, nullable=False),  # What the bus says to text: "JOB 2A".
    Column("name", Text, nullable=False),
    UniqueConstraint("employer_id", "keyword"),
)
