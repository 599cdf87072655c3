"""What Telegram was given as a menu of commands is kept, so that a start does not give it all again."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The menus of all members are given once more."""
    op.create_table(
        "menus",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("given", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["people.user_id"], name="fk_menus_user_id"),
        sa.PrimaryKeyConstraint("chat_id", "user_id", name="pk_menus"),
    )
    op.create_index("ix_menus_due", "menus", ["chat_id", "user_id"], sqlite_where=sa.text("given IS NULL"))
    op.execute(
        "INSERT INTO menus (chat_id, user_id)"
        " SELECT teams.chat_id, memberships.user_id FROM memberships JOIN teams ON teams.id = memberships.team_id"
        " UNION SELECT user_id, user_id FROM memberships"
    )
