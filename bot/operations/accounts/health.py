"""Whether a main account can be asked: remembered, and told once when its key is refused, once when it works again.

The team knows why nothing is watched; its owners, who alone can mend it, are told in private too.

It must not know why it was asked.
"""

from dataclasses import replace
from datetime import datetime

from bot.operations.accounts.known import exchange_name
from bot.operations.telling import tell_owners, tell_team
from bot.rules.verdict import Reason, Refused
from storage.records import Account, AccountTrouble, Arg, Event, Outcome, Saying
from storage.work import Work

OF_CREDENTIALS = frozenset(
    {
        Reason.EXCHANGE_KEY_UNKNOWN,
        Reason.EXCHANGE_KEY_WRONG,
        Reason.EXCHANGE_IP_REFUSED,
        Reason.EXCHANGE_CLOCK,
        Reason.EXCHANGE_FORBIDS,
        Reason.EXCHANGE_KEY_WEAK,
    }
)
"""Refusals that are about who asks, not about what is asked."""


def note_works(work: Work, main: Account, now: datetime) -> None:
    """It answered; if it refused before, its owners are told that this is over."""
    current = work.accounts.get(main.id)
    if current.trouble is None:
        return
    work.accounts.save(replace(current, trouble=None, trouble_since=None))
    if current.trouble is AccountTrouble.REFUSED:
        _audit(work, current, Event.CREDENTIALS_TAKEN, now)
        args = {**_args(work, current), "since": current.trouble_since}
        tell_owners(work, current.team_id, Saying("credentials-taken", args), now)


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
    _audit(work, current, Event.CREDENTIALS_REFUSED, now)
    tell_owners(
        work, current.team_id, Saying("credentials-refused", {**_args(work, current), "why": refused.as_saying()}), now
    )


def _args(work: Work, main: Account) -> dict[str, Arg]:
    subs = [account.name for account in work.accounts.list_sub_accounts(main.id)]
    team = work.teams.get(main.team_id)
    return {"team": team.title, "exchange": exchange_name(main.kind), "account": main.name, "accounts": subs}


def _audit(work: Work, main: Account, event: Event, now: datetime) -> None:
    work.audit.add(main.team_id, None, event, Outcome.DONE, now, details={"account": main.name})
