"""Weekdays of a team's digest, and a zone of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every team has a digest each day, in the zone of its claimer, as before."""
    for name in ("digest_days", "zone"):
        op.add_column("teams", sa.Column(name, sa.String(), nullable=True))
