"""Each team's members are looked for in its chat once a day."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every team is looked at soon after the update."""
    op.add_column("teams", sa.Column("next_sweep_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_teams_next_sweep_at", "teams", ["next_sweep_at"])
