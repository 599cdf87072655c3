"""Alerts: what was announced about each key, when each account is checked, and the daily digest."""

import sqlalchemy as sa
from alembic import op

from storage.due_slice import AT_ONCE
from storage.tables.columns import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make accounts with keys due at once, and set the digest of existing teams to nine."""
    watches = op.create_table(
        "watches",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("look_at", UtcTime(), nullable=True),
        sa.Column("looked_at", UtcTime(), nullable=True),
        sa.Column("said_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_watches_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_watches")),
    )
    op.create_index(op.f("ix_watches_look_at_account_id"), "watches", ["look_at", "account_id"], unique=False)
    op.create_index(op.f("ix_watches_looked_at"), "watches", ["looked_at"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("anchor_at", UtcTime(), nullable=False),
        sa.Column("step", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("said_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["keys.id"], name=op.f("fk_alerts_key_id")),
        sa.PrimaryKeyConstraint("key_id", "anchor_at", "step", name=op.f("pk_alerts")),
    )
    op.drop_index(op.f("ix_cards_user_id_subject"), "cards")
    op.create_index(op.f("ix_cards_subject_user_id"), "cards", ["subject", "user_id"], unique=False)
    op.add_column("teams", sa.Column("digest_minute", sa.Integer(), nullable=True))
    op.add_column("teams", sa.Column("next_digest_at", UtcTime(), nullable=True))
    op.add_column("teams", sa.Column("digested_on", sa.String(), nullable=True))
    op.create_index(op.f("ix_teams_next_digest_at"), "teams", ["next_digest_at"], unique=False)
    teams = sa.table("teams", sa.column("digest_minute"))
    op.execute(sa.update(teams).values(digest_minute=9 * 60))
    keys = sa.table("keys", sa.column("account_id", sa.Uuid()))
    watched = sa.select(keys.c.account_id, sa.literal(AT_ONCE, UtcTime())).distinct()
    op.execute(sa.insert(watches).from_select(["account_id", "look_at"], watched))
