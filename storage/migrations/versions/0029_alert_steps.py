"""Steps of warnings as the team wants them, and announced steps by their own time before the expiry."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_HOUR, _DAY = 3600, 86_400
_BEFORE = {0: 30 * _DAY, 1: 14 * _DAY, 2: 7 * _DAY, 3: 3 * _DAY, 4: _DAY, 5: 6 * _HOUR}
"""Number of a step until now, and its seconds before the expiry. Number 6 was the expiry, and each later one a day."""
_APART = 10**9
"""No new value is an old one while the rows change one by one."""


def upgrade() -> None:
    """Keep what was announced, under its time instead of its number."""
    op.add_column("teams", sa.Column("alert_steps", sa.String(), nullable=True))
    op.add_column("keys", sa.Column("alert_steps", sa.String(), nullable=True))
    op.execute("ALTER TABLE alerts RENAME COLUMN step TO before_seconds")
    keys = sa.table("keys", sa.column("id"), sa.column("created_at"))
    alerts = sa.table("alerts", sa.column("key_id"), sa.column("anchor_at"), sa.column("before_seconds"))
    number = alerts.c.before_seconds
    made_at = sa.select(keys.c.created_at).where(keys.c.id == alerts.c.key_id).scalar_subquery()
    is_unknown = alerts.c.anchor_at == made_at
    seconds = sa.case(
        (is_unknown, -7 * _DAY - number * 30 * _DAY),
        *((number == place, before) for place, before in _BEFORE.items()),
        else_=(6 - number) * _DAY,
    )
    op.execute(sa.update(alerts).values(before_seconds=seconds - _APART))
    op.execute(sa.update(alerts).values(before_seconds=number + _APART))
