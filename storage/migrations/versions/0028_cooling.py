"""A proven request can wait before it starts, so that its team can stop it."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing waits until a team sets a time."""
    op.add_column("teams", sa.Column("cooling_hours", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("tickets", sa.Column("cooling_hours", sa.Integer(), server_default="0", nullable=False))
