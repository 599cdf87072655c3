"""Delivery: unreachable chats, moved chats, and when the bot was last seen."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make three small tables."""
    op.create_table(
        "silences",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "topic_id", name=op.f("pk_silences")),
    )
    op.create_table(
        "moved_chats",
        sa.Column("old_chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("new_chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("old_chat_id", name=op.f("pk_moved_chats")),
    )
    op.create_table(
        "signs_of_life",
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("of", name=op.f("pk_signs_of_life")),
    )
