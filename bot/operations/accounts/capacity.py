"""How full an account is: as its exchange last told it, not only as far as it stands on our list.

It must not know who asks, nor how many keys an account can have.
"""

from collections import Counter
from uuid import UUID

from storage.records import Account
from storage.work import Work


def count_keys(work: Work, account: Account) -> int:
    """Keys we know, and those nobody has adopted yet, without those that are gone there."""
    return count_keys_by_account(work, account.team_id)[account.id]


def count_keys_by_account(work: Work, team_id: UUID) -> Counter[UUID]:
    """The same for each account of a team."""
    counts = Counter(work.keys.count_by_account(team_id))
    for drift in work.drifts.list_open(team_id):
        counts[drift.account_id] += (drift.known is None) - (drift.there is None)
    return counts
