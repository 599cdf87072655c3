"""Indices that keep commands and jobs quick in an installation of many teams."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Delete comparisons of our own registry with itself. Every account at an exchange gets one."""
    op.create_index(op.f("ix_cards_user_id_opened_at"), "cards", ["user_id", "opened_at"])
    _index_some("ix_inbox_waiting", "inbox", ["position"], "sealed_update IS NOT NULL")
    op.drop_index(op.f("ix_notices_card_id"), "notices")
    op.create_index(op.f("ix_notices_card_id_state"), "notices", ["card_id", "state"])
    op.create_index(op.f("ix_notices_due_at"), "notices", ["due_at"])
    _index_some("ix_notices_about", "notices", ["about_id", "position"], "about_id IS NOT NULL")
    _index_some("ix_notices_letters", "notices", ["position"], "to_email IS NOT NULL")
    op.create_index(op.f("ix_people_username"), "people", ["username"])
    op.drop_index(op.f("ix_teams_next_digest_at"), "teams")
    _index_some("ix_teams_with_digest", "teams", ["next_digest_at"], "digest_minute IS NOT NULL")
    _index_some(
        "ix_accounts_with_credentials", "accounts", ["standing", "kind", "id"], "sealed_credentials IS NOT NULL"
    )
    _index_some("ix_invitations_open", "invitations", ["expires_at"], "closed_at IS NULL")
    op.create_index(op.f("ix_looks_due_at"), "looks", ["due_at"])
    op.create_index(op.f("ix_looks_looked_at"), "looks", ["looked_at"])
    op.execute("DELETE FROM looks WHERE account_id IN (SELECT id FROM accounts WHERE kind = 'embedded')")
    op.execute(
        "INSERT INTO looks (account_id, due_at, looked_at) SELECT id, created_at, created_at FROM accounts"
        " WHERE main_id IS NOT NULL AND id NOT IN (SELECT account_id FROM looks)"
    )


def _index_some(name: str, table: str, columns: list[str], only: str) -> None:
    where = sa.text(only)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
