"""A person can have a calendar of their keys."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has one yet."""
    op.create_table(
        "calendars",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["people.user_id"], name="fk_calendars_user_id"),
        sa.PrimaryKeyConstraint("user_id", name="pk_calendars"),
        sa.UniqueConstraint("token_hash", name="uq_calendars_token_hash"),
    )
