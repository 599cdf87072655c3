"""Number of keys in an account, counting those that only its exchange has."""

from collections import Counter
from uuid import UUID

from storage.records import Account
from storage.work import Work


def count_keys(work: Work, account: Account) -> int:
    """Count the keys of the list and the unadopted keys at the exchange, without keys that vanished there."""
    return count_keys_by_account(work, account.team_id)[account.id]


def count_keys_by_account(work: Work, team_id: UUID) -> Counter[UUID]:
    """Count the keys of each account of a team."""
    counts = Counter(work.keys.count_by_account(team_id))
    for drift in work.drifts.list_open(team_id):
        counts[drift.account_id] += (drift.known is None) - (drift.there is None)
    return counts
