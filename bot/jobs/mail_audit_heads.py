"""Send the head of each team's audit trail to its owners by e-mail, every morning at nine in the team's zone.

It comes whatever the team has chosen for its digest: a head outside Telegram proves later that no line was cut off. One
that waits for the mail server is replaced by the next.
"""

from datetime import datetime

from bot.clock import Clock
from bot.jobs.schedule import Round
from bot.operations.members.digest_schedule import zone_of
from bot.rules.digest import USUAL_MINUTE, next_digest
from storage.database import Database
from storage.records import Message, MessageContent, Team
from storage.work import Work

AT_ONCE = 50


class MailAuditHeads:
    """Sends due heads, fifty teams in one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def run(self) -> Round:
        """Send the due heads. A new team waits for its first morning."""
        now = self._clock.now()
        is_due, next_at = await self._database.read(lambda work: (_is_any_due(work, now), work.head_mails.next_due()))
        if not is_due:
            return Round(next_at=next_at)
        return Round(did=await self._database.write(lambda work: _send(work, now)))


def _is_any_due(work: Work, now: datetime) -> bool:
    return bool(work.head_mails.list_new(1) or work.head_mails.list_due(now, 1))


def _send(work: Work, now: datetime) -> int:
    new, due = work.head_mails.list_new(AT_ONCE), work.head_mails.list_due(now, AT_ONCE)
    for team_id in (*new, *due):
        team = work.teams.get(team_id)
        if team_id in due:
            _mail(work, team, now)
        work.head_mails.set_next(team_id, next_digest(USUAL_MINUTE, zone_of(work, team), now))
    return len(new) + len(due)


def _mail(work: Work, team: Team, now: datetime) -> None:
    sequence, digest = work.audit.head(team.id)
    letter = Message("audit_head", {"team": team.title, "head": f"{sequence}:{digest}", "since": now})
    for membership, person in work.teams.list_members(team.id):
        if membership.is_owner and person.email is not None:
            work.outbox.mail(MessageContent(letter), person.email, user_id=person.user_id, about_id=team.id, due_at=now)
