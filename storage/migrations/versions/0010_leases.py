"""Leases: the right to poll, updates and tickets."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make one table and columns beside the rows. Work of an older program is free at the next start."""
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("held_until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.add_column("inbox", sa.Column("claimed_by", sa.Uuid(), nullable=True))
    op.add_column("inbox", sa.Column("claimed_until", UtcTime(), nullable=True))
    op.add_column("tickets", sa.Column("attempts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("tickets", sa.Column("leased_by", sa.Uuid(), nullable=True))
    op.add_column("tickets", sa.Column("retry_at", UtcTime(), nullable=True))
    op.add_column("tickets", sa.Column("doubt_until", UtcTime(), nullable=True))
