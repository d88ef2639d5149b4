"""The first tables, word for word as they were released, and the queue of jobs beside them."""

from pathlib import Path
from typing import Any

from alembic import op

from bot.store.migrations.jobs import bring_jobs

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JOBS = "03.04.00_50_post_add_retry_failed_job_procedure.sql"


def upgrade() -> None:
    """Makes everything. Neither this file nor its SQL changes any more: what comes later is a revision of its own."""
    raw: Any = op.get_bind().connection.driver_connection
    raw.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    bring_jobs(through=JOBS)
