"""Requests keep why they were asked for, and who denied them and why."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No one was asked for a reason before."""
    op.add_column("tickets", sa.Column("reason", sa.String(), nullable=True))
    op.add_column("tickets", sa.Column("denied_by", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("denial_reason", sa.String(), nullable=True))
