"""A break-glass is repeated every week, also without a digest."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The next break-glass of a team starts its weeks."""
    op.add_column("teams", sa.Column("glass_repeats_at", UtcTime(), nullable=True))
    op.create_index("ix_teams_glass_repeats_at", "teams", ["glass_repeats_at"])
