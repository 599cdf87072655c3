"""Teams of one group are told apart by their topics."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A topic's own name comes with the next /start there."""
    op.execute(
        sa.text("UPDATE teams SET title = title || ' · topic ' || CAST(topic_id AS VARCHAR) WHERE topic_id <> 0")
    )
