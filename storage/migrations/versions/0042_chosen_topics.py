"""Forum topics that a team has chosen for kinds of messages."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All messages come to the team's own place, as before."""
    op.add_column("teams", sa.Column("topics", sa.JSON(), server_default="{}", nullable=False))
