"""The command that asked for a ticket, so that it can be asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Earlier tickets cannot be asked again by one press."""
    op.add_column("tickets", sa.Column("said", sa.Text(), server_default="", nullable=False))
