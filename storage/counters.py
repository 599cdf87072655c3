"""Visible numbers: each team counts its own things, and no number comes twice.

It must not know what is counted.
"""

from uuid import UUID

from sqlalchemy import Connection, select, update

from storage.columns import NO_ONE
from storage.tables import counters


def next_number(connection: Connection, team_id: UUID | None, what: str) -> int:
    """The next number of a team's things, or of the installation's."""
    one = counters.c.team_id == (team_id or NO_ONE), counters.c.what == what
    counted = connection.execute(update(counters).where(*one).values(value=counters.c.value + 1))
    if counted.rowcount == 0:
        connection.execute(counters.insert().values(team_id=team_id or NO_ONE, what=what, value=1))
        return 1
    return int(connection.execute(select(counters.c.value).where(*one)).scalar_one())
