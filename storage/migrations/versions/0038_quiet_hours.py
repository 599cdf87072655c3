"""Quiet hours of teams and people, and the people a warning waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Teams and people start without quiet hours."""
    for table in ("teams", "people"):
        op.add_column(table, sa.Column("quiet_hours", sa.String(), nullable=True))
    op.add_column("alerts", sa.Column("held_for", sa.String(), nullable=True))
