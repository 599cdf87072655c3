"""Codes in groups: whether a team has them, and messages that one person sees."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No team has them yet."""
    op.add_column("teams", sa.Column("codes_here", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("cards", sa.Column("ephemeral_id", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_cards_ephemeral", "cards", ["chat_id", "ephemeral_id"], sqlite_where=sa.text("ephemeral_id IS NOT NULL")
    )
