"""The first tables, and the queue of jobs beside them."""

from typing import Any

from alembic import op
from procrastinate.schema import SchemaManager

from bot.store.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes everything; until the first release this file follows the tables, afterwards it never changes."""
    connection = op.get_bind()
    metadata.create_all(connection)
    raw: Any = connection.connection.driver_connection
    raw.execute(SchemaManager.get_schema())
