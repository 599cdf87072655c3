"""Columns that nothing sets go."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No command ever limited a member to accounts, asked for codes in the group or suspected a person."""
    op.drop_column("memberships", "account_ids")
    op.drop_column("teams", "ephemeral_prompts")
    op.drop_column("people", "suspicious_since")
