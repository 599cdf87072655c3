"""Who was on a warning when another person reacted."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Earlier reactions name no former person."""
    op.add_column("alerts", sa.Column("acted_before", sa.BigInteger(), nullable=True))
