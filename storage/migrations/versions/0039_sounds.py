"""How loud each kind of message to a team is."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every kind has a sound, as before."""
    op.add_column("teams", sa.Column("sounds", sa.JSON(), server_default="{}", nullable=False))
