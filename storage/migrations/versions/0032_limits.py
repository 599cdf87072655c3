"""Members are limited to accounts, and requests know the accounts they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody is limited yet, so requests from before need no accounts."""
    op.add_column("memberships", sa.Column("accounts", sa.JSON(), nullable=True))
    op.add_column("tickets", sa.Column("accounts", sa.JSON(), nullable=True))
