"""SQLite replaces a line of the audit trail no more.

`INSERT OR REPLACE` deletes the old row without its delete trigger. Source: SQLite, lang_conflict.html, REPLACE, checked
2026-11-28. PostgreSQL has no such statement: its ON CONFLICT is an UPDATE, which is refused.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Refuse a line with the number of one that is there."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries WHEN EXISTS"
            " (SELECT 1 FROM audit_entries WHERE chain_id = NEW.chain_id AND sequence = NEW.sequence)"
            " BEGIN SELECT RAISE(ABORT, 'audit lines are only ever added'); END"
        )
