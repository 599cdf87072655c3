"""Approvals asked for at the request, private steps of approvers, and the whitelist's ledger."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Close open private steps, so that digits never go to the wrong ticket. Requesters open them again."""
    op.drop_column("tickets", "opened_at")
    op.add_column("tickets", sa.Column("approvals", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("cards", sa.Column("opened_at", UtcTime(), nullable=True))
    op.add_column("addresses", sa.Column("remote_id", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "book_addresses",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address_type", sa.String(), nullable=False),
        sa.Column("coin", sa.String(), nullable=False),
        sa.Column("chain", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("canonical", sa.String(), nullable=False),
        sa.Column("memo", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_book_addresses_account_id")),
        sa.PrimaryKeyConstraint("account_id", "remote_id", name=op.f("pk_book_addresses")),
    )
    op.create_table(
        "book_address_entries",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("added_ids", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("removed_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_book_address_entries_account_id")),
        sa.PrimaryKeyConstraint("ticket_id", "part", name=op.f("pk_book_address_entries")),
    )
