"""How many of the things its requester has to look at first were looked at, per ticket."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tickets of before have nothing to look at."""
    op.add_column("tickets", sa.Column("cares_done", sa.Integer(), nullable=False, server_default="0"))
