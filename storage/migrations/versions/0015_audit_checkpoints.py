"""The last verified line of each audit chain."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty."""
    op.create_table(
        "audit_checkpoints",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hmac", sa.String(), nullable=False),
        sa.Column("verified_at", UtcTime(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", name=op.f("pk_audit_checkpoints")),
    )
