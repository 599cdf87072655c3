"""Whether a main account can be asked: remembered, and told in the team when its key is refused.

It must not know why it was asked.
"""

from dataclasses import replace
from datetime import datetime

from bot.operations.telling import tell_team
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AccountTrouble, Saying
from storage.work import Work

OF_CREDENTIALS = frozenset(
    {
        Reason.EXCHANGE_KEY_UNKNOWN,
        Reason.EXCHANGE_KEY_WRONG,
        Reason.EXCHANGE_IP_REFUSED,
        Reason.EXCHANGE_CLOCK,
        Reason.EXCHANGE_FORBIDS,
    }
)
"""Refusals that are about who asks, not about what is asked."""


def note_works(work: Work, main: Account) -> None:
    """It answered."""
    current = work.accounts.get(main.id)
    if current.trouble is not None:
        work.accounts.save(replace(current, trouble=None, trouble_since=None))


def note_unreachable(work: Work, main: Account, now: datetime) -> None:
    """It did not answer; credentials that were refused before count as refused still."""
    current = work.accounts.get(main.id)
    if current.trouble is None:
        work.accounts.save(replace(current, trouble=AccountTrouble.UNREACHABLE, trouble_since=now))


def note_refused(work: Work, main: Account, refused: Refused, now: datetime) -> None:
    """It does not take the credentials: the team is told once, with what to do."""
    current = work.accounts.get(main.id)
    if current.trouble is AccountTrouble.REFUSED or refused.reason not in OF_CREDENTIALS:
        return
    work.accounts.save(replace(current, trouble=AccountTrouble.REFUSED, trouble_since=now))
    saying = Saying("account-trouble", {"account": current.name, "why": refused.as_saying()})
    tell_team(work, current.team_id, saying, now)
