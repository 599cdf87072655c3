"""When an invitation's card lost its button."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take older invitations as closed, because their cards are unknown."""
    op.add_column("invitations", sa.Column("closed_at", UtcTime(), nullable=True))
    op.execute("UPDATE invitations SET closed_at = expires_at")
