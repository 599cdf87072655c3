"""Whether a main account can be asked, with one notice when it fails and one when it works again.

The team learns why nothing is watched. A refused key is also reported to its owners in private, since only they can
replace it. Most outages pass without help.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.operations.lookup.accounts import exchange_name
from bot.operations.model.notifications import tell_owners, tell_team
from bot.rules.verdict import Reason, Refused
from storage.records import Account, Arg, ConnectionProblem, Event, Message, MessageKind, Outcome
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
"""Refusals that concern the credentials and not the request."""
LONG = timedelta(hours=1)
"""Outage after which the team is notified."""


def note_works(work: Work, main: Account, now: datetime) -> None:
    """Record an answer. A team that was notified of the failure is notified that it has ended."""
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
        tell_team(work, current.team_id, Message("exchange-answers", args), now, kind=MessageKind.NEWS)


def note_unreachable(work: Work, main: Account, now: datetime) -> None:
    """Record that the exchange did not answer, and notify the team once when that lasts.

    A silent exchange is asked every minute, so the notice is on time. Credentials that were refused before still count
    as refused.
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
        tell_team(work, current.team_id, Message("exchange-silent-long", args), now, kind=MessageKind.NEWS)


def note_refused(work: Work, main: Account, refused: Refused, now: datetime) -> None:
    """Record that the credentials were refused, and notify the team once, with what to do."""
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
