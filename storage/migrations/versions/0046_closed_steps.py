"""Once a request has ended, it does not matter who had opened its private steps."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forget it, because each code looks at the steps that its person has opened."""
    op.execute(
        "UPDATE cards SET opened_at = NULL WHERE opened_at IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM tickets WHERE tickets.id = cards.ticket_id AND tickets.stage IS NULL)"
    )
