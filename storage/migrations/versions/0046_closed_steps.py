"""Private steps of ended requests are not opened any more."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget when they were opened."""
    op.execute(
        "UPDATE cards SET opened_at = NULL WHERE opened_at IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM tickets WHERE tickets.id = cards.ticket_id AND tickets.stage IS NULL)"
    )
