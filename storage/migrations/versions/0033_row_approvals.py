"""A row of the policy can ask for its own number of approvals."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every row asks for the team's number until a team sets another."""
    op.add_column("teams", sa.Column("row_approvals", sa.JSON(), server_default="{}", nullable=False))
