"""Expiries as people state them: never, and the date given with Done."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns. No older key was stated to never expire."""
    op.add_column("keys", sa.Column("never_expires", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("tickets", sa.Column("told", sa.String(), nullable=True))
