"""How full an account is: as its exchange last told it, not only as far as it stands on our list.

It must not know who asks, nor how many keys an account can have.
"""

from storage.records import Account
from storage.work import Work


def count_keys(work: Work, account: Account) -> int:
    """Keys we know, and those nobody has adopted yet, without those that are gone there."""
    drifts = work.drifts.list_open_of(account.id)
    appeared = sum(drift.known is None for drift in drifts)
    vanished = sum(drift.there is None for drift in drifts)
    return len(work.keys.list_of_account(account.id)) + appeared - vanished
