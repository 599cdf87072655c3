"""Number of warnings the requester has acknowledged, per ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the count. Older tickets have no warnings."""
    op.add_column("tickets", sa.Column("cares_done", sa.Integer(), nullable=False, server_default="0"))
