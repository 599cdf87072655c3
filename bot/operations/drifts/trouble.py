"""An exchange that does not let the bot in: its team's owners are told once, and once when it does again.

Accounts that come with the same key share the trouble. It must not know how a look is made.
"""

from datetime import datetime

from bot.operations.telling import tell_owners
from storage.records import Account, Arg, Event, Look, Outcome, Saying
from storage.work import Work


def tell_refused(work: Work, account: Account, why: Saying, now: datetime) -> None:
    """Says it unless it was said about another account that comes with the same key."""
    together = _together(work, account)
    if any(_is_refused_so(work, other, why) for other in together if other.id != account.id):
        return
    _audit(work, account, Event.CREDENTIALS_REFUSED, now)
    tell_owners(
        work, account.team_id, Saying("credentials-refused", {**_args(work, account, together), "why": why}), now
    )


def tell_taken(work: Work, account: Account, last: Look, now: datetime) -> None:
    """Says that it is over, when none that comes with the same key is refused any longer."""
    together = _together(work, account)
    if last.trouble is None or any(_is_refused_so(work, other, last.trouble) for other in together):
        return
    _audit(work, account, Event.CREDENTIALS_TAKEN, now)
    args = {**_args(work, account, together), "since": last.trouble_since}
    tell_owners(work, account.team_id, Saying("credentials-taken", args), now)


def _together(work: Work, account: Account) -> list[Account]:
    """The accounts that come with the same key."""
    return [account] if account.main_id is None else work.accounts.list_sub_accounts(account.main_id)


def _is_refused_so(work: Work, account: Account, why: Saying) -> bool:
    look = work.looks.find(account.id)
    return look is not None and look.is_refused and look.trouble == why


def _args(work: Work, account: Account, together: list[Account]) -> dict[str, Arg]:
    team = work.teams.get(account.team_id)
    return {"team": team.title, "kind": account.kind.value, "accounts": [other.name for other in together]}


def _audit(work: Work, account: Account, event: Event, now: datetime) -> None:
    details = {"account": account.name}
    work.audit.add(account.team_id, None, event, Outcome.DONE, now, details=details)
