"""Reactions to warnings, how far each was escalated, and the person who answers for a key."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was said before is not escalated."""
    op.add_column("keys", sa.Column("owner_id", sa.BigInteger(), nullable=True))
    op.add_column("alerts", sa.Column("acted_by", sa.BigInteger(), nullable=True))
    for name in ("acted_at", "snoozed_until", "escalate_at"):
        op.add_column("alerts", sa.Column(name, UtcTime(), nullable=True))
    op.add_column("alerts", sa.Column("escalated", sa.Integer(), nullable=False, server_default="0"))
