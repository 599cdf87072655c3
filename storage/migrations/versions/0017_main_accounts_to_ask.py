"""When each main account is asked next, found by an index."""

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every main account due at once."""
    op.add_column("accounts", sa.Column("ask_at", UtcTime(), nullable=True))
    op.execute("UPDATE accounts SET ask_at = created_at WHERE main_id IS NULL")
    where = sa.text("sealed_credentials IS NOT NULL")
    op.create_index(
        "ix_accounts_to_ask", "accounts", ["standing", "ask_at", "id"], sqlite_where=where, postgresql_where=where
    )
