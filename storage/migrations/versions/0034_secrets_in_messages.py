"""Messages with a secret know since when they show it."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from storage.tables.columns import UtcTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those from before count from now on."""
    op.add_column("cards", sa.Column("secret_since", UtcTime(), nullable=True))
    where = sa.text("secret_since IS NOT NULL")
    op.create_index("ix_cards_with_secret", "cards", ["secret_since"], sqlite_where=where, postgresql_where=where)
    cards = sa.table("cards", sa.column("subject"), sa.column("message_id"), sa.column("secret_since", UtcTime()))
    shown = sa.and_(cards.c.subject.in_(["secret", "enrol"]), cards.c.message_id.is_not(None))
    op.execute(cards.update().where(shown).values(secret_since=datetime.now(UTC)))
