"""A team can have an overview pinned in its chat."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No team has one yet."""
    op.create_table(
        "pinned_cards",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("looked_on", sa.String(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("is_loose", sa.Boolean(), nullable=False),
        sa.Column("may_pin", sa.Boolean(), nullable=False),
        sa.Column("is_remade", sa.Boolean(), nullable=False),
        sa.Column("is_ended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_pinned_cards_team_id"),
        sa.PrimaryKeyConstraint("team_id", name="pk_pinned_cards"),
    )
