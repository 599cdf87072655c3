"""What `/expiring` and `/alerts` show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.operations.alerts.card import KeyAlert, list_key_alerts
from bot.operations.drifts.lookup import with_earliest_expiry
from bot.operations.lookup.accounts import list_by_main
from bot.operations.lookup.keys import team_keys
from bot.operations.members.digest_schedule import zone_of
from bot.operations.model.operation import Actor
from bot.operations.queries.keys import read_words
from bot.rules.digest_days import next_chosen
from bot.rules.key_list import KeySearch
from bot.rules.key_terms import Ending, key_state
from bot.rules.pages import Page, cut_page
from storage.records import Account, Alert, Key, Team
from storage.work import Work

LATEST = 5
_SEARCHED = 50
"""Among so many of the latest alerts, those of keys that still exist are looked for."""


@dataclass(frozen=True, slots=True)
class ExpiringSeen:
    """`/expiring`: keys that expire within 30 days, have expired or may any day, most urgent first."""

    team: Team
    search: KeySearch
    found: Sequence[KeyAlert]
    """Those that fit the search."""
    page: Page[tuple[KeyAlert, Account]]
    accounts: Sequence[Account]
    """Accounts with a key that expires, whether it fits or not."""
    count: int
    """Number of the team's keys in all."""
    unknown: int
    """Number of other keys with an unknown expiry."""


@dataclass(frozen=True, slots=True)
class AlertsSeen:
    """`/alerts`: the last alerts, newest first, and the time and zone of the digest."""

    team: Team
    latest: Sequence[tuple[Alert, Key]]
    own_steps: Sequence[Key]
    """Keys with steps of their own, by number."""
    zone: str
    next_digest_at: datetime | None
    """None: the digest is off."""


def see_expiring(work: Work, actor: Actor, words: Sequence[str], page: int) -> ExpiringSeen:
    """Those of an account with this name, or those that the words fit. Without words all of the team."""
    drifts, accounts = work.drifts.list_open(actor.the_team.id), work.accounts.by_id(actor.the_team.id)
    keys = with_earliest_expiry(team_keys(work, actor), drifts)
    expiring = list_key_alerts(keys, actor.now, drifts)
    shown, of = {one.key.id for one in expiring}, {one.key.account_id for one in expiring}
    with_some = [account for account in list_by_main(list(accounts.values())) if account.id in of]
    search = read_words(words, with_some)
    fitting = [
        (one, accounts[one.key.account_id])
        for one in expiring
        if search.rank(one.key, accounts[one.key.account_id].name, actor.now) is not None
    ]
    unknown = sum(key_state(key, actor.now).ending is Ending.UNKNOWN and key.id not in shown for key in keys)
    return ExpiringSeen(
        actor.the_team,
        search,
        [one for one, _ in fitting],
        cut_page(fitting, page),
        with_some,
        len(keys),
        unknown,
    )


def see_alerts(work: Work, actor: Actor) -> AlertsSeen:
    """Of the team's keys."""
    keys = {key.id: key for key in team_keys(work, actor)}
    latest = work.alerts.list_latest(actor.the_team.id, _SEARCHED)
    shown = [(alert, keys[alert.key_id]) for alert in latest if alert.key_id in keys]
    team, zone = actor.the_team, zone_of(work, actor.the_team)
    own_steps = [key for key in keys.values() if key.alert_steps is not None]
    return AlertsSeen(team, shown[:LATEST], own_steps, zone, _next_digest_at(team, zone, actor.now))


def _next_digest_at(team: Team, zone: str, now: datetime) -> datetime | None:
    if team.digest_minute is None:
        return None
    return next_chosen(team.digest_minute, team.digest_days, zone, now)


def kind_of(alert: Alert, key: Key) -> tuple[str, int]:
    """`days` or `hours` before the expiry, `end`, `after` with the days since, or `unknown`."""
    if alert.anchor_at == key.created_at:
        return "unknown", 0
    before = timedelta(seconds=alert.before_seconds)
    if before >= timedelta(days=1):
        return "days", before.days
    if before > timedelta():
        return "hours", before.seconds // 3600
    return ("after", -before.days) if before else ("end", 0)
