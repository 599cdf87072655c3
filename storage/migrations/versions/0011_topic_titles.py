"""Topic titles, to distinguish the teams of one group."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the title. The next /start in a topic fills it."""
    op.execute(
        sa.text("UPDATE teams SET title = title || ' · topic ' || CAST(topic_id AS VARCHAR) WHERE topic_id <> 0")
    )
