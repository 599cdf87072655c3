"""Main accounts at an exchange, its coins, and addresses that wait to be entered on its page."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add owner and connection status to accounts."""
    op.add_column("accounts", sa.Column("main_id", sa.Uuid(), nullable=True))
    op.add_column("accounts", sa.Column("standing", sa.String(), nullable=False, server_default="connected"))
    op.add_column("accounts", sa.Column("is_frozen", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("accounts", sa.Column("trouble", sa.String(), nullable=True))
    op.add_column("accounts", sa.Column("trouble_since", UtcTime(), nullable=True))
    op.create_index(op.f("ix_accounts_main_id"), "accounts", ["main_id"])
    op.create_index(op.f("ix_accounts_kind_remote_id"), "accounts", ["kind", "remote_id"])
    op.add_column("addresses", sa.Column("ticket_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_addresses_ticket_id"), "addresses", ["ticket_id"])
    op.create_table(
        "coin_tables",
        sa.Column("exchange", sa.String(), nullable=False),
        sa.Column("coins", sa.String(), nullable=False),
        sa.Column("read_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("exchange", name=op.f("pk_coin_tables")),
    )
