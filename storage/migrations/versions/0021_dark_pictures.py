"""Whether a person reads pictures dark."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Pictures are light until their reader presses Dark."""
    op.add_column("people", sa.Column("likes_dark", sa.Boolean(), nullable=False, server_default=sa.false()))
