"""User names of people, and since when a ticket is being done at its exchange."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mark tickets that run, or that people finish, as possibly called before."""
    op.add_column("people", sa.Column("username", sa.String(), nullable=True))
    op.add_column("tickets", sa.Column("called_at", UtcTime(), nullable=True))
    op.execute("UPDATE tickets SET called_at = asked_at WHERE stage IN ('running', 'by-hand')")
