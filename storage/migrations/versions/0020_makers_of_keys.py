"""Who had a key made or watched."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Earlier keys have no known maker."""
    op.add_column("keys", sa.Column("made_by", sa.BigInteger(), nullable=True))
