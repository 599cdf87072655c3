"""Whether a main account can be asked: remembered, and told once when that lasts, once when it is over.

The team knows why nothing is watched. A refused key is told to its owners in private too, who alone can mend it;
silence mostly passes by itself.

It must not know why it was asked.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.operations.lookup.accounts import exchange_name
from bot.operations.model.notifications import tell_owners, tell_team
from bot.rules.verdict import Reason, Refused
from storage.records import Account, Arg, ConnectionProblem, Event, Message, Outcome
from storage.work import Work

OF_CREDENTIALS = frozenset(
    {
        Reason.EXCHANGE_KEY_UNKNOWN,
        Reason.EXCHANGE_KEY_WRONG,
        Reason.EXCHANGE_IP_REFUSED,
        Reason.EXCHANGE_CLOCK,
        Reason.EXCHANGE_FORBIDS,
        Reason.EXCHANGE_KEY_WEAK,
        Reason.EXCHANGE_BLOCKED,
    }
)
"""Refusals that are about who asks, not about what is asked."""
LONG = timedelta(hours=1)
"""A silence that is worth a word."""


def note_works(work: Work, main: Account, now: datetime) -> None:
    """It answered; whoever was told that it did not is told that this is over."""
    current = work.accounts.get(main.id)
    if current.trouble is None:
        return
    work.accounts.save(replace(current, trouble=None, trouble_since=None))
    if current.trouble is ConnectionProblem.REFUSED:
        _audit(work, current, Event.CREDENTIALS_TAKEN, now)
        args = {**_args(work, current), "since": current.trouble_since}
        tell_owners(work, current.team_id, Message("credentials-taken", args), now)
    if current.trouble is ConnectionProblem.SILENT:
        _audit(work, current, Event.EXCHANGE_ANSWERS, now)
        args = {**_args(work, current), "since": current.trouble_since}
        tell_team(work, current.team_id, Message("exchange-answers", args), now)


def note_unreachable(work: Work, main: Account, now: datetime) -> None:
    """It did not answer: the team is told once that lasts. Credentials that were refused before count as refused still.

    Whoever is silent is asked again every minute, so this is heard in time.
    """
    current = work.accounts.get(main.id)
    if current.trouble is None:
        work.accounts.save(replace(current, trouble=ConnectionProblem.UNREACHABLE, trouble_since=now))
    if current.trouble is not ConnectionProblem.UNREACHABLE or current.trouble_since is None:
        return
    if now - current.trouble_since >= LONG:
        work.accounts.save(replace(current, trouble=ConnectionProblem.SILENT))
        _audit(work, current, Event.EXCHANGE_SILENT, now)
        args = {**_args(work, current), "since": current.trouble_since}
        tell_team(work, current.team_id, Message("exchange-silent-long", args), now)


def note_refused(work: Work, main: Account, refused: Refused, now: datetime) -> None:
    """It does not take the credentials: the team is told once, with what to do."""
    current = work.accounts.get(main.id)
    if current.trouble is ConnectionProblem.REFUSED or refused.reason not in OF_CREDENTIALS:
        return
    work.accounts.save(replace(current, trouble=ConnectionProblem.REFUSED, trouble_since=now))
    saying = Message("account-trouble", {"account": current.name, "why": refused.as_saying()})
    tell_team(work, current.team_id, saying, now)
    _audit(work, current, Event.CREDENTIALS_REFUSED, now)
    tell_owners(
        work, current.team_id, Message("credentials-refused", {**_args(work, current), "why": refused.as_saying()}), now
    )


def _args(work: Work, main: Account) -> dict[str, Arg]:
    subs = [account.name for account in work.accounts.list_sub_accounts(main.id)]
    team = work.teams.get(main.team_id)
    return {"team": team.title, "exchange": exchange_name(main.kind), "account": main.name, "accounts": subs}


def _audit(work: Work, main: Account, event: Event, now: datetime) -> None:
    work.audit.add(main.team_id, None, event, Outcome.DONE, now, details={"account": main.name})
