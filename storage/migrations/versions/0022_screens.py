"""Messages that show one thing are cards, so that they are drawn again when it changes."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No message before is known as a screen."""
    op.add_column("cards", sa.Column("press", sa.String(), nullable=True))
    op.add_column("cards", sa.Column("reader", sa.BigInteger(), nullable=True))
