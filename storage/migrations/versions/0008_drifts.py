"""Differences with an exchange, when each account was last compared, and requests to the doctor."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make three tables. Every account is compared at once."""
    op.create_table(
        "drifts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("known", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("there", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("found_at", UtcTime(), nullable=False),
        sa.Column("settled_as", sa.String(), nullable=True),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_drifts_team_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_drifts_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drifts")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_drifts_team_id_number")),
    )
    op.create_index(op.f("ix_drifts_account_id_settled_as"), "drifts", ["account_id", "settled_as"], unique=False)
    op.create_index(op.f("ix_drifts_report_id"), "drifts", ["report_id"], unique=False)
    op.create_table(
        "looks",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("looked_at", UtcTime(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("trouble_since", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_looks_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_looks")),
    )
    op.create_table(
        "examinations",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("leased_until", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_examinations_team_id")),
        sa.ForeignKeyConstraint(["user_id"], ["people.user_id"], name=op.f("fk_examinations_user_id")),
        sa.PrimaryKeyConstraint("card_id", name=op.f("pk_examinations")),
    )
