"""What a team missed while it could not be reached."""

from datetime import datetime

from bot.operations.drifts.lookup import with_earliest_expiry
from storage.records import Message, Team
from storage.work import Work


def what_was_missed(work: Work, team: Team, since: datetime, now: datetime) -> list[Message]:
    """Return one line per key that expired after `since`, by number.

    A key that went live has its own message.
    """
    keys = with_earliest_expiry(work.keys.list_ending(team.id, now), work.drifts.list_open(team.id))
    return [
        Message("missed-ended", {"key": key.remark, "number": key.number, "at": key.expires_at})
        for key in keys
        if key.expires_at is not None and since < key.expires_at <= now
    ]
