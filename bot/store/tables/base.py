"""What every table shares: one metadata, one sequence of ids, columns that keep their zone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, MetaData, Sequence, text
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One sequence for all tables: a batch fetches all the ids it needs in one statement, an id names one thing in the
# whole audit trail, and ascending keys keep the indexes small where random ones would spread the writes.
ids = Sequence("jobline_id", metadata=metadata)


def key() -> Column[Any]:
    """The primary key: inside the house only; what stands in an address is a random `public_id`."""
    return Column("id", BigInteger, ids, server_default=ids.next_value(), primary_key=True)


def employer_key() -> Column[Any]:
    """Whose line this row belongs to, so that a line per municipality is a row and not a fork."""
    return Column("employer_id", BigInteger, ForeignKey("employer.id"), nullable=False)


def reference(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[Any]:
    """A foreign key to `target` ("table.id")."""
    return Column(name, BigInteger, ForeignKey(target), nullable=nullable, index=index)


def moment(name: str, *, nullable: bool = True) -> Column[Any]:
    """A point in time, always with its zone."""
    return Column(name, DateTime(timezone=True), nullable=nullable)


def json_object(name: str) -> Column[Any]:
    """A JSON object, empty unless given."""
    return Column(name, JSONB, nullable=False, server_default=text("'{}'::jsonb"))
