"""The heads of audit trails are sent to owners by e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first one comes on the next morning."""
    op.add_column("teams", sa.Column("next_head_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_teams_next_head_at", "teams", ["next_head_at"])
