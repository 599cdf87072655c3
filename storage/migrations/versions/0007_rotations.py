"""Keys that replace others."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make one small table, which holds only running rotations."""
    op.create_table(
        "rotations",
        sa.Column("new_key_id", sa.Uuid(), nullable=False),
        sa.Column("old_key_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("overlap_seconds", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offered_at", UtcTime(), nullable=True),
        sa.Column("remind_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_rotations_team_id")),
        sa.PrimaryKeyConstraint("new_key_id", name=op.f("pk_rotations")),
        sa.UniqueConstraint("old_key_id", name=op.f("uq_rotations_old_key_id")),
    )
    op.create_index(op.f("ix_rotations_remind_at"), "rotations", ["remind_at"])
