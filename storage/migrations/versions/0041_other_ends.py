"""Owners are warned of other ends than those of keys."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every team is looked at soon after the update."""
    op.add_column("teams", sa.Column("next_ends_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_teams_next_ends_at", "teams", ["next_ends_at"])
    op.create_table(
        "end_alerts",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("end_id", sa.Uuid(), nullable=False),
        sa.Column("anchor_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before_seconds", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_by", sa.BigInteger(), nullable=True),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated", sa.Integer(), server_default="0", nullable=False),
        sa.Column("escalate_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_end_alerts_team_id"),
        sa.PrimaryKeyConstraint("team_id", "end_id", "anchor_at", "before_seconds", name="pk_end_alerts"),
    )
    op.create_table(
        "noted_ends",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_noted_ends"),
    )
