"""The owners of a team see how many requests of others a person approved."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Find a person's proofs without reading all."""
    op.create_index("ix_proofs_user_id_kind", "proofs", ["user_id", "kind"])
