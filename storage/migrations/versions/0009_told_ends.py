"""When keys expire as people tell it: never, and what was told with Done."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns; no key was said to never expire before."""
    op.add_column("keys", sa.Column("never_expires", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("tickets", sa.Column("told", sa.String(), nullable=True))
