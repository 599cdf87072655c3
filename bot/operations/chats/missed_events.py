"""What a team missed while nobody could tell it anything.

It must not know why it was not told.
"""

from datetime import datetime

from bot.operations.drifts.lookup import with_earliest_expiry
from storage.records import Message, Team
from storage.work import Work


def what_was_missed(work: Work, team: Team, since: datetime, now: datetime) -> list[Message]:
    """One line for each key that ended after `since`, by number. One that came alive has a message of its own."""
    keys = with_earliest_expiry(work.keys.list_of_team(team.id), work.drifts.list_open(team.id))
    return [
        Message("missed-ended", {"key": key.remark, "number": key.number, "at": key.expires_at})
        for key in keys
        if key.expires_at is not None and since < key.expires_at <= now
    ]
