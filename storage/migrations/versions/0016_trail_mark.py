"""Whether the audit trail of the installation has begun."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Without a line that says so, the installation is older than beginnings of trails."""
    op.add_column("installation", sa.Column("has_trail", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE installation SET has_trail = (1 = 1)"
        " WHERE EXISTS (SELECT 1 FROM audit_entries WHERE what = 'trail:begin')"
    )
